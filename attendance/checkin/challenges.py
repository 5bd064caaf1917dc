"""The challenge of an attempt: drawn, delivered, answered. What it asks for is policy (`challenge_level`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.attempt import Missing, Part, Way
from attendance.checkin.challenge_level import required_level
from attendance.checkin.desk import Desk
from attendance.checkin.drawing import PHOTO, Awaited, Drawn, draw
from attendance.checkin.evidence import ChallengeEvidence
from attendance.checkin.tables import Attempt, Challenge, ChallengeReport, Nonce
from attendance.people.tables import ChatAccount
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.rules.kinds import FEWEST_ACTIONS, Risk, WindowsRule
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeFinding, ChallengeStatus

# A part sent in the last second of a window may still be on its way to us when the window ends.
GRACE = timedelta(seconds=30)

MOST_UNPASSED = 2
"""Draws within a day that were not answered or not passed, from which on it is a risk."""

SIDES = frozenset({Action.LOOK_LEFT, Action.LOOK_RIGHT})

#: Channels without live location.
WEAK_CHANNELS = frozenset({"whatsapp"})


@dataclass(frozen=True)
class ChallengeAsked:
    """A challenge that was not in the prompt of the press: its message starts its time, when `nonce_id` is not None.

    `why`: what was wrong with what was sent, as a key of the catalogues. `position_due`: it is still to be shared.
    """

    nonce_id: int | None
    minutes: int
    drawn: Drawn
    position_due: bool = False
    why: str | None = None


async def risks_at_first(session: AsyncSession, desk: Desk) -> tuple[Risk, ...]:
    """What is known before anything has been sent. Chance is asked once for each attempt."""
    rule = desk.challenge
    if rule.level == "off" or desk.attendee.without_face:
        return ()
    about = {"employee_id": desk.attendee.employee_id, "account_id": desk.attendee.account_id, "now": desk.now}
    bound_at, reported, unpassed = (
        await session.execute(_ABOUT, about | {"lately": desk.now - timedelta(days=1)})
    ).one()
    new_from = desk.now - timedelta(days=rule.new_account_days)
    found = {
        Risk.NEW_ACCOUNT: bound_at is not None and bound_at > new_from,
        Risk.REPORTED: reported,
        Risk.RANDOM: rule.random_share > 0 and desk.chance.random() < rule.random_share,
        Risk.WEAK_CHANNEL: desk.channel in WEAK_CHANNELS,
        Risk.UNPASSED: unpassed >= MOST_UNPASSED,
    }
    return tuple(risk for risk, there in found.items() if there)


# Made once: it runs for every check-in.
_ABOUT = select(
    ChatAccount.bound_at,
    exists().where(ChallengeReport.employee_id == bindparam("employee_id"), ChallengeReport.until > bindparam("now")),
    select(func.count())
    .select_from(Challenge)
    .where(Challenge.employee_id == bindparam("employee_id"), Challenge.drawn_at > bindparam("lately"))
    .where(
        (Challenge.answered_at.is_(None) & (Challenge.expires_at < bindparam("now")))
        | (Challenge.finding["status"].as_string() == ChallengeStatus.FAILED.value)
    )
    .scalar_subquery(),
).where(ChatAccount.id == bindparam("account_id"))


def level_to_ask(desk: Desk, risks: Sequence[Risk]) -> int:
    """The level of the challenge that goes into a prompt: 0 where the rule only records, or something stands instead.

    Whoever goes without a face shows none.
    """
    required = required_level(desk.challenge, risks, desk.exemption)
    asked = desk.challenge.level == "enforce" and required.instead is None and not desk.attendee.without_face
    return required.level if asked else 0


async def draw_challenge(
    session: AsyncSession, desk: Desk, nonce: Nonce, level: int, *, sides: bool = True
) -> Challenge:
    """A new one for that nonce; nobody gets a better one by pressing again while the last is to be answered.

    Without `sides` nothing is asked that a mirror image turns round, where anything else is left to ask.
    """
    before = await session.scalar(_NEWEST, {"employee_id": nonce.employee_id})
    row = Challenge(
        nonce_id=nonce.id,
        employee_id=nonce.employee_id,
        number=before.number + 1 if before is not None and before.nonce_id == nonce.id else 1,
        level=level,
        actions=list(_drawn_now(desk, before, level, sides=sides).actions),
        drawn_at=desk.now,
        lives_s=desk.windows.nonce_challenge_s,
    )
    session.add(row)
    nonce.level = level
    await session.flush()
    return row


_NEWEST = (
    select(Challenge).where(Challenge.employee_id == bindparam("employee_id")).order_by(Challenge.id.desc()).limit(1)
)


def _drawn_now(desk: Desk, before: Challenge | None, level: int, *, sides: bool) -> Drawn:
    if before is not None and before.level == level and before.answered_at is None and desk.now < until_of(before):
        return drawn_in(before)
    possible = desk.exemption.possible
    upright = tuple(action for action in possible if action not in SIDES)
    chosen = possible if sides or len(upright) < FEWEST_ACTIONS else upright
    return draw(level, chosen, _actions(before) if before else (), desk.chance)


def put_to(attempt: Attempt, challenge: Challenge) -> None:
    """The attempt waits for the answer to that challenge."""
    attempt.challenge_id = challenge.id
    attempt.awaits = Awaited.NEUTRAL if challenge.level == PHOTO else Awaited.VIDEO


async def ask_anew(
    session: AsyncSession,
    desk: Desk,
    attempt: Attempt,
    nonce: Nonce,
    level: int,
    why: str | None = None,
    *,
    sides: bool = True,
) -> ChallengeAsked:
    """Draw one for an attempt under way: what was answered before is used up."""
    challenge = await draw_challenge(session, desk, nonce, level, sides=sides)
    put_to(attempt, challenge)
    due = {DeadlineKind.EXPIRE: desk.now + timedelta(seconds=challenge.lives_s) + GRACE}
    await set_deadlines(session, attempt.id, attempt.account_id, due)
    return asked(attempt, challenge, why, starts=True)


def asked(attempt: Attempt, challenge: Challenge, why: str | None = None, *, starts: bool) -> ChallengeAsked:
    """The question as it stands."""
    nonce_id = challenge.nonce_id if starts else None
    return ChallengeAsked(nonce_id, challenge.lives_s // 60, drawn_in(challenge), attempt.position_at is None, why)


async def challenge_of(session: AsyncSession, attempt: Attempt) -> Challenge | None:
    """The newest of the attempt; without one it costs no query."""
    return None if attempt.challenge_id is None else await session.get(Challenge, attempt.challenge_id)


def drawn_in(challenge: Challenge) -> Drawn:
    return Drawn(challenge.level, _actions(challenge))


def _actions(challenge: Challenge) -> tuple[Action, ...]:
    return tuple(Action(action) for action in challenge.actions)


def until_of(challenge: Challenge) -> datetime:
    """When its time is over; of a prompt that is not delivered when it would have been at once."""
    return challenge.expires_at or challenge.drawn_at + timedelta(seconds=challenge.lives_s)


def window_end(challenge: Challenge, windows: WindowsRule) -> datetime:
    """Until when parts are taken: once the challenge is answered, what is left has the time of a passive one."""
    if challenge.answered_at is None:
        return until_of(challenge)
    return challenge.answered_at + timedelta(seconds=windows.nonce_passive_s)


async def missing(session: AsyncSession, desk: Desk, attempt: Attempt, part: Part) -> Missing:
    """What to tell of a part that is missing."""
    challenge = await challenge_of(session, attempt) if attempt.awaits is not None else None
    at = desk.local(attempt.first_message_at or attempt.created_at)
    return Missing(at, part, Way(attempt.way), drawn_in(challenge) if challenge else None)


async def evidence_of_challenges(session: AsyncSession, nonce: Nonce) -> tuple[ChallengeEvidence, ...]:
    """All that were drawn for it, in their order; most attempts have none, which costs no query."""
    if nonce.level == 0:
        return ()
    rows = await session.scalars(select(Challenge).where(Challenge.nonce_id == nonce.id).order_by(Challenge.number))
    return tuple(_evidence(row) for row in rows)


def _evidence(row: Challenge) -> ChallengeEvidence:
    drawn = {"level": row.level, "actions": row.actions, "tries": row.tries}
    return ChallengeEvidence.model_validate(drawn | (row.finding or {}))


def used_up(challenge: Challenge, finding: ChallengeFinding, media_id: int, sent_at: datetime) -> None:
    """The answer that counts: no other one is taken."""
    challenge.answered_at = sent_at
    challenge.media_id = media_id
    challenge.finding = {
        "status": finding.status.value,
        "problems": [problem.value for problem in finding.problems],
        "scores": dict(finding.scores),
        "version": finding.version,
    }


def is_before(challenge: Challenge, sent_at: datetime) -> bool:
    """Whether it was sent before the prompt was delivered; both times are the platform's, in whole seconds."""
    return challenge.delivered_at is None or sent_at < challenge.delivered_at


