"""Curves of postures in, actions and what is wrong with them out."""

import itertools

import pytest

from recognition.challenge.actions import Action, swapped
from recognition.challenge.finding import ChallengeProblem
from recognition.challenge.performed import Performed, order_of, order_problem, performed
from recognition.challenge.posture import Posture

LEFT, RIGHT, UP, DOWN, MOUTH, EYES = Action
REST = Posture(yaw=2.0, sunk=0.6, roll=0.0, eyes=0.32, mouth=0.02)
STEP_S = 0.1
SHOWN = {
    LEFT: Posture(30.0, 0.6, 0, 0.32, 0.02),
    RIGHT: Posture(-30.0, 0.6, 0, 0.32, 0.02),
    UP: Posture(2.0, 0.45, 0, 0.32, 0.02),
    DOWN: Posture(2.0, 0.75, 0, 0.15, 0.02),
    MOUTH: Posture(2.0, 0.6, 0, 0.32, 0.4),
    EYES: Posture(2.0, 0.6, 0, 0.1, 0.02),
}


def film(*parts: tuple[Posture, int]) -> tuple[Performed, ...]:
    """So many frames of each posture, ten a second."""
    postures = [posture for posture, count in parts for _ in range(count)]
    return performed([STEP_S * number for number in range(len(postures))], postures)


def acted(*actions: Action) -> tuple[Performed, ...]:
    return film((REST, 8), *itertools.chain.from_iterable(((SHOWN[action], 8), (REST, 8)) for action in actions))


@pytest.mark.parametrize("action", Action)
def test_each_action_is_seen_once_with_its_time(action: Action) -> None:
    (one,) = acted(action)
    assert one.action is action
    assert (one.from_s, one.until_s) == pytest.approx((0.8, 1.5), abs=0.11)
    assert one.strength > 1.2


@pytest.mark.parametrize("asked", list(itertools.permutations(Action, 2)))
def test_two_actions_answer_their_own_order_and_no_other(asked: tuple[Action, ...]) -> None:
    found = acted(*asked)
    assert order_of(found) == asked
    assert order_problem(found, asked) is None
    assert order_problem(found, asked[::-1]) is ChallengeProblem.WRONG_ORDER
    others = [draw for size in (2, 3) for draw in itertools.permutations(Action, size) if draw != asked]
    assert all(order_problem(found, draw) for draw in others)


def test_who_rests_has_done_nothing() -> None:
    assert film((REST, 40)) == ()
    assert order_problem((), (LEFT, MOUTH)) is ChallengeProblem.NOT_DONE


def test_less_than_was_asked_for_is_not_done_and_more_is_wrong() -> None:
    assert order_problem(acted(LEFT), (LEFT, MOUTH)) is ChallengeProblem.NOT_DONE
    assert order_problem(acted(LEFT, MOUTH, EYES), (LEFT, MOUTH)) is ChallengeProblem.WRONG_ACTION
    assert order_problem(acted(UP, DOWN), (LEFT, MOUTH)) is ChallengeProblem.WRONG_ACTION


def test_a_blink_closes_no_eyes_and_one_wrong_frame_is_no_turn() -> None:
    assert film((REST, 10), (SHOWN[EYES], 3), (REST, 10), (SHOWN[LEFT], 1), (REST, 10)) == ()


def test_lowered_lids_of_who_looks_down_are_no_closed_eyes() -> None:
    assert order_of(acted(DOWN)) == (DOWN,)


def test_an_action_repeated_counts_once_and_an_overshoot_not_at_all() -> None:
    assert order_problem(acted(LEFT, RIGHT, LEFT), (LEFT, RIGHT)) is None
    overshot = Posture(-14.0, 0.6, 0, 0.32, 0.02)
    found = film((REST, 8), (SHOWN[LEFT], 8), (overshot, 4), (REST, 8), (SHOWN[MOUTH], 8), (REST, 8))
    assert order_problem(found, (LEFT, MOUTH)) is None


@pytest.mark.parametrize("held", [-12.0, 12.0])
def test_a_camera_held_aside_changes_nothing(held: float) -> None:
    aside = {action: Posture(one.yaw + held, one.sunk, 0, one.eyes, one.mouth) for action, one in SHOWN.items()}
    rest = Posture(REST.yaw + held, REST.sunk, 0, REST.eyes, REST.mouth)
    found = film((rest, 8), (aside[LEFT], 8), (rest, 8), (aside[MOUTH], 8), (rest, 8))
    assert order_problem(found, (LEFT, MOUTH)) is None


def test_a_mirror_shows_the_other_side() -> None:
    assert swapped((LEFT, MOUTH, RIGHT)) == (RIGHT, MOUTH, LEFT)


def test_two_frames_are_no_film() -> None:
    assert film((SHOWN[LEFT], 2)) == ()
