"""The steps of a check-in inside one transaction: keep the part, and when the pair is whole, decide and settle."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import (
    AttemptStatus,
    Missing,
    Nothing,
    OpenAttempt,
    PartKept,
    Placed,
    close,
    find_living,
    keep_time,
    missing_part,
    move,
    open_prompted,
    place_part,
    time_of_record,
    watch,
)
from attendance.checkin.attendee import Attendee
from attendance.checkin.decide import Accepted, Ask, AskKind, Context, Decided, NeedsReview, Rejected, decide
from attendance.checkin.evidence import EvidenceValue, Reason, SelfieFindings
from attendance.checkin.outcomes import (
    AlreadyIn,
    Asked,
    Cancelled,
    CheckInOutcome,
    Held,
    PositionUnusable,
    Receipt,
    Refused,
)
from attendance.checkin.position import MAX_FIXES, CheckIn, find_place, fix_from_json, fix_of, fix_to_json
from attendance.checkin.selfie import JudgeSelfie, PictureRefused
from attendance.checkin.settle import Record, file_evidence, settle_attempt
from attendance.checkin.tables import Attempt, Nonce, Punch
from attendance.checkin.workday import WorkDay, context_of, read_work_day
from attendance.people.tables import ChatAccount
from attendance.people.templates import current_enrolment_id
from attendance.places.tables import Site
from attendance.records.deadline import DeadlineKind, drop_deadlines
from attendance.records.say import local
from attendance.rules.book import RuleBook
from attendance.rules.kinds import WindowsRule
from attendance.time.schedule import Direction
from geofence.positions import PositionRefused


@dataclass(frozen=True)
class Desk:
    """What every step of a check-in is given: who, by which rules, at what time of ours, over which channel."""

    attendee: Attendee
    book: RuleBook
    now: datetime
    channel: str

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    @property
    def windows(self) -> WindowsRule:
        return self.book.get(WindowsRule, self.attendee.scope, self.today).value

    def local(self, at: datetime) -> datetime:
        return local(at, self.attendee.timezone)


@dataclass(frozen=True)
class ConfirmEarlyOut:
    """The step of the buttons under "pulang sekarang?"."""

    attempt_id: int
    yes: bool


@dataclass(frozen=True)
class CancelAttempt:
    """The step of /batal."""


@dataclass(frozen=True)
class LookAfter:
    """The step of a deadline of an attempt."""

    what: DeadlineKind
    attempt_id: int


async def begin(session: AsyncSession, desk: Desk, step: OpenAttempt) -> CheckInOutcome:
    """Masuk or Pulang was pressed."""
    if await current_enrolment_id(session, desk.attendee.employee_id) is None:
        return Refused(Reason.NOT_ENROLLED)
    first = await _first_in(session, desk) if step.direction is Direction.IN else None
    if first is not None:
        return await _already_in(session, desk, first)
    return await open_prompted(session, desk.attendee, step.direction, desk.windows, desk.now)


async def judge_selfie(
    session: AsyncSession, desk: Desk, step: JudgeSelfie, findings: SelfieFindings | PictureRefused
) -> CheckInOutcome:
    """A picture that cannot be used is answered at once; a good one is kept without a word about the match."""
    placed = await place_part(session, desk.attendee, step.sent_at, desk.windows, desk.now)
    attempt = placed.attempt
    if isinstance(findings, PictureRefused):
        if findings.face_seen:
            # We ask for the retry, so the time of the first try is kept (DESIGN: time of record).
            keep_time(attempt, step.sent_at)
        await watch(session, placed, desk.windows, desk.now, nudge=False)
        return findings
    keep_time(attempt, step.sent_at)
    attempt.selfie_media_id = step.media_id
    attempt.selfie_at = step.sent_at
    attempt.examination = findings.model_dump(mode="json")
    return await _decide_or_wait(session, desk, placed)


async def check_in(session: AsyncSession, desk: Desk, step: CheckIn) -> CheckInOutcome:
    """A position is kept. What is no position writes nothing."""
    try:
        fix = fix_of(step)
    except PositionRefused as refusal:
        return PositionUnusable(refusal.reason)
    placed = await place_part(session, desk.attendee, step.sent_at, desk.windows, desk.now)
    attempt = placed.attempt
    keep_time(attempt, step.sent_at)
    attempt.position_at = step.sent_at
    attempt.fixes = [*attempt.fixes, fix_to_json(fix)][-MAX_FIXES:]
    return await _decide_or_wait(session, desk, placed)


async def confirm_early_out(session: AsyncSession, desk: Desk, step: ConfirmEarlyOut) -> CheckInOutcome:
    """Yes decides again over what is stored; no ends the attempt. A stale press finds nothing."""
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.id != step.attempt_id or AskKind.EARLY_OUT not in attempt.asks:
        return Nothing()
    if not step.yes:
        await close(session, attempt, desk.now)
        return Cancelled(found=True)
    nonce = await session.get_one(Nonce, attempt.nonce_id)
    return await _decide(session, desk, attempt, nonce, confirmed=frozenset({AskKind.EARLY_OUT}))


async def cancel(session: AsyncSession, desk: Desk) -> Cancelled:
    """End the living attempt, if there is one. One that is pending by our own fault is not the person's to lose."""
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.status == AttemptStatus.PENDING:
        return Cancelled(found=False)
    await close(session, attempt, desk.now)
    return Cancelled(found=True)