def is_mendable(finding: ChallengeFinding) -> bool:
    """Whether it shows no attack and not what was asked: the same challenge may be tried again."""
    return finding.status is ChallengeStatus.FAILED and not finding.suspicious


async def prompt_delivered(session: AsyncSession, nonce_id: int, at: datetime) -> None:
    """The time of a prompted attempt, and of a challenge, runs from the platform's time of the delivered prompt."""
    nonce = await session.get_one(Nonce, nonce_id)
    due = _start(nonce, at) if nonce.prompted and nonce.delivered_at is None else None
    if nonce.level > 0:
        due = await _start_challenge(session, nonce, at) or due
    attempt = (await session.execute(_ATTEMPT_OF, {"nonce_id": nonce_id})).one_or_none()
    if due is not None and attempt is not None:
        await set_deadlines(session, attempt.id, attempt.account_id, {DeadlineKind.EXPIRE: due + GRACE})


_ATTEMPT_OF = select(Attempt.id, Attempt.account_id).where(Attempt.nonce_id == bindparam("nonce_id"))


def _start(nonce: Nonce, at: datetime) -> datetime:
    nonce.delivered_at = at
    nonce.expires_at = at + timedelta(seconds=nonce.lives_s)
    return nonce.expires_at


async def _start_challenge(session: AsyncSession, nonce: Nonce, at: datetime) -> datetime | None:
    """Only one is without its delivery: the next is drawn when the last is answered or over."""
    waiting = select(Challenge).where(Challenge.nonce_id == nonce.id, Challenge.delivered_at.is_(None))
    challenge = await session.scalar(waiting.order_by(Challenge.number).limit(1))
    if challenge is None:
        return None
    challenge.delivered_at = at
    challenge.expires_at = at + timedelta(seconds=challenge.lives_s)
    return challenge.expires_at
