"""Both parts are there: findings become a decision, the decision its rows, and the rows what is told."""

from dataclasses import replace
from typing import assert_never

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus, Way, move, time_of_record
from attendance.checkin.challenges import ChallengeAsked, ask_anew, asked, challenge_of, evidence_of_challenges
from attendance.checkin.decide import Accepted, Ask, AskKind, Context, Decided, NeedsReview, Rejected, decide, proves
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import EvidenceValue, Reason, SelfieFindings
from attendance.checkin.outcomes import AlreadyIn, Asked, CheckInOutcome, Held, Receipt, Refused, WitnessAsked
from attendance.checkin.position import find_place, fix_from_json
from attendance.checkin.renewal import asks_to_renew
from attendance.checkin.settle import Record, file_evidence, settle_attempt
from attendance.checkin.tables import Attempt, Punch
from attendance.checkin.without_face import call_witness, testimony_about
from attendance.checkin.workday import WorkDay, context_of, read_work_day
from attendance.people.tables import ChatAccount
from attendance.places.tables import Site
from attendance.records.base import Instant
from attendance.records.deadline import DeadlineKind, drop_deadlines
from attendance.time.schedule import Direction

OTHER_FACE = "challenge-why-face"


def open_question(attempt: Attempt) -> AskKind | None:
    """What the attempt waits for: the newest of its Asks."""
    return AskKind(attempt.asks[-1]) if attempt.status == AttemptStatus.WAITING else None


async def work_day_of(session: AsyncSession, desk: Desk, attempt: Attempt) -> WorkDay:
    """The day the attempt belongs to."""
    attendee = desk.attendee
    return await read_work_day(
        session, desk.book, attendee.scope, attendee.employee_id, attendee.timezone, attempt.work_date
    )


async def conclude(
    session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce, confirmed: frozenset[AskKind] = frozenset()
) -> CheckInOutcome:
    """The last part: no CPU step, and everything it rests on is read within this transaction."""
    at = time_of_record(attempt, desk.windows)
    with session.no_autoflush:
        day = await work_day_of(session, desk, attempt)
        evidence = await _evidence(session, desk, attempt, nonce, day)
        settled = confirmed | _answered(attempt)
        context = await context_of(session, attempt, day, at, settled, verified=desk.attendee.verified)
    verdict = decide(evidence, context)
    if not context.verified and proves(evidence, context):
        await _verify_account(session, desk)
    attempt.direction = context.direction
    filed = await file_evidence(session, attempt, evidence, desk.now)
    if isinstance(verdict, Ask):
        return await _ask(session, desk, attempt, nonce, verdict, context)
    site = evidence.position.place
    record = Record(context.direction, at, site.site_id if site else None, desk.channel)
    await settle_attempt(session, attempt, verdict, record, evidence_id=filed.id, author_id=None, now=desk.now)
    if verdict == Rejected(Reason.FACE_DIFFERENT) and nonce.level > 0:
        # Neutral and posed picture are one answer: with a new face both are due again.
        return await ask_anew(session, desk, attempt, nonce, nonce.level, OTHER_FACE)
    told = await _told(session, desk, verdict, evidence, day, record)
    if isinstance(told, Receipt | Held) and await asks_to_renew(session, desk, evidence, day.rules.face, filed.id):
        return replace(told, renew=True)
    return told


def _answered(attempt: Attempt) -> frozenset[AskKind]:
    """Whatever was asked before the witness has had its answer."""
    asked = [AskKind(kind) for kind in attempt.asks]
    return frozenset(asked[: asked.index(AskKind.WITNESS)] if AskKind.WITNESS in asked else ())


async def _verify_account(session: AsyncSession, desk: Desk) -> None:
    """The first face match, or the first witness: until now the binding was only somebody's word."""
    await session.execute(_VERIFY, {"account_id": desk.attendee.account_id, "now": desk.now})


_VERIFY = (
    update(ChatAccount)
    .where(ChatAccount.id == bindparam("account_id"))
    .values(verified_at=bindparam("now", type_=Instant()), menu=None)
    .execution_options(synchronize_session=False)
)


