"""A small regency in a database: two agencies in different zones and the people the tests need."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Role
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, Nip, RoleGrant, Unit

#: Monday 07:20 WITA.
NOW = datetime(2026, 11, 1, 23, 20, tzinfo=UTC)
TODAY = date(2026, 11, 2)
LONG_AGO = date(2020, 1, 1)

NIP_BUDI = "198503152010011007"
NIP_SITI = "199009132015042003"


@dataclass
class Office:
    """Budi works at Kominfo, unit Jaringan (WITA), Siti at Dishub (WIB); Rahma administers and works nowhere."""

    kominfo: Agency
    dishub: Agency
    jaringan: Unit
    budi: Employee
    siti: Employee
    rahma: Employee


async def open_office(session: AsyncSession) -> Office:
    kominfo = Agency(code="KOMINFO", name="Kominfo Contoh", timezone="Asia/Makassar")
    dishub = Agency(code="DISHUB", name="Dinas Perhubungan", timezone="Asia/Jakarta")
    budi, siti, rahma = (Employee(name=name, created_at=NOW) for name in ("Budi", "Siti", "Rahma"))
    session.add_all([kominfo, dishub, budi, siti, rahma])
    await session.flush()
    jaringan = Unit(agency_id=kominfo.id, name="Jaringan")
    session.add(jaringan)
    await session.flush()
    session.add_all(
        [
            employment(budi, kominfo, unit=jaringan),
            employment(siti, dishub),
            Nip(employee_id=budi.id, nip=NIP_BUDI, valid_from=LONG_AGO, valid_to=None),
            Nip(employee_id=siti.id, nip=NIP_SITI, valid_from=LONG_AGO, valid_to=None),
            grant(rahma, Role.ADMIN),
        ]
    )
    await session.flush()
    return Office(kominfo, dishub, jaringan, budi, siti, rahma)


def employment(
    employee: Employee,
    agency: Agency,
    *,
    unit: Unit | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> Employment:
    return Employment(
        employee_id=employee.id,
        agency_id=agency.id,
        unit_id=unit.id if unit else None,
        kind="pns",
        position="Analis",
        valid_from=valid_from,
        valid_to=valid_to,
    )


def grant(
    employee: Employee,
    role: Role,
    *,
    agency: Agency | None = None,
    unit: Unit | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
) -> RoleGrant:
    return RoleGrant(
        employee_id=employee.id,
        role=role,
        agency_id=agency.id if agency else None,
        unit_id=unit.id if unit else None,
        valid_from=valid_from,
        valid_to=valid_to,
    )


async def open_account(
    session: AsyncSession,
    external_id: str,
    employee: Employee | None = None,
    *,
    channel: str = "telegram",
    our_account: str = "bot",
    bound_by: str | None = None,
) -> ChatAccount:
    account = ChatAccount(
        channel=channel,
        our_account=our_account,
        external_id=external_id,
        employee_id=employee.id if employee else None,
        bound_by=bound_by,
        language="id",
        created_at=NOW,
    )
    session.add(account)
    await session.flush()
    return account
