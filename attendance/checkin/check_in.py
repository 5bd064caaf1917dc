"""The steps of a check-in inside one transaction: keep the part, and when the pair is whole, decide and settle."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import Awaited
from attendance.challenge.life import AnswerProblem, drawn_in, is_before
from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import (
    AttemptMoved,
    AttemptStatus,
    Missing,
    Nothing,
    OpenAttempt,
    PartKept,
    close,
    find_living,
    keep_time,
    missing_part,
    time_of_record,
)
from attendance.checkin.challenges import ChallengeAsked, ask_anew, challenge_of, missing
from attendance.checkin.conclude import (
    already_in,
    challenge_asked,
    conclude,
    hold,
    open_question,
    witness_asked,
    work_day_of,
)
from attendance.checkin.decide import AskKind
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import Reason, SelfieFindings
from attendance.checkin.outcomes import (
    AnswerRefused,
    Asked,
    Cancelled,
    CheckInOutcome,
    PositionUnusable,
    Refused,
    StillPending,
    Superseded,
    WitnessAsked,
)
from attendance.checkin.placing import Placed, open_prompted, place_part, watch
from attendance.checkin.position import MAX_FIXES, CheckIn, fix_of, fix_to_json
from attendance.checkin.selfie import JudgeSelfie, PictureRefused
from attendance.checkin.tables import Attempt, Punch
from attendance.checkin.without_face import GivePin
from attendance.people.access.pin import PinFindings, PinLocked, PinWrong, compared, has_pin
from attendance.people.faces.templates import current_enrolment_id
from attendance.records.deadline import DeadlineKind, drop_deadlines, may_revive
from attendance.rules.kinds import WitnessRule
from attendance.time.schedule import Direction, work_date_of
from geofence.positions import PositionRefused


@dataclass(frozen=True)
class ConfirmEarlyOut:
    """The step of the buttons under "pulang sekarang?"."""

    attempt_id: int
    yes: bool


@dataclass(frozen=True)
class CancelAttempt:
    """The step of /batal."""


async def begin(session: AsyncSession, desk: Desk, step: OpenAttempt) -> CheckInOutcome:
    """Masuk or Pulang was pressed."""
    if (why_not := await _cannot_begin(session, desk)) is not None:
        return Refused(why_not)
    # The day of an employee whose face is still to be seen is not told: they are asked for the selfie.
    telling = step.direction is Direction.IN and desk.attendee.verified
    first = await _first_in(session, desk, step) if telling else None
    if first is not None:
        return await already_in(session, desk, first)
    living = await find_living(session, desk.attendee.employee_id)
    if living is not None and living.status == AttemptStatus.PENDING:
        return await _still_pending(session, desk, living)
    if living is not None and living.status == AttemptStatus.WAITING and living.direction == step.direction:
        return await _ask_again(session, desk, living)
    return await open_prompted(session, desk, step.direction, step.sent_at)


async def _cannot_begin(session: AsyncSession, desk: Desk) -> Reason | None:
    employee_id = desk.attendee.employee_id
    if desk.attendee.without_face:
        return None if await has_pin(session, employee_id) else Reason.PIN_MISSING
    return Reason.NOT_ENROLLED if await current_enrolment_id(session, employee_id) is None else None


async def _still_pending(session: AsyncSession, desk: Desk, attempt: Attempt) -> StillPending | Missing:
    """What failed by our fault is tried again and is not to be sent again; what never came is asked for."""
    part = missing_part(attempt)
    if part is None or await may_revive(session, attempt.account_id):
        return StillPending(desk.local(attempt.first_message_at or attempt.created_at))
    return await missing(session, desk, attempt, part)


async def _ask_again(session: AsyncSession, desk: Desk, attempt: Attempt) -> Asked | ChallengeAsked | WitnessAsked:
    """The question that is open is said once more; it stays the one question."""
    if open_question(attempt) is AskKind.CHALLENGE:
        return await challenge_asked(session, attempt)
    if open_question(attempt) is AskKind.WITNESS:
        return witness_asked(desk, attempt)
    if open_question(attempt) is AskKind.LIVE_POSITION:
        return Asked(Reason.PLACE_UNCERTAIN, attempt.id)
    day = await work_day_of(session, desk, attempt)
    early_by = day.early_by(Direction.OUT, time_of_record(attempt, desk.windows))
    return Asked(Reason.EARLY_OUT, attempt.id, early_by)


async def judge_selfie(
    session: AsyncSession, desk: Desk, step: JudgeSelfie, findings: SelfieFindings | PictureRefused
) -> CheckInOutcome:
    """A picture that cannot be used is answered at once; a good one is kept without a word about the match."""
    placed = await place_part(session, desk, step.sent_at)
    attempt = placed.attempt
    if (refused := await _no_neutral(session, desk, attempt, step, findings)) is not None:
        return refused
    if isinstance(findings, PictureRefused):
        if findings.face_seen:
            # We ask for the retry, so the time of the first try is kept (DESIGN: time of record).
            keep_time(attempt, step.sent_at, desk.attendee.timezone)
        await watch(session, placed, desk.windows, desk.now, nudge=False)
        # The advice says what is to be sent next.
        await drop_deadlines(session, attempt.id, desk.now, DeadlineKind.NUDGE)
        return Superseded(placed.left, findings) if placed.left else findings
    keep_time(attempt, step.sent_at, desk.attendee.timezone)
    attempt.selfie_media_id = step.media_id
    attempt.selfie_at = step.sent_at
    attempt.examination = findings.model_dump(mode="json")
    if attempt.awaits is not None:
        attempt.awaits = Awaited.POSED
    elif open_question(attempt) is not None:
        # A selfie answers no question; it is what the answer will be decided with.
        return PartKept()
    return await _decide_or_wait(session, desk, placed)


async def _no_neutral(
    session: AsyncSession, desk: Desk, attempt: Attempt, step: JudgeSelfie, findings: SelfieFindings | PictureRefused
) -> AnswerRefused | None:
    """Why a picture is not the neutral one of the challenge; None when it is, or when there is no challenge.

    A good one that came before the prompt is no answer and keeps its time: the person was there. Raises AttemptMoved
    when the challenge waits for something else than was looked for.
    """
    challenge = await challenge_of(session, attempt)
    if challenge is None:
        return None
    minutes = challenge.lives_s // 60
    if attempt.awaits is None:
        return AnswerRefused(AnswerProblem.ANSWERED_BEFORE, minutes)
    if attempt.awaits != Awaited.NEUTRAL:
        raise AttemptMoved
    if not is_before(challenge, step.sent_at):
        return None
    if isinstance(findings, SelfieFindings):
        keep_time(attempt, step.sent_at, desk.attendee.timezone)
    return AnswerRefused(AnswerProblem.BEFORE_ASKED, minutes, drawn_in(challenge))


async def check_in(session: AsyncSession, desk: Desk, step: CheckIn) -> CheckInOutcome:
    """A position is kept. What is no position writes nothing."""
    try:
        fix = fix_of(step)
    except PositionRefused as refusal:
        return PositionUnusable(refusal.reason)
    placed = await place_part(session, desk, step.sent_at)
    attempt = placed.attempt
    if open_question(attempt) in (AskKind.WITNESS, AskKind.CHALLENGE):
        # Where the person was is known; what is missing is something else.
        return PartKept()
    keep_time(attempt, step.sent_at, desk.attendee.timezone)
    attempt.position_at = step.sent_at
    attempt.fixes = [*attempt.fixes, fix_to_json(fix)][-MAX_FIXES:]
    if open_question(attempt) is AskKind.EARLY_OUT:
        return PartKept()
    return await _decide_or_wait(session, desk, placed)


async def give_pin(session: AsyncSession, desk: Desk, step: GivePin, findings: PinFindings) -> CheckInOutcome:
    """The right PIN is kept as a selfie would be; too many wrong ones lead to a human."""
    if findings.set_at is None:
        return Refused(Reason.PIN_MISSING)
    rule = desk.book.get(WitnessRule, desk.attendee.scope, desk.today).value
    problem = await compared(session, desk.attendee.employee_id, findings, rule, desk.now)
    if isinstance(problem, PinWrong):
        return problem
    if isinstance(problem, PinLocked):
        return await _locked_out(session, desk, problem)
    placed = await place_part(session, desk, step.sent_at)
    attempt = placed.attempt
    if open_question(attempt) is AskKind.WITNESS:
        return PartKept()
    keep_time(attempt, step.sent_at, desk.attendee.timezone)
    attempt.pin_at = step.sent_at
    if open_question(attempt) is not None:
        return PartKept()
    return await _decide_or_wait(session, desk, placed)


async def _locked_out(session: AsyncSession, desk: Desk, locked: PinLocked) -> CheckInOutcome:
    """What was under way is decided by a human; until the PIN opens again nothing else begins by it."""
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.status == AttemptStatus.PENDING:
        return PinLocked(desk.local(locked.until))
    return await hold(session, desk, attempt, Reason.PIN_LOCKED)


async def confirm_early_out(session: AsyncSession, desk: Desk, step: ConfirmEarlyOut) -> CheckInOutcome:
    """Yes decides again over what is stored; no ends the attempt. A stale press finds nothing."""
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.id != step.attempt_id or open_question(attempt) is not AskKind.EARLY_OUT:
        return Nothing()
    if not step.yes:
        await close(session, attempt, desk.now)
        return Cancelled(found=True)
    nonce = await session.get_one(Nonce, attempt.nonce_id)
    return await conclude(session, desk, attempt, nonce, confirmed=frozenset({AskKind.EARLY_OUT}))


async def cancel(session: AsyncSession, desk: Desk) -> CheckInOutcome:
    """End the living attempt, if there is one. One that is pending by our own fault is not the person's to lose.

    One in which something was suspected ends as if the challenge had not been answered: a human looks at it.
    """
    attempt = await find_living(session, desk.attendee.employee_id)
    if attempt is None or attempt.status == AttemptStatus.PENDING:
        return Cancelled(found=False)
    if open_question(attempt) is AskKind.CHALLENGE and set(attempt.suspected) - {Reason.CHALLENGE_DUE}:
        return await conclude(session, desk, attempt, await session.get_one(Nonce, attempt.nonce_id))
    await close(session, attempt, desk.now)
    return Cancelled(found=True)


async def _decide_or_wait(session: AsyncSession, desk: Desk, placed: Placed) -> CheckInOutcome:
    attempt, nonce = placed.attempt, placed.nonce
    part = missing_part(attempt)
    if part is None and await _examination_is_stale(session, attempt):
        # Enrolled anew since the selfie was examined: what was found says nothing about the new templates.
        if nonce.level > 0:
            return await ask_anew(session, desk, attempt, nonce, nonce.level)
        attempt.examination = None
        part = "selfie"
    if part is None:
        return await conclude(session, desk, attempt, nonce)
    await watch(session, placed, desk.windows, desk.now, nudge=not placed.late)
    # A late part is answered at once: it begins an attempt of its own.
    kept = await missing(session, desk, attempt, part) if placed.late else PartKept()
    return Superseded(placed.left, kept) if placed.left else kept


async def _examination_is_stale(session: AsyncSession, attempt: Attempt) -> bool:
    with session.no_autoflush:
        enrolled = await current_enrolment_id(session, attempt.employee_id)
    return attempt.examination is not None and attempt.examination["enrolment_id"] != enrolled


async def _first_in(session: AsyncSession, desk: Desk, step: OpenAttempt) -> Punch | None:
    """The first receipt of the day on which Masuk was pressed."""
    ins = select(Punch).where(
        Punch.employee_id == desk.attendee.employee_id,
        Punch.work_date == work_date_of(step.sent_at, desk.attendee.timezone),
        Punch.direction == Direction.IN,
    )
    return await session.scalar(ins.order_by(Punch.at).limit(1))