async def _evidence(session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce, day: WorkDay) -> EvidenceValue:
    fix = fix_from_json(attempt.fixes[-1])
    by_face = attempt.way == Way.FACE
    return EvidenceValue(
        selfie=SelfieFindings.model_validate(attempt.examination) if by_face else None,
        witness=await testimony_about(session, attempt) if attempt.witness_code is not None else None,
        position=await find_place(session, desk.attendee.agency_id, fix, attempt.work_date, day.rules.place),
        rules=desk.book.version,
        prompted=nonce.prompted,
        liveness_level=nonce.level,
        challenges=await evidence_of_challenges(session, nonce),
        risks=tuple(nonce.risks),
        suspected=tuple(attempt.suspected),
    )


async def _ask(
    session: AsyncSession, desk: Desk, attempt: Attempt, nonce: Nonce, verdict: Ask, context: Context
) -> Asked | ChallengeAsked | WitnessAsked:
    attempt.asks = [*attempt.asks, verdict.kind]
    await move(session, attempt, AttemptStatus.WAITING)
    await drop_deadlines(session, attempt.id, desk.now, DeadlineKind.NUDGE)
    if verdict.kind is AskKind.WITNESS:
        await call_witness(session, attempt, context.rules.witness, desk.now)
        return witness_asked(desk, attempt)
    if verdict.kind is AskKind.CHALLENGE:
        # A face in doubt has had its try: giving up and beginning anew must not be worth anything.
        attempt.face_failures += Reason.FACE_UNSURE in verdict.suspected
        attempt.suspected = [*attempt.suspected, *(one for one in verdict.suspected if one not in attempt.suspected)]
        return await ask_anew(session, desk, attempt, nonce, verdict.level)
    return Asked(verdict.reason, attempt.id, context.early_by)


async def challenge_asked(session: AsyncSession, attempt: Attempt) -> ChallengeAsked:
    """The question as it stands. Raises ValueError for an attempt that no challenge was asked of."""
    challenge = await challenge_of(session, attempt)
    if challenge is None:
        raise ValueError(f"attempt {attempt.id} waits for no challenge")
    return asked(attempt, challenge, starts=challenge.delivered_at is None)


def witness_asked(desk: Desk, attempt: Attempt) -> WitnessAsked:
    """The question as it stands. Raises ValueError for an attempt that no witness was asked for."""
    if attempt.witness_code is None or attempt.witness_until is None:
        raise ValueError(f"attempt {attempt.id} waits for no witness")
    return WitnessAsked(attempt.witness_code, desk.local(attempt.witness_until))


async def _told(
    session: AsyncSession, desk: Desk, verdict: Decided, evidence: EvidenceValue, day: WorkDay, record: Record
) -> CheckInOutcome:
    match verdict:
        case Accepted():
            return _receipt(desk, evidence, day, record)
        case NeedsReview(reasons):
            return Held(desk.local(record.at), reasons)
        case Rejected(Reason.ALREADY_IN) if day.first_in is not None:
            return await already_in(session, desk, day.first_in)
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


async def hold(session: AsyncSession, desk: Desk, attempt: Attempt, reason: Reason) -> Held:
    """A human decides, by what is there; nothing counts against the employee until then."""
    at = attempt.first_message_at or attempt.created_at
    day = await work_day_of(session, desk, attempt)
    verdict = NeedsReview((reason,))
    record = Record(day.direction(attempt.direction, at), at, None, desk.channel)
    await settle_attempt(session, attempt, verdict, record, evidence_id=None, author_id=None, now=desk.now)
    return Held(desk.local(at), verdict.reasons)


async def already_in(session: AsyncSession, desk: Desk, first: Punch) -> AlreadyIn:
    """The first receipt again."""
    site = await session.get(Site, first.site_id) if first.site_id is not None else None
    return AlreadyIn(desk.local(first.at), site.name if site else None)
