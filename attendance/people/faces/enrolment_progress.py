"""How far a drive has come: told to the operator with each result."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Date, Select, bindparam, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import employed_between
from attendance.people.faces.templates import counting_enrolment
from attendance.people.tables import Employment, Enrolment
from attendance.privacy.choice import Choice, newest_choice
from attendance.privacy.tables import FaceChoice


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `agency` so many `employees`, of whom `enrolled` have a face that counts; `today`: people by this operator.

    As in /kampanye, whoever goes without a face by choice is not among them: nobody is left to be enrolled there.
    """

    agency: str
    enrolled: int
    employees: int
    today: int


async def progress_of(
    session: AsyncSession, agency_id: int, agency: str, operator_id: int, on: date, zone: str
) -> Progress:
    """As it stands in this transaction, on that day of the operator."""
    enrolled, employees = (await session.execute(_COVERAGE, {"agency_id": agency_id, "on": on})).one()
    since = datetime.combine(on, time.min, tzinfo=ZoneInfo(zone))
    today = select(func.count(Enrolment.employee_id.distinct())).where(
        Enrolment.enrolled_by == operator_id, Enrolment.enrolled_at >= since, Enrolment.undone_at.is_(None)
    )
    return Progress(agency, enrolled, employees, await session.scalar(today) or 0)


def _coverage() -> Select[int, int]:
    on = bindparam("on", type_=Date)
    has_face = counting_enrolment(Employment.employee_id).is_not(None)
    without_face = exists().where(
        FaceChoice.id == newest_choice(Employment.employee_id),
        FaceChoice.choice.in_([choice for choice in Choice if choice.without_face]),
    )
    return select(
        func.count(case((has_face, Employment.employee_id)).distinct()),
        func.count(Employment.employee_id.distinct()),
    ).where(Employment.agency_id == bindparam("agency_id", type_=BigInteger), employed_between(on, on), ~without_face)


_COVERAGE = _coverage()
