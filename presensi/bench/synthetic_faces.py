"""A database full of sealed templates of people who do not exist: directions drawn at random, each person's close."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.templates import sealed_templates
from attendance.people.tables import Employee, Enrolment, FaceTemplate
from attendance.records.database import Database, Priority
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Inbound, Media
from attendance.vault.keyring import Keyring
from attendance.vault.probe import remember_keys
from migrations.schema import upgrade
from recognition import dlib_resnet, sface
from recognition.embedding import Embedding

DIMENSIONS = 128

#: People of one transaction: some tens of milliseconds.
BITE = 250

_AT = datetime(2026, 11, 2, tzinfo=UTC)


def pictures_of(person: int, count: int, first: int = 0) -> list[Embedding]:
    """As different pictures of one face: a cosine of about 0.7 among them, of about 0 to those of others."""
    face = _direction(person)
    return [
        Embedding(sface.NAME, sface.VERSION, _unit(face + 0.65 * _direction(person, 1 + number)))
        for number in range(first, first + count)
    ]


def _templates(person: int, count: int) -> list[list[Embedding]]:
    """By picture, as the service stores them: of the engine that is searched, and of the second opinion."""
    return [[one, Embedding(dlib_resnet.NAME, dlib_resnet.VERSION, one.vector)] for one in pictures_of(person, count)]


async def found_gallery(database: Database, keyring: Keyring, people: int, templates: int) -> None:
    """So many people, numbered from 1, with so many templates each."""
    await upgrade(database)
    async with database.write(Priority.BULK) as session:
        await remember_keys(session, keyring)
        media_id = await _picture(session)
    for numbers in _bites(people):
        async with database.write(Priority.BULK) as session:
            await _enrol(session, keyring, numbers, templates, media_id)


async def enrol_one_more(database: Database, keyring: Keyring, person: int, templates: int) -> None:
    """Somebody who is new to the database."""
    async with database.write(Priority.STEP) as session:
        await _enrol(session, keyring, range(person, person + 1), templates, media_id=1)


async def _picture(session: AsyncSession) -> int:
    """The one that all templates say they are from."""
    session.add(Employee(id=1, name="Pegawai 1", created_at=_AT))
    came = Inbound(
        channel="bench", our_account="bench", external_id="1", received_at=_AT, status=InboundStatus.DONE, failures=0
    )
    session.add(came)
    await session.flush()
    picture = Media(employee_id=1, inbound_id=came.id, file="bench", sha256="bench", size=0, created_at=_AT)
    session.add(picture)
    await session.flush()
    return picture.id


async def _enrol(session: AsyncSession, keyring: Keyring, numbers: range, templates: int, media_id: int) -> None:
    people = [{"id": number, "name": f"Pegawai {number}", "created_at": _AT} for number in numbers if number > 1]
    if people:
        await session.execute(insert(Employee), people)
    enrolments = [Enrolment(id=number, employee_id=number) for number in numbers]
    told = {"enrolled_by": 1, "enrolled_at": _AT, "held": False, "version": 1}
    await session.execute(
        insert(Enrolment), [{"id": one.id, "employee_id": one.employee_id} | told for one in enrolments]
    )
    rows = [
        row
        for one in enrolments
        for embeddings in _templates(one.id, templates)
        for row in sealed_templates(one, media_id, embeddings, keyring)
    ]
    await session.execute(insert(FaceTemplate), [_values(row) for row in rows])


def _values(row: FaceTemplate) -> dict[str, object]:
    names = ("enrolment_id", "employee_id", "media_id", "engine", "engine_version", "sealed")
    return {name: getattr(row, name) for name in names}


def _bites(people: int) -> Iterator[range]:
    for first in range(1, people + 1, BITE):
        yield range(first, min(first + BITE, people + 1))


def _direction(person: int, picture: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng((person, picture)).standard_normal(DIMENSIONS, np.float32)
    return _unit(drawn)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
