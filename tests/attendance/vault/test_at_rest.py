"""After a whole day, whoever has the disk and not the keys has no face: no embedding, no picture, no pixel."""

import asyncio
import zlib
from pathlib import Path

import numpy as np
import psycopg
from sqlalchemy import func, select

from attendance.people.faces.templates import opened
from attendance.people.tables import FaceTemplate
from attendance.records.tables import Inbound, Media
from attendance.tables import metadata
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import key_of
from demo.portraits import portrait
from tests.attendance.vault.burglar import Vector, faces_in, pictures_in
from tests.fixtures.town import ANDI, EILEEN, KOMINFO, NIPS, Town


async def test_the_disk_without_the_keys_shows_no_face(town: Town) -> None:
    await a_day(town)
    faces, pictures = await embeddings(town), await known_pictures(town)
    town.clock.forward(minutes=11)
    await made_small(town)

    pictures += await known_pictures(town)
    records = await asyncio.to_thread(written, town)
    media = {file.name: file.read_bytes() for file in town.settings.media.rglob("*") if file.is_file()}
    assert len(faces) == 4
    assert len(pictures) > 12
    assert len(media) == 10
    for disk in (records, b"".join(media.values())):
        assert await asyncio.to_thread(faces_in, disk, faces) == set()
        assert await asyncio.to_thread(pictures_in, disk, pictures) == set()
    for file in media.values():
        assert key_of(file) == "k1"
        assert len(zlib.compress(file, 9)) >= len(file), "what is sealed looks like chance, bare pixels do not"


async def a_day(town: Town) -> None:
    """Two are enrolled; one is refused, then accepted in the morning and in the evening; the other is too far away."""
    admin, eileen, andi = await town.admin(), await town.employee(EILEEN), await town.employee(ANDI)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")
    await town.enrol(admin, NIPS[ANDI], "hopper")
    await eileen.says("Masuk")
    await eileen.hears("Presensi masuk")
    await eileen.sends_selfie(portrait("hopper", 5))
    await eileen.is_at(KOMINFO, metres=10)
    await eileen.hears("belum cocok")
    await eileen.sends_selfie(portrait("astronaut", 5))
    await eileen.hears("Masuk tercatat")
    await andi.sends_selfie(portrait("hopper", 6))
    await andi.is_at(KOMINFO, metres=900)
    await andi.hears("Lokasi Anda")
    town.clock.set(town.at("16:30"))
    await eileen.sends_selfie(portrait("astronaut", 6))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Pulang tercatat")
    await eileen.quiet()


async def embeddings(town: Town) -> list[Vector]:
    """One of each person and engine, with the keys: the others of the same person are near it."""
    async with town.database.read() as session:
        rows = (await session.scalars(select(FaceTemplate))).all()
    plain = {(row.employee_id, row.engine): opened(row, town.service.keyring) for row in rows}
    return [np.frombuffer(face, "<f4") for face in plain.values()]


async def known_pictures(town: Town) -> list[bytes]:
    """Every picture that is kept now, with the keys."""
    files = MediaFiles(town.settings.media, town.service.keyring)
    async with town.database.read() as session:
        rows = (await session.scalars(select(Media))).all()
    return [await files.read(row.file, str(row.employee_id)) for row in rows]


async def made_small(town: Town) -> None:
    """Wait for the two accepted selfies to be shrunk."""
    async with town.clock.timeout(30):
        while True:
            async with town.database.read() as session:
                if await session.scalar(select(func.count(Media.shrunk_at))) == 2:
                    return
            await town.clock.sleep(0.02)


def written(town: Town) -> bytes:
    """The records as they lie on disk: SQLite's file and its log; of PostgreSQL every value of every table."""
    url = town.settings.database_url
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        log = file.with_name(f"{file.name}-wal").read_bytes()
        assert log
        return file.read_bytes() + log
    with psycopg.connect(url) as connection:
        return b"".join(dumped(connection, table.name) for table in metadata.sorted_tables)


def dumped(connection: psycopg.Connection, table: str) -> bytes:
    """One table in PostgreSQL's binary form: bytes as they are, JSON as text."""
    with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as rows:
        return b"".join(map(bytes, rows))


async def test_the_search_looked_at_the_rows_that_hold_what_is_sealed(town: Town) -> None:
    """Were it to look elsewhere it would find nothing either."""
    eileen = await town.employee(EILEEN)
    await eileen.quiet()
    async with town.database.read() as session:
        sealed = (await session.scalars(select(Inbound.raw))).all()
    disk = await asyncio.to_thread(written, town)
    assert all(raw and raw[:200] in disk for raw in sealed)
