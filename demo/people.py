"""The cast: the employees of the sample roster and an admin, each with a phone of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.invitation import create_invitation
from attendance.people.access.operators import create_operator, grant_admin
from attendance.people.tables import Agency, Employee, Employment, Nip
from attendance.records.database import Database, Priority
from demo.moments import WITA
from demo.portraits import Sitter
from demo.telegram import Phone, Platform

ADMIN = "Admin Contoh"

#: Who is played by which sample face. Everybody else has none, as most newcomers have a face of their own.
SITTERS: Mapping[str, Sitter] = MappingProxyType({"Eileen Marwah": "astronaut", "Grace Hasan": "hopper"})

#: The agency for which sample/rules.json enforces every check.
STRICT_AGENCY = "CONTOH-KETAT"

#: Long enough for a clock that is set forward by days.
INVITED_FOR = timedelta(days=60)

_FIRST_ACCOUNT = 5_100_000_000


@dataclass(frozen=True)
class Member:
    """Somebody who can be played. Without an agency it is the admin, who is no employee. `id`: of Employee."""

    id: int
    name: str
    nip: str | None
    position: str
    agency_code: str | None
    agency: str | None
    phone: Phone = field(repr=False)

    @property
    def sitter(self) -> Sitter | None:
        """The sample face of this person."""
        return SITTERS.get(self.name)

    @property
    def is_strict(self) -> bool:
        """All checks are enforced."""
        return self.agency_code == STRICT_AGENCY


class Cast:
    """Everybody by id. `codes`: one-time codes that were made for them and told nobody else."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._members = {member.id: member for member in members}
        self.codes: dict[int, str] = {}

    def __getitem__(self, member_id: int) -> Member:
        return self._members[member_id]

    def __contains__(self, member_id: int) -> bool:
        return member_id in self._members

    @property
    def admin(self) -> Member:
        return next(member for member in self._members.values() if member.agency_code is None)

    @property
    def employees(self) -> Sequence[Member]:
        return [member for member in self._members.values() if member.agency_code is not None]

    def named(self, name: str) -> Member:
        """LookupError when the roster has nobody of that name."""
        for member in self._members.values():
            if member.name == name:
                return member
        raise LookupError(f"nobody in the sample roster is called {name}")

    async def invite(self, database: Database, member: Member, now: datetime) -> str:
        """A new one-time code, as `presensi invite` makes it; an older one ends."""
        async with database.write(Priority.STEP) as session:
            self.codes[member.id] = await create_invitation(session, member.id, now, INVITED_FOR)
        return self.codes[member.id]


async def gather_cast(database: Database, platform: Platform, now: datetime) -> Cast:
    """Give everybody of the roster a phone, and make the admin from outside."""
    async with database.write(Priority.STEP) as session:
        operator = await create_operator(session, ADMIN, now)
        await grant_admin(session, operator.id, now.astimezone(WITA).date(), now)
        employees = await _employees(session, platform)
    admin = Member(operator.id, ADMIN, None, "Operator", None, None, _phone(platform, operator.id, ADMIN))
    return Cast([*employees, admin])


async def _employees(session: AsyncSession, platform: Platform) -> list[Member]:
    query = (
        select(Employee, Nip.nip, Employment.position, Agency)
        .join(Nip, Nip.employee_id == Employee.id)
        .join(Employment, Employment.employee_id == Employee.id)
        .join(Agency, Agency.id == Employment.agency_id)
        .order_by(Agency.id, Employee.id)
    )
    return [
        Member(
            id=employee.id,
            name=employee.name,
            nip=nip,
            position=position,
            agency_code=agency.code,
            agency=agency.name,
            phone=_phone(platform, employee.id, employee.name),
        )
        for employee, nip, position, agency in (await session.execute(query)).all()
    ]


def _phone(platform: Platform, employee_id: int, name: str) -> Phone:
    first, _, rest = name.partition(" ")
    return platform.phone(_FIRST_ACCOUNT + employee_id, first, last_name=rest or None)
