"""A roster that is being written is invisible, and then all of it is there."""

from typing import Any

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from attendance.people.employment import employed_on
from attendance.people.roster.edition_table import RosterEdition
from attendance.people.roster.editions import EVERY_EDITION, EditionStatus
from attendance.people.tables import Agency, Employee, Employment, Nip, Unit
from attendance.records.database import Database, Priority
from tests.attendance.people.office import LONG_AGO, NOW, TODAY, Office


def edition(status: EditionStatus) -> RosterEdition:
    return RosterEdition(id=1, status=status, file_sha256="-", begun_at=NOW)


async def prepare(database: Database, office: Office, status: EditionStatus) -> None:
    """Edition 1 moves Budi to Dishub from today on and adds Dewi there."""
    async with database.write(Priority.BULK) as session:
        old = (await session.scalars(select(Employment).where(Employment.employee_id == office.budi.id))).one()
        old.edition_until = 1
        dewi = Employee(name="Dewi", created_at=NOW, edition_from=1)
        sawmill = Agency(code="BARU", name="Dinas Baru", timezone="Asia/Jakarta", edition_from=1)
        session.add_all([edition(status), dewi, sawmill])
        await session.flush()
        session.add(Unit(agency_id=sawmill.id, name="Baru", edition_from=1))
        session.add(Nip(employee_id=dewi.id, nip="199001012015012001", valid_from=TODAY, edition_from=1))
        session.add_all(_employment(employee_id, office) for employee_id in (office.budi.id, dewi.id))


def _employment(employee_id: int, office: Office) -> Employment:
    return Employment(
        employee_id=employee_id,
        agency_id=office.dishub.id,
        kind="pns",
        position="",
        valid_from=TODAY,
        edition_from=1,
    )


OLD = {
    "headcount": [("Siti", "Dinas Perhubungan"), ("Budi", "Kominfo Contoh")],
    "yesterday": 2,
    "names": ["Budi", "Rahma", "Siti"],
    "agencies": 2,
    "units": 1,
    "nips": 2,
    "aliased": 2,
    "subquery": 2,
    "outer join": [("Budi", "Kominfo Contoh"), ("Rahma", None), ("Siti", "Dinas Perhubungan")],
}
NEW = {
    "headcount": [("Budi", "Dinas Perhubungan"), ("Dewi", "Dinas Perhubungan"), ("Siti", "Dinas Perhubungan")],
    "yesterday": 1,
    "names": ["Budi", "Dewi", "Rahma", "Siti"],
    "agencies": 3,
    "units": 2,
    "nips": 3,
    "aliased": 3,
    "subquery": 3,
    "outer join": [
        ("Budi", "Dinas Perhubungan"),
        ("Dewi", "Dinas Perhubungan"),
        ("Rahma", None),
        ("Siti", "Dinas Perhubungan"),
    ],
}


async def seen(database: Database) -> dict[str, Any]:
    """What readers of every shape see."""
    other = aliased(Employment)
    joined = (
        select(Employee.name, Agency.name)
        .outerjoin(Employment, Employment.employee_id == Employee.id)
        .outerjoin(Agency, Agency.id == Employment.agency_id)
        .order_by(Employee.name)
    )
    within = select(func.count(Employee.id)).where(exists(select(Nip.id).where(Nip.employee_id == Employee.id)))
    async with database.read() as session:
        return {
            "headcount": [(one.name, one.agency) for one in await employed_on(session, None, TODAY)],
            "yesterday": len(await employed_on(session, None, LONG_AGO)),
            "names": list(await session.scalars(select(Employee.name).order_by(Employee.name))),
            "agencies": await session.scalar(select(func.count(Agency.id))),
            "units": await session.scalar(select(func.count(Unit.id))),
            "nips": len((await session.scalars(select(Nip))).all()),
            "aliased": len((await session.execute(select(other))).all()),
            "subquery": await session.scalar(within),
            "outer join": [tuple(row) for row in await session.execute(joined)],
        }


@pytest.mark.parametrize("status", [EditionStatus.OPEN, EditionStatus.ABANDONED])
async def test_before_it_is_applied_every_reader_sees_the_old_roster(
    database: Database, office: Office, status: EditionStatus
) -> None:
    await prepare(database, office, status)
    assert await seen(database) == OLD


async def test_once_it_is_applied_every_reader_sees_the_new_one(database: Database, office: Office) -> None:
    await prepare(database, office, EditionStatus.APPLIED)
    assert await seen(database) == NEW


async def test_whoever_asks_for_every_edition_sees_all_rows(database: Database, office: Office) -> None:
    await prepare(database, office, EditionStatus.OPEN)
    async with database.read() as session:
        rows = (await session.scalars(select(Employment), execution_options=EVERY_EDITION)).all()
    assert len(rows) == 4
