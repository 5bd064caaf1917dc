"""What is drawn: at random, never the same twice in a row, and nothing that somebody cannot do."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from attendance.challenge.drawing import PHOTO, VIDEO, draw
from recognition.challenge.actions import Action

EVERY = tuple(Action)


def drawn(level: int, times: int = 3_000) -> list[tuple[Action, ...]]:
    """One after the other, each with the one before it in mind."""
    chance, before = Random(20261122), tuple[Action, ...]()
    found = []
    for _ in range(times):
        before = draw(level, EVERY, before, chance).actions
        found.append(before)
    return found


def test_a_photo_has_one_action_and_each_comes_as_often_as_the_next() -> None:
    counts = Counter(drawn(PHOTO))
    assert {len(actions) for actions in counts} == {1}
    assert len(counts) == len(EVERY)
    assert max(counts.values()) < 1.2 * min(counts.values())


def test_a_video_has_two_or_three_different_ones_in_every_order() -> None:
    found = drawn(VIDEO)
    assert {len(actions) for actions in found} == {2, 3}
    assert all(len({*actions}) == len(actions) for actions in found)
    assert len({actions for actions in found if len(actions) == 2}) == 30


@pytest.mark.parametrize("level", [PHOTO, VIDEO])
def test_nothing_is_drawn_twice_in_a_row(level: int) -> None:
    found = drawn(level)
    assert all(one != next_ for one, next_ in pairwise(found))


def test_the_same_chance_draws_the_same() -> None:
    assert drawn(VIDEO, 20) == drawn(VIDEO, 20)


def test_what_somebody_cannot_do_is_never_drawn() -> None:
    possible = (Action.LOOK_LEFT, Action.LOOK_RIGHT, Action.CLOSE_EYES)
    chance = Random(1)
    found = {action for _ in range(200) for action in draw(VIDEO, possible, (), chance).actions}
    assert found == {*possible}


@pytest.mark.parametrize(
    ("level", "possible", "before"), [(0, EVERY, ()), (PHOTO, EVERY[:1], EVERY[:1]), (VIDEO, (), ())]
)
def test_nothing_to_draw_from_is_an_error(level: int, possible: tuple[Action, ...], before: tuple[Action, ...]) -> None:
    with pytest.raises(ValueError, match="nothing can be drawn"):
        draw(level, possible, before, Random(1))
