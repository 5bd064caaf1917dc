"""Everything is brought under a new key, and nothing is lost on the way."""

import logging

import pytest
from sqlalchemy import LargeBinary, select, update

from attendance.people.tables import FaceTemplate, Pin
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit, Inbound, Media, PicturePrint, VaultProbe
from attendance.tables import metadata
from attendance.vault import rotation
from attendance.vault.keyring import Keyring, KeyUnknown, new_key
from attendance.vault.probe import verify_keys
from attendance.vault.rotation import rotate
from attendance.vault.sealed_rows import SEALED_ROWS
from tests.attendance.vault.conftest import BOTH, K1, NEW, OLD, Strongroom

EVERYTHING = {"face templates": 5, "raw messages": 5, "pictures": 5}


@pytest.fixture(autouse=True)
def small_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BITE", 2)


async def remembered(database: Database) -> set[str]:
    async with database.read() as session:
        return set(await session.scalars(select(VaultProbe.key_id)))


async def test_what_was_sealed_opens_with_the_new_key_alone(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 5)
    contents = await strongroom.contents(OLD)
    await strongroom.rotate()
    assert await strongroom.contents(NEW) == contents
    with pytest.raises(KeyUnknown):
        await strongroom.contents(OLD)
    assert (await strongroom.census()).counts == {"k2": EVERYTHING}


async def test_a_service_with_both_keys_reads_everything_after_every_bite(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 5)
    contents = await strongroom.contents(OLD)
    async for _ in rotate(strongroom.database, strongroom.files(BOTH), BOTH):
        assert await strongroom.contents(BOTH) == contents


async def test_what_comes_in_meanwhile_is_kept(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 3)
    async for _ in rotate(strongroom.database, strongroom.files(BOTH), BOTH):
        await strongroom.keep(BOTH)
        if len(strongroom.pictures) == 12:
            break
    await strongroom.rotate()
    assert len(await strongroom.contents(NEW)) == 3 * 12


@pytest.mark.parametrize("bites", range(1, 9))
async def test_a_stopped_rotation_goes_on_where_it_was(strongroom: Strongroom, bites: int) -> None:
    await strongroom.keep(OLD, 5)
    contents = await strongroom.contents(OLD)
    first = rotate(strongroom.database, strongroom.files(BOTH), BOTH)
    done = [await anext(first) for _ in range(bites)]
    await first.aclose()
    again = await strongroom.rotate()
    sealed = {name: [last(done, name), last(again, name)] for name in EVERYTHING}
    assert {name: sum(parts) for name, parts in sealed.items()} == EVERYTHING
    assert await strongroom.contents(NEW) == contents
    assert {last(await strongroom.rotate(), name) for name in EVERYTHING} == {0}


def last(told: list[rotation.Progress], name: str) -> int:
    return max([progress.resealed for progress in told if progress.name == name], default=0)


async def test_what_was_emptied_or_replaced_between_reading_and_writing_stays_so(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 2)
    async with strongroom.database.read() as session:
        changes = {rows: await rows.resealed(session, BOTH, [1, 2]) for rows in SEALED_ROWS}
    async with strongroom.database.write(Priority.STEP) as session:
        await session.execute(update(Inbound).where(Inbound.id == 1).values(raw=None))
        await session.execute(update(FaceTemplate).where(FaceTemplate.id == 1).values(sealed=b"newer"))
    async with strongroom.database.write(Priority.BULK) as session:
        for rows in SEALED_ROWS:
            await rows.replace(session, changes[rows])
    async with strongroom.database.read() as session:
        assert (await session.get_one(Inbound, 1)).raw is None
        assert (await session.get_one(FaceTemplate, 1)).sealed == b"newer"
    assert (await strongroom.census()).counts["k2"] == {"face templates": 1, "raw messages": 1}


