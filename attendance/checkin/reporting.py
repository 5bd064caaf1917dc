"""A superior asks that somebody's check-ins be challenged at the highest level for a time. Nobody is told who asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.tables import ChallengeReport
from attendance.people.access.roles import Action
from attendance.people.named import Named, NamedProblem, named_by_nip
from attendance.people.person import Person
from attendance.records.audit import append_audit
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ChallengeRule
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class ReportDoubt:
    """The step of /periksa NIP."""

    nip: str


@dataclass(frozen=True, slots=True)
class DoubtReported:
    """`until`: on the clock of whoever asked. `enforced`: whether the rule of that place asks for challenges at all.

    `again`: it was so before, and its end stays.
    """

    who: Named
    until: datetime
    enforced: bool
    again: bool = False


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """`oneself`: nobody reports on himself."""

    reason: NamedProblem | None
    oneself: bool = False


ReportOutcome = DoubtReported | ReportRefused


async def report_doubt(
    session: AsyncSession, actor: Person, step: ReportDoubt, book: RuleBook, now: datetime
) -> ReportOutcome:
    """From the next check-in on; what runs already runs on."""
    who = await named_by_nip(session, actor, Action.REPORT_DOUBT, step.nip, now)
    if not isinstance(who, Named):
        return ReportRefused(who)
    if actor.employee_id in (None, who.employee_id):
        return ReportRefused(None, oneself=True)
    rule = book.get(ChallengeRule, who.scope, work_date_of(now, actor.timezone)).value
    running = await session.scalar(
        select(ChallengeReport.until)
        .where(ChallengeReport.employee_id == who.employee_id, ChallengeReport.until > now)
        .order_by(ChallengeReport.until.desc())
        .limit(1)
    )
    until = running or await _write(session, actor, who, now, now + timedelta(days=rule.report_days))
    enforced = rule.level == "enforce"
    return DoubtReported(who, local(until, actor.timezone), enforced, again=running is not None)


async def _write(session: AsyncSession, actor: Person, who: Named, now: datetime, until: datetime) -> datetime:
    report = ChallengeReport(employee_id=who.employee_id, reported_by=actor.employee_id, reported_at=now, until=until)
    session.add(report)
    await session.flush()
    append_audit(
        session,
        at=now,
        actor_id=actor.employee_id,
        action="challenge.doubt_reported",
        subject="challenge_report",
        subject_id=report.id,
    )
    return until
