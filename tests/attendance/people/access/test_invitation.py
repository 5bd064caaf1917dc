"""One-time codes are hard to guess, easy to type, told once."""

import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from attendance.people.access.invitation import ALPHABET, GROUP_LENGTH, GROUPS, code_digest, create_invitation, new_code
from attendance.people.tables import Employee, Invitation
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


async def invite(database: Database, employee_id: int, now: datetime = NOW) -> str:
    async with database.write(Priority.STEP) as session:
        return await create_invitation(session, employee_id, now, timedelta(days=14))


async def employee(database: Database) -> int:
    async with database.write(Priority.STEP) as session:
        session.add(row := Employee(name="Andi", created_at=NOW))
        await session.flush()
        return row.id


def test_a_code_has_at_least_50_bits_and_no_letters_that_look_alike() -> None:
    assert GROUPS * GROUP_LENGTH * math.log2(len(ALPHABET)) >= 50
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)


def test_codes_differ_and_fit_into_a_deep_link() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 14 and set(code) <= {*ALPHABET, "-"} for code in codes)


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    assert len({code_digest(typed) for typed in ("7KQM-2XBW-R9TD", "7kqm2xbwr9td", " 7KQM 2XBW\nR9TD.")}) == 1
    assert code_digest("7KQM-2XBW-R9TD") != code_digest("7KQM-2XBW-R9TE")


async def test_only_the_digest_is_stored(database: Database) -> None:
    code = await invite(database, await employee(database))
    async with database.read() as session:
        row = (await session.scalars(select(Invitation))).one()
        audit = (await session.scalars(select(Audit))).one()
    assert row.code_sha256 == code_digest(code)
    assert (row.created_at, row.expires_at, row.used_at) == (NOW, NOW + timedelta(days=14), None)
    assert (audit.action, audit.subject_id) == ("invitation.created", row.id)
    assert code not in str(vars(row))


async def test_a_new_code_ends_the_older_open_one_of_that_employee_only(database: Database) -> None:
    andi, budi = await employee(database), await employee(database)
    old, other = await invite(database, andi), await invite(database, budi)
    later = NOW + timedelta(hours=1)
    new = await invite(database, andi, later)
    async with database.read() as session:
        rows = await session.execute(select(Invitation.code_sha256, Invitation.expires_at))
        open_codes = {digest for digest, expires_at in rows if expires_at > later}
    assert open_codes == {code_digest(other), code_digest(new)}
    assert code_digest(old) not in open_codes
