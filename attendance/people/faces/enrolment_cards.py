"""An enrolment as a second person reads it: who it is said to be, and whose pictures these are."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import employment_of
from attendance.people.faces.enrolment_rows import picture_count
from attendance.people.nip import mask_nip
from attendance.people.tables import Employee, Enrolment, Nip
from attendance.records.say import Line, Value, local
from attendance.rules.resolve import PersonScope


@dataclass(frozen=True, slots=True)
class Card:
    """`agency` and `masked_nip` are None without one."""

    employee_id: int
    name: str
    agency: str | None
    masked_nip: str | None
    scope: PersonScope
    enrolment_id: int
    version: int
    pictures: int
    enrolled_by: int
    operator: str
    enrolled_at: datetime


async def card_of(session: AsyncSession, enrolment_id: int, today: date) -> Card:
    """As it is today."""
    enrolment = await session.get_one(Enrolment, enrolment_id)
    employee = await session.get_one(Employee, enrolment.employee_id)
    operator = await session.get_one(Employee, enrolment.enrolled_by)
    employed = await employment_of(session, employee.id, today)
    return Card(
        employee_id=employee.id,
        name=employee.name,
        agency=employed.agency if employed else None,
        masked_nip=await masked_nip_of(session, employee.id),
        scope=employed.scope if employed else PersonScope(employee.id),
        enrolment_id=enrolment.id,
        version=enrolment.version,
        pictures=await picture_count(session, enrolment.id),
        enrolled_by=operator.id,
        operator=operator.name,
        enrolled_at=enrolment.enrolled_at,
    )


async def masked_nip_of(session: AsyncSession, employee_id: int) -> str | None:
    """The newest one."""
    newest = select(Nip.nip).where(Nip.employee_id == employee_id).order_by(Nip.valid_from.desc(), Nip.id.desc())
    nip = await session.scalar(newest.limit(1))
    return mask_nip(nip) if nip else None


def line_of(key: str, card: Card, zone: str) -> Line:
    """Dated in the zone of whoever reads it."""
    return Line(key, card_args(card, zone))


def card_args(card: Card, zone: str) -> dict[str, Value]:
    return {
        "name": card.name,
        "agency": card.agency or "-",
        "nip": card.masked_nip or "-",
        "count": card.pictures,
        "operator": card.operator,
        "at": local(card.enrolled_at, zone),
    }