async def test_a_picture_that_was_made_small_while_its_page_was_worked_on_is_not_missing(
    strongroom: Strongroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await strongroom.keep(OLD, 2)
    files = strongroom.files(BOTH)
    look = files.key_ids

    async def shrunk_meanwhile(names):
        await files.write("small", b"small", str(strongroom.office.budi.id))
        async with strongroom.database.write(Priority.BULK) as session:
            await session.execute(update(Media).where(Media.file == "picture1").values(file="small"))
        await files.remove("picture1")
        return await look(names)

    monkeypatch.setattr(files, "key_ids", shrunk_meanwhile)
    assert [progress async for progress in rotate(strongroom.database, files, BOTH)][-1].resealed == 1
    census = await strongroom.census()
    assert census.missing == 0
    assert census.counts["k2"]["pictures"] == 2


async def test_a_key_that_nothing_needs_may_go_and_one_that_is_needed_stays(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 5)
    await strongroom.keep(BOTH)
    assert await strongroom.retire() == ()
    await strongroom.rotate()
    assert await strongroom.retire() == ("k1",)
    assert await remembered(strongroom.database) == {"k2"}
    async with strongroom.database.read() as session:
        await verify_keys(session, NEW)
        assert list(await session.scalars(select(Audit.action))) == ["vault.key_retired"]
    assert await strongroom.retire() == ("k1",), "it may still be in the setting"
    async with strongroom.database.read() as session:
        assert len((await session.scalars(select(Audit))).all()) == 1


async def test_a_service_that_starts_with_a_key_nothing_needs_does_not_remember_it(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD)
    await strongroom.rotate()
    await strongroom.retire()
    await strongroom.keep(BOTH)
    async with strongroom.database.read() as session:
        await verify_keys(session, NEW)


async def test_no_key_is_forgotten_while_pictures_are_missing(strongroom: Strongroom) -> None:
    """Such as with a PRESENSI_MEDIA that points elsewhere: the old key is needed by what lies there."""
    await strongroom.keep(OLD, 2)
    strongroom.folder = strongroom.folder.with_name("elsewhere")
    await strongroom.rotate()
    assert (await strongroom.census()).missing == 2
    assert await strongroom.retire() == ()
    assert "k1" in await remembered(strongroom.database)


async def test_what_lies_under_a_key_that_is_missing_is_named_and_the_rest_goes_on(strongroom: Strongroom) -> None:
    lost = Keyring.parse(new_key("k0"))
    await strongroom.keep(lost, 2)
    async with strongroom.database.write(Priority.STEP) as session:
        await session.delete(await session.get_one(VaultProbe, "k0"))
    await strongroom.keep(OLD)
    await strongroom.rotate()
    census = await strongroom.census()
    assert census.key_ids == {"k0", "k2"}
    assert census.under("k0") == "2 face templates, 2 raw messages and 2 pictures"
    assert await strongroom.retire() == ("k1",)


async def test_what_does_not_open_keeps_its_key_and_is_named_by_its_row(
    strongroom: Strongroom, caplog: pytest.LogCaptureFixture
) -> None:
    await strongroom.keep(OLD, 3)
    async with strongroom.database.write(Priority.STEP) as session:
        moved = await session.scalar(select(FaceTemplate.sealed).where(FaceTemplate.id == 1))
        await session.execute(update(FaceTemplate).where(FaceTemplate.id == 2).values(sealed=moved))
    file = next(strongroom.folder.rglob("picture3"))
    file.write_bytes(file.read_bytes()[:-1])
    with caplog.at_level(logging.ERROR):
        await strongroom.rotate()
    assert "face_template 2 does not open: SealBroken" in caplog.messages
    assert "picture picture3 does not open" in caplog.messages
    assert (await strongroom.census()).under("k1") == "1 face template and 1 picture"
    assert await strongroom.retire() == ()


async def test_without_an_older_key_there_is_nothing_to_do(strongroom: Strongroom) -> None:
    await strongroom.keep(OLD, 2)
    assert {progress.resealed for progress in await strongroom.rotate(OLD)} == {0}
    assert await strongroom.retire(OLD) == ()


def test_every_column_that_holds_bytes_is_rotated_or_no_seal() -> None:
    """A table that seals something new must be taught to `sealed_rows`, or its values would keep the old key."""
    columns = {column for table in metadata.sorted_tables for column in table.c if isinstance(column.type, LargeBinary)}
    known = {rows.model.__table__.c[rows.column] for rows in SEALED_ROWS}
    digest_of_pin = {Pin.__table__.c.salt, Pin.__table__.c.digest}
    # A fingerprint of a picture is searched as it is: see docs/privacy.md for what it tells.
    fingerprint = {PicturePrint.__table__.c.bits}
    assert columns == known | {VaultProbe.__table__.c.sealed} | digest_of_pin | fingerprint


def test_the_keys_of_this_file_are_what_they_say() -> None:
    assert K1.startswith("k1:")
    assert (OLD.ids, BOTH.ids, NEW.ids) == (("k1",), ("k2", "k1"), ("k2",))
