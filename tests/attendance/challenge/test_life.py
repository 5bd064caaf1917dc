"""When an answer is one, what is told of it, and which draw goes with which question."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from attendance.challenge.drawing import HIGHEST
from attendance.challenge.life import (
    MIRRORED,
    AnswerProblem,
    Pool,
    PromptUnderway,
    advice_of,
    begin_time,
    draw_challenge,
    is_mendable,
    problem_of,
    require_delivery,
)
from attendance.challenge.tables import Challenge, Nonce, Purpose
from attendance.records.database import Database, Priority
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from tests.attendance.people.office import Office, open_account

AT = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
LIVES = timedelta(minutes=3)
SECOND = timedelta(seconds=1)
P = ChallengeProblem


def challenge(*, delivered: bool = True, answered: bool = False) -> Challenge:
    """Drawn 2 s before its prompt was delivered at AT."""
    delivery = {"delivered_at": AT, "expires_at": AT + LIVES} if delivered else {}
    return Challenge(drawn_at=AT - 2 * SECOND, lives_s=180, answered_at=AT if answered else None, **delivery)


@pytest.mark.parametrize(
    ("asked", "sent_at", "problem"),
    [
        (challenge(), AT, None),
        (challenge(), AT + LIVES, None),
        (challenge(), AT - SECOND, AnswerProblem.BEFORE_ASKED),
        (challenge(), AT + LIVES + SECOND, AnswerProblem.TOO_LATE),
        (challenge(delivered=False), AT, AnswerProblem.BEFORE_ASKED),
        (challenge(delivered=False), AT + 2 * LIVES, AnswerProblem.BEFORE_ASKED),
        (challenge(answered=True), AT, AnswerProblem.ANSWERED_BEFORE),
        (challenge(answered=True), AT + 2 * LIVES, AnswerProblem.ANSWERED_BEFORE),
    ],
)
def test_what_is_sent_in_its_time_is_an_answer_once(
    asked: Challenge, sent_at: datetime, problem: AnswerProblem | None
) -> None:
    assert problem_of(asked, sent_at) is problem


def test_an_answer_waits_for_the_mark_of_a_prompt_that_went_out_a_moment_ago() -> None:
    require_delivery(challenge(), AT)
    require_delivery(challenge(delivered=False), AT + timedelta(minutes=1))
    with pytest.raises(PromptUnderway):
        require_delivery(challenge(delivered=False), AT)


@pytest.mark.parametrize(
    ("problems", "mendable", "advice"),
    [
        ((P.TOO_SHORT,), True, "challenge-problem-too-short"),
        ((P.NO_FACE, P.NOT_NEUTRAL), True, "challenge-problem-no-face"),
        ((P.MIRRORED,), True, MIRRORED),
        ((P.CUT, P.NOT_DONE), False, "challenge-problem-not-done"),
    ],
)
def test_only_what_shows_no_attack_can_be_mended(problems: tuple[P, ...], mendable: bool, advice: str) -> None:
    finding = ChallengeFinding(ChallengeStatus.FAILED, problems, {}, "1")
    assert (is_mendable(finding), advice_of(finding)) == (mendable, advice)


async def test_pressing_again_draws_no_better_one_and_another_purpose_another(
    office: Office, database: Database
) -> None:
    pool = Pool(tuple(Action), 180, Random(7))
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "1", office.budi)

        async def drawn(purpose: Purpose, now: datetime) -> list[str]:
            nonce = Nonce(
                employee_id=office.budi.id,
                account_id=account.id,
                purpose=purpose,
                prompted=True,
                level=0,
                created_at=now,
                asked_at=now,
                lives_s=180,
            )
            session.add(nonce)
            await session.flush()
            made = await draw_challenge(session, pool, nonce, HIGHEST, now)
            assert await begin_time(session, nonce.id, now + SECOND) == now + SECOND + LIVES
            assert nonce.level == HIGHEST
            return made.actions

        first = await drawn(Purpose.REBINDING, AT)
        assert await drawn(Purpose.REBINDING, AT + 2 * SECOND) == first
        other = await drawn(Purpose.CHECK_IN, AT + 3 * SECOND)
        assert other != first
        assert await drawn(Purpose.CHECK_IN, AT + 4 * SECOND) == other
        assert await drawn(Purpose.CHECK_IN, AT + 2 * LIVES) != other
