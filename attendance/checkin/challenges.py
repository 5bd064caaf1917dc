"""The challenge of an attempt: when it is asked, and what is told. At which level is policy (`challenge_level`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.drawing import PHOTO, Awaited, Drawn
from attendance.challenge.life import GRACE, begin_time, draw_challenge, drawn_in, until_of
from attendance.challenge.tables import Challenge, Nonce
from attendance.checkin.attempt import Missing, Part, Way
from attendance.checkin.challenge_level import required_level
from attendance.checkin.desk import Desk
from attendance.checkin.evidence import ChallengeEvidence
from attendance.checkin.tables import Attempt, ChallengeReport
from attendance.people.tables import ChatAccount
from attendance.records.deadline import DeadlineKind, set_deadlines
from attendance.rules.kinds import Risk, WindowsRule
from recognition.challenge.finding import ChallengeStatus

MOST_UNPASSED = 2
"""Draws within a day that were not answered or not passed, from which on it is a risk."""

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
    challenge = await draw_challenge(session, desk.pool, nonce, level, desk.now, sides=sides)
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


async def prompt_delivered(session: AsyncSession, nonce_id: int, at: datetime) -> None:
    """What was prompted for begins its time; an attempt that nothing comes of is looked after when that is over."""
    due = await begin_time(session, nonce_id, at)
    attempt = (await session.execute(_ATTEMPT_OF, {"nonce_id": nonce_id})).one_or_none()
    if due is not None and attempt is not None:
        await set_deadlines(session, attempt.id, attempt.account_id, {DeadlineKind.EXPIRE: due + GRACE})


_ATTEMPT_OF = select(Attempt.id, Attempt.account_id).where(Attempt.nonce_id == bindparam("nonce_id"))
