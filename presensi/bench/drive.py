"""An enrolment drive for a load: an office whose employees have no face on record, and operators who serve it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Role
from attendance.people.employment import EmployeeKind
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, Enrolment, FaceTemplate, Nip, RoleGrant
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Database, Priority
from attendance.rules.kinds import NoticeRule
from migrations.schema import upgrade
from presensi.bench.regency import ACCOUNTS_FROM, LONG_AGO, OUR_ACCOUNT, Files, open_office

#: Serial numbers of one day of birth in a NIP.
SERIALS = 999


@dataclass(frozen=True)
class Outcome:
    """What stands in the records afterwards, in people: `held` wait for a human, `lost` have no enrolment at all.

    `doubled`: more than one enrolment. `few`: fewer pictures in it than a set has.
    """

    enrolled: int
    held: int
    lost: int
    doubled: int
    few: int


async def found_drive(files: Files, people: int, operators: int) -> Sequence[str]:
    """Write the office and everybody; the NIPs of the employees, who have read no notice yet.

    The second person has the account after those of the operators.
    """
    now = datetime.now(UTC)
    nips = [nip_of(number) for number in range(people)]
    database = await Database.open(files.database_url)
    try:
        await upgrade(database)
        async with database.write(Priority.BULK) as session:
            agency = await open_office(session, now)
            for number, nip in enumerate(nips):
                await _employee(session, agency, number, nip, now)
            for number in range(operators):
                await _official(session, agency, f"Operator {number + 1}", Role.OPERATOR, ACCOUNTS_FROM + number, now)
            await _official(session, agency, "Orang kedua", Role.SUPERVISOR, ACCOUNTS_FROM + operators, now)
    finally:
        await database.close()
    return nips


def nip_of(number: int) -> str:
    """A well-formed one: born in 1985, a PNS since 2010."""
    day, serial = divmod(number, SERIALS)
    return f"198501{day + 1:02d}2010011{serial + 1:03d}"


async def _employee(session: AsyncSession, agency: Agency, number: int, nip: str, now: datetime) -> None:
    employee = await _somebody(session, f"Pegawai {number + 1}", now)
    session.add_all(
        [
            Employment(
                employee_id=employee.id,
                agency_id=agency.id,
                kind=EmployeeKind.PNS,
                position="Pegawai",
                valid_from=LONG_AGO,
            ),
            Nip(employee_id=employee.id, nip=nip, valid_from=LONG_AGO),
        ]
    )


async def _official(
    session: AsyncSession, agency: Agency, name: str, role: Role, external_id: int, now: datetime
) -> None:
    official = await _somebody(session, name, now)
    account = ChatAccount(
        channel="telegram",
        our_account=OUR_ACCOUNT,
        external_id=str(external_id),
        employee_id=official.id,
        language="id",
        created_at=now,
        bound_at=now,
        verified_at=now,
        failed_codes=0,
    )
    session.add_all([account, RoleGrant(employee_id=official.id, role=role, agency_id=agency.id, valid_from=LONG_AGO)])
    await session.flush()
    version = NoticeRule().version
    session.add(
        NoticeAcknowledgement(employee_id=official.id, account_id=account.id, version=version, acknowledged_at=now)
    )


async def _somebody(session: AsyncSession, name: str, now: datetime) -> Employee:
    somebody = Employee(name=name, created_at=now)
    session.add(somebody)
    await session.flush()
    return somebody


async def read_outcome(database_url: str, people: int) -> Outcome:
    """From the records, whatever was answered."""
    database = await Database.open(database_url)
    try:
        async with database.read() as session:
            pictures = (
                select(func.count(FaceTemplate.media_id.distinct()))
                .where(FaceTemplate.enrolment_id == Enrolment.id)
                .scalar_subquery()
            )
            rows = (await session.execute(select(Enrolment.employee_id, Enrolment.held, pictures))).all()
    finally:
        await database.close()
    held = {employee_id for employee_id, is_held, _ in rows if is_held}
    known = {employee_id for employee_id, _, _ in rows}
    return Outcome(
        enrolled=len(known - held),
        held=len(held),
        lost=people - len(known),
        doubled=len(rows) - len(known),
        few=sum(count < 3 for _, _, count in rows),
    )
