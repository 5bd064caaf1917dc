"""Who may enrol whom: asked at the beginning and again before anything is written, as a role may end in between."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.employment import scope_of
from attendance.people.faces.enrolment_outcomes import EnrolmentProblem, EnrolmentRefused
from attendance.people.faces.informing import is_informed
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.person import Person
from attendance.people.tables import Enrolment, RenewalRequest
from attendance.rules.book import RuleBook
from attendance.rules.kinds import EnrolmentRule
from attendance.time.schedule import work_date_of


async def refusal(session: AsyncSession, actor: Person, employee_id: int, on: date) -> EnrolmentRefused | None:
    """None for somebody whom `actor` may enrol that day by a role."""
    if not actor.may_anywhere(Action.ENROL):
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    if not actor.may(Action.ENROL, await scope_of(session, employee_id, on)):
        return EnrolmentRefused(EnrolmentProblem.OUT_OF_SCOPE)
    return None


async def photo_refusal(
    session: AsyncSession, actor: Person, employee_id: int, book: RuleBook, now: datetime
) -> EnrolmentRefused | None:
    """None where a picture may be taken, by a role or of oneself.

    Between two pictures the employee may refuse, too, and the notice may change.
    """
    today = today_of(actor, now)
    own = employee_id == actor.employee_id and not actor.may(Action.ENROL, actor.scope)
    refused = await own_refusal(session, actor, book, now) if own else await refusal(session, actor, employee_id, today)
    if refused is not None:
        return refused
    informed = await is_informed(session, employee_id, book, today)
    return None if informed else EnrolmentRefused(EnrolmentProblem.NOT_INFORMED)


async def own_refusal(session: AsyncSession, actor: Person, book: RuleBook, now: datetime) -> EnrolmentRefused | None:
    """None for somebody who may send pictures of himself: not enrolled yet, or asked to enrol again."""
    rule = book.get(EnrolmentRule, actor.scope, today_of(actor, now)).value
    if actor.agency_id is None or not rule.self_enrolment:
        return EnrolmentRefused(EnrolmentProblem.NOT_BY_ONESELF)
    if not await _wanted(session, id_of(actor)):
        return EnrolmentRefused(EnrolmentProblem.ENROLLED_ALREADY)
    if await _sets_since(session, id_of(actor), now - timedelta(days=1)) >= rule.self_per_day:
        return EnrolmentRefused(EnrolmentProblem.TOO_MANY_SETS)
    return None


async def _wanted(session: AsyncSession, employee_id: int) -> bool:
    current = await current_enrolment_id(session, employee_id)
    if current is None:
        return True
    asked = select(RenewalRequest.id).where(
        RenewalRequest.employee_id == employee_id, RenewalRequest.enrolment_id == current
    )
    return await session.scalar(asked.limit(1)) is not None


async def _sets_since(session: AsyncSession, employee_id: int, since: datetime) -> int:
    sets = select(func.count()).where(
        Enrolment.employee_id == employee_id, Enrolment.enrolled_by == employee_id, Enrolment.enrolled_at > since
    )
    return await session.scalar(sets) or 0


def today_of(actor: Person, now: datetime) -> date:
    return work_date_of(now, actor.timezone)


def id_of(actor: Person) -> int:
    """Raises ValueError for an account that is bound to nobody: it has no role and gets here by a fault of ours."""
    if actor.employee_id is None:
        raise ValueError(f"account {actor.account_id} is bound to nobody")
    return actor.employee_id