async def look_after(session: AsyncSession, desk: Desk, step: LookAfter) -> CheckInOutcome:
    """A deadline of an attempt has passed."""
    attempt = await session.get_one(Attempt, step.attempt_id)
    match step.what:
        case DeadlineKind.NUDGE:
            return _nudge(desk, attempt)
        case DeadlineKind.EXPIRE:
            return await _expire(session, desk, attempt)
        case DeadlineKind.PENDING_LIMIT:
            return await _hand_over(session, desk, attempt)
        case DeadlineKind.REVIVE:
            raise ValueError("an inbound row is revived, not an attempt")
        case _:
            assert_never(step.what)


def _nudge(desk: Desk, attempt: Attempt) -> CheckInOutcome:
    missing = missing_part(attempt)
    if attempt.status != AttemptStatus.OPEN or attempt.first_message_at is None or missing is None:
        return Nothing()
    return Missing(desk.local(attempt.first_message_at), missing)


async def _expire(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    """What follows an unanswered Ask: a doubtful position goes to a human, an unconfirmed early out ends."""
    if attempt.status == AttemptStatus.WAITING and AskKind.LIVE_POSITION in attempt.asks:
        nonce = await session.get_one(Nonce, attempt.nonce_id)
        return await _decide(session, desk, attempt, nonce)
    if attempt.status in (AttemptStatus.OPEN, AttemptStatus.WAITING):
        await close(session, attempt, desk.now)
    return Nothing()


async def _hand_over(session: AsyncSession, desk: Desk, attempt: Attempt) -> CheckInOutcome:
    """Our own fault has lasted two hours: a human decides, nothing counts against the employee."""
    if attempt.status != AttemptStatus.PENDING:
        return Nothing()
    at = attempt.first_message_at or attempt.created_at
    direction = Direction(attempt.direction) if attempt.direction else Direction.IN
    verdict = NeedsReview((Reason.OUR_FAULT,))
    record = Record(direction, at, None, desk.channel)
    await settle_attempt(session, attempt, verdict, record, evidence_id=None, author_id=None, now=desk.now)
    return Held(desk.local(at), verdict.reasons)


async def _decide_or_wait(session: AsyncSession, desk: Desk, placed: Placed) -> CheckInOutcome:
    attempt = placed.attempt
    missing = missing_part(attempt)
    if missing is None and await _examination_is_stale(session, attempt):
        # Enrolled anew since the selfie was examined: what was found says nothing about the new templates.
        attempt.examination = None
        missing = "selfie"
    if missing is None:
        return await _decide(session, desk, attempt, placed.nonce)
    await watch(session, placed, desk.windows, desk.now, nudge=not placed.late)
    # A late part is answered at once: it begins an attempt of its own.
    return Missing(desk.local(attempt.first_message_at or desk.now), missing) if placed.late else PartKept()


async def _examination_is_stale(session: AsyncSession, attempt: Attempt) -> bool:
    with session.no_autoflush:
        enrolled = await current_enrolment_id(session, attempt.employee_id)
    return attempt.examination is not None and attempt.examination["enrolment_id"] != enrolled


async def _decide(
    session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce, confirmed: frozenset[AskKind] = frozenset()
) -> CheckInOutcome:
    """The last part: no CPU step, and everything it rests on is read within this transaction."""
    attendee = desk.attendee
    at = time_of_record(attempt, desk.windows)
    with session.no_autoflush:
        day = await read_work_day(
            session, desk.book, attendee.scope, attendee.employee_id, attendee.timezone, attempt.work_date
        )
        evidence = await _evidence(session, desk, attempt, nonce, day)
        context = await context_of(session, attempt, day, at, confirmed)
    verdict = decide(evidence, context)
    attempt.direction = context.direction
    filed = await file_evidence(session, attempt, evidence, desk.now)
    if isinstance(verdict, Ask):
        return await _ask(session, desk, attempt, verdict, context)
    site = evidence.position.place
    record = Record(context.direction, at, site.site_id if site else None, desk.channel)
    await settle_attempt(session, attempt, verdict, record, evidence_id=filed.id, author_id=None, now=desk.now)
    if isinstance(verdict, Accepted) and not attendee.verified:
        await _verify_account(session, desk)
    return await _told(session, desk, verdict, evidence, day, record)


async def _verify_account(session: AsyncSession, desk: Desk) -> None:
    """The first face match: until now the binding was only somebody's word."""
    account = await session.get_one(ChatAccount, desk.attendee.account_id)
    account.verified_at = desk.now


async def _evidence(session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce, day: WorkDay) -> EvidenceValue:
    fix = fix_from_json(attempt.fixes[-1])
    return EvidenceValue(
        selfie=SelfieFindings.model_validate(attempt.examination),
        position=await find_place(session, desk.attendee.agency_id, fix, attempt.work_date, day.rules.place),
        rules=desk.book.version,
        prompted=nonce.prompted,
        liveness_level=nonce.level,
    )


async def _ask(session: AsyncSession, desk: Desk, attempt: Attempt, verdict: Ask, context: Context) -> Asked:
    attempt.asks = [*attempt.asks, verdict.kind]
    await move(session, attempt, AttemptStatus.WAITING)
    await drop_deadlines(session, attempt.id, desk.now, DeadlineKind.NUDGE)
    return Asked(verdict.reason, attempt.id, context.early_by)


async def _told(
    session: AsyncSession, desk: Desk, verdict: Decided, evidence: EvidenceValue, day: WorkDay, record: Record
) -> CheckInOutcome:
    match verdict:
        case Accepted():
            return _receipt(desk, evidence, day, record)
        case NeedsReview(reasons):
            return Held(desk.local(record.at), reasons)
        case Rejected(Reason.ALREADY_IN) if day.first_in is not None:
            return await _already_in(session, desk, day.first_in)
        case Rejected(reason):
            return Refused(reason, evidence.position.place)
        case _:
            assert_never(verdict)


def _receipt(desk: Desk, evidence: EvidenceValue, day: WorkDay, record: Record) -> Receipt:
    place = evidence.position.place
    if place is None:
        raise ValueError("a check-in cannot be accepted without a place")
    standing, minutes = day.standing(record.direction, record.at)
    return Receipt(
        direction=record.direction,
        at=desk.local(record.at),
        site=place.site,
        distance_m=place.distance_m,
        standing=standing,
        minutes=minutes,
        replaced=record.direction is Direction.OUT and day.has_out,
    )


async def _first_in(session: AsyncSession, desk: Desk) -> Punch | None:
    """The first receipt of today."""
    ins = select(Punch).where(
        Punch.employee_id == desk.attendee.employee_id,
        Punch.work_date == desk.today,
        Punch.direction == Direction.IN,
    )
    return await session.scalar(ins.order_by(Punch.at).limit(1))


async def _already_in(session: AsyncSession, desk: Desk, first: Punch) -> AlreadyIn:
    site = await session.get(Site, first.site_id) if first.site_id is not None else None
    return AlreadyIn(desk.local(first.at), site.name if site else "-")
