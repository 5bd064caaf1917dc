"""Who has a telephone number."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from attendance.people.access.phones import employees_of_phone, opened_number, sealed_number
from attendance.people.tables import PhoneNumber
from attendance.records.database import Database, Priority
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.rotation import rotate
from tests.attendance.people.office import Office

TODAY = date(2026, 11, 23)
NUMBER = "+6281200000001"


def row(employee_id: int, keyring: Keyring, **dates: Any) -> PhoneNumber:
    columns: Mapping[str, Any] = sealed_number(employee_id, NUMBER, keyring)
    return PhoneNumber(employee_id=employee_id, **{"valid_from": TODAY, **columns, **dates})


async def found(database: Database, number: str, keyring: Keyring, on: date = TODAY) -> list[int]:
    async with database.read() as session:
        return await employees_of_phone(session, number, keyring, on)


async def test_a_number_is_found_for_its_owner_as_any_platform_writes_it(
    database: Database, office: Office, keyring: Keyring
) -> None:
    async with database.write(Priority.BULK) as session:
        session.add(row(office.budi.id, keyring))
    assert await found(database, "6281200000001", keyring) == [office.budi.id]
    assert await found(database, "+62 812-0000-0001", keyring) == [office.budi.id]
    assert await found(database, "6281200000002", keyring) == []
    assert await found(database, "no number", keyring) == []


async def test_a_number_of_two_people_is_told_as_both(database: Database, office: Office, keyring: Keyring) -> None:
    async with database.write(Priority.BULK) as session:
        session.add_all([row(office.budi.id, keyring), row(office.siti.id, keyring), row(office.siti.id, keyring)])
    assert await found(database, NUMBER, keyring) == [office.budi.id, office.siti.id]


async def test_a_number_counts_from_its_first_day_to_its_last(
    database: Database, office: Office, keyring: Keyring
) -> None:
    async with database.write(Priority.BULK) as session:
        session.add(row(office.budi.id, keyring, valid_to=TODAY + timedelta(days=1)))
    days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    assert [bool(await found(database, NUMBER, keyring, on)) for on in days] == [False, True, True, False]


async def test_the_table_holds_no_number_that_can_be_read_or_tried_out_without_the_key(
    database: Database, office: Office, keyring: Keyring
) -> None:
    async with database.write(Priority.BULK) as session:
        session.add(row(office.budi.id, keyring))
    async with database.read() as session:
        stored = (await session.scalars(select(PhoneNumber))).one()
    assert b"81200000001" not in stored.sealed
    assert stored.digest not in (hashlib.sha256(NUMBER.encode()).hexdigest(), NUMBER)
    assert await found(database, NUMBER, Keyring.parse(new_key("k1"))) == []


async def test_a_rotation_keeps_every_number_and_finds_it_under_the_new_key_alone(
    database: Database, office: Office, tmp_path: Path
) -> None:
    old, new = new_key("k1"), new_key("k2")
    async with database.write(Priority.BULK) as session:
        session.add(row(office.budi.id, Keyring.parse(old)))
    both = Keyring.parse(f"{new},{old}")
    assert await found(database, NUMBER, both) == [office.budi.id]
    async for _ in rotate(database, MediaFiles(tmp_path / "media", both), both):
        pass
    assert await found(database, NUMBER, Keyring.parse(new)) == [office.budi.id]
    async with database.read() as session:
        assert opened_number((await session.scalars(select(PhoneNumber))).one(), Keyring.parse(new)) == NUMBER
