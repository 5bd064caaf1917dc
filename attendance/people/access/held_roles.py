"""The roles of somebody, as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Grant, Role
from attendance.people.tables import Agency, RoleGrant, Unit
from attendance.records.say import Line


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role with its place and days; `agency` and `unit` are names."""

    id: int
    grant: Grant
    agency: str | None
    unit: str | None
    acting: bool
    valid_from: date
    valid_to: date | None

    @property
    def line(self) -> Line:
        """In words: "operator di Kominfo Contoh, mulai Senin, 23 November 2026"."""
        days = "role-days-from" if self.valid_to is None else "role-days-until"
        return Line(
            "role-acting" if self.acting else "role-held",
            {
                "role": Line(f"role-name-{self.grant.role}"),
                "place": self._place,
                "days": Line(days, {"from": self.valid_from, "until": self.valid_to}),
            },
        )

    @property
    def _place(self) -> Line:
        if self.agency is None:
            return Line("role-place-regency")
        if self.unit is None:
            return Line("role-place-agency", {"agency": self.agency})
        return Line("role-place-unit", {"agency": self.agency, "unit": self.unit})


async def held_roles(session: AsyncSession, employee_id: int, today: date) -> Sequence[HeldRole]:
    """Of today and of later days, in the order in which they were given."""
    mine = select(RoleGrant).where(
        RoleGrant.employee_id == employee_id, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today)
    )
    return [await held_by(session, row) for row in await session.scalars(mine.order_by(RoleGrant.id))]


async def held_by(session: AsyncSession, row: RoleGrant) -> HeldRole:
    """One row in words; a unit brings its agency along."""
    unit = await session.get(Unit, row.unit_id) if row.unit_id is not None else None
    agency_id = unit.agency_id if unit else row.agency_id
    agency = await session.get(Agency, agency_id) if agency_id is not None else None
    return HeldRole(
        id=row.id,
        grant=Grant(Role(row.role), row.agency_id, row.unit_id),
        agency=agency.name if agency else None,
        unit=unit.name if unit else None,
        acting=row.acting,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
