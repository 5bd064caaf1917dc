"""Reminders of the enrolment drive: once a working day to whoever is missing and can be reached, at the rule's hour.

Nobody is reminded who has no account (an operator finds them in /kampanye), goes without a face, or waits for a
decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Agency, ChatAccount, Employment
from attendance.records.outbox import dead, is_queued, put_once
from attendance.records.say import Say, SayKind
from attendance.records.tables import Outbox
from attendance.reports.coverage import FaceStanding, people_by_standing
from attendance.rules.book import RuleBook
from attendance.rules.kinds import CampaignRule, EnrolmentRule, WorkHoursRule
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import slots

#: A service that was down at the hour still reminds within this time; a reminder that could not go out by then is dead.
WITHIN = timedelta(hours=2)

KEY = "campaign-reminder"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person to be reminded, on an account that was bound last."""

    account_id: int
    scope: PersonScope
    say: Say
    period: str
    expires_at: datetime


async def reminders_due(session: AsyncSession, book: RuleBook, now: datetime, limit: int) -> list[Reminder]:
    """At most `limit` people who are to be reminded now and have not been today."""
    if not book.of(CampaignRule):
        return []
    found = list[Reminder]()
    for agency in await session.scalars(select(Agency).order_by(Agency.id)):
        if len(found) < limit:
            found += await _of_agency(session, agency, book, now, limit - len(found))
    return found


async def _of_agency(
    session: AsyncSession, agency: Agency, book: RuleBook, now: datetime, limit: int
) -> Sequence[Reminder]:
    here = now.astimezone(ZoneInfo(agency.timezone))
    today = here.date()
    rule = book.get(CampaignRule, PersonScope(agency_id=agency.id), today).value
    if not rule.runs_on(today) or rule.remind_at is None or rule.ends is None:
        return []
    due = datetime.combine(today, rule.remind_at, tzinfo=here.tzinfo)
    if not due <= here < due + WITHIN:
        return []
    period = _period(today)
    reminders = [
        Reminder(account_id, scope, _say(rule.ends, scope, book, today), period, due + WITHIN)
        for account_id, scope in await _unreminded(session, Employment.agency_id == agency.id, today, period)
        if slots(book.get(WorkHoursRule, scope, today).value, agency.timezone, today)
    ]
    return reminders[:limit]


def _period(today: date) -> str:
    return f"campaign {today.isoformat()}"


def _say(ends: date, scope: PersonScope, book: RuleBook, today: date) -> Say:
    """Names nobody and no place: the account may not have shown its owner's face yet, and cannot before."""
    by_oneself = book.get(EnrolmentRule, scope, today).value.self_enrolment
    return Say(KEY, {"ends": ends, "self": by_oneself}, kind=SayKind.REMINDER)


async def _unreminded(
    session: AsyncSession, within: ColumnElement[bool], today: date, period: str
) -> list[tuple[int, PersonScope]]:
    person = people_by_standing(within, today)
    told = select(Outbox.id).where(
        Outbox.employee_id == person.c.employee_id, Outbox.kind == SayKind.REMINDER, Outbox.period == period
    )
    # Of several accounts the one that was bound last, as for everything else that is no answer.
    newest = (
        select(
            ChatAccount.id,
            ChatAccount.employee_id,
            func.row_number()
            .over(partition_by=ChatAccount.employee_id, order_by=(ChatAccount.bound_at.desc(), ChatAccount.id.desc()))
            .label("place"),
        )
        .where(ChatAccount.employee_id.is_not(None))
        .where(ChatAccount.blocked_at.is_(None), ChatAccount.suspended_at.is_(None))
        .cte("newest")
    )
    missing = (
        select(newest.c.id, person.c.employee_id, person.c.unit_id, person.c.agency_id)
        .join(newest, newest.c.employee_id == person.c.employee_id)
        .where(newest.c.place == 1, person.c.standing == FaceStanding.MISSING, ~told.exists())
        .order_by(newest.c.id)
    )
    return [(account_id, PersonScope(*scope)) for account_id, *scope in await session.execute(missing)]


async def queue_reminders(session: AsyncSession, reminders: Sequence[Reminder], now: datetime) -> None:
    """Each once, also when another process does the same at this moment."""
    for one in reminders:
        await put_once(
            session,
            one.say,
            account_id=one.account_id,
            employee_id=one.scope.employee_id,
            period=one.period,
            expires_at=one.expires_at,
            now=now,
        )


async def settled_reminders(session: AsyncSession, today: date) -> Sequence[int]:
    """Reminders that wait although their person is missing no more."""
    waiting = select(Outbox.employee_id).where(is_queued, Outbox.kind == SayKind.REMINDER, Outbox.key == KEY)
    if await session.scalar(waiting.limit(1)) is None:
        return []
    person = people_by_standing(Employment.employee_id.in_(waiting), today)
    others = select(person.c.employee_id).where(person.c.standing != FaceStanding.MISSING)
    settled = select(Outbox.id).where(is_queued, Outbox.kind == SayKind.REMINDER, Outbox.key == KEY)
    return (await session.scalars(settled.where(Outbox.employee_id.in_(others)))).all()


async def drop_reminders(session: AsyncSession, row_ids: Sequence[int]) -> None:
    """They are not sent, unless they have been meanwhile."""
    dropped = update(Outbox).where(Outbox.id.in_(row_ids), Outbox.status == literal_column("'queued'"))
    await session.execute(dropped.values(dead("settled")).execution_options(synchronize_session=False))
