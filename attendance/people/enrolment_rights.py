"""Who may enrol whom: asked at the beginning and again before anything is written, as a role may end in between."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import scope_of
from attendance.people.enrolment_outcomes import EnrolmentProblem, EnrolmentRefused
from attendance.people.informing import is_informed
from attendance.people.person import Person
from attendance.people.roles import Action
from attendance.rules.book import RuleBook
from attendance.time.schedule import work_date_of


async def refusal(session: AsyncSession, actor: Person, employee_id: int, on: date) -> EnrolmentRefused | None:
    """None for somebody whom `actor` may enrol that day."""
    if not actor.may_anywhere(Action.ENROL):
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    if not actor.may(Action.ENROL, await scope_of(session, employee_id, on)):
        return EnrolmentRefused(EnrolmentProblem.OUT_OF_SCOPE)
    return None


async def photo_refusal(
    session: AsyncSession, actor: Person, employee_id: int, book: RuleBook, now: datetime
) -> EnrolmentRefused | None:
    """Between two pictures the employee may refuse, too, and the notice may change."""
    today = today_of(actor, now)
    if (refused := await refusal(session, actor, employee_id, today)) is not None:
        return refused
    informed = await is_informed(session, employee_id, book, today)
    return None if informed else EnrolmentRefused(EnrolmentProblem.NOT_INFORMED)


def today_of(actor: Person, now: datetime) -> date:
    return work_date_of(now, actor.timezone)


def id_of(actor: Person) -> int:
    """Raises ValueError for an account that is bound to nobody: it has no role and gets here by a fault of ours."""
    if actor.employee_id is None:
        raise ValueError(f"account {actor.account_id} is bound to nobody")
    return actor.employee_id
