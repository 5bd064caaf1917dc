"""Manifests of clips as they are read, what is counted of them, and what issue 4 wants of the clips of videos/."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.evaluate.attacks import DRAWS, Attack, AttackKind
from recognition.evaluate.sequences import (
    Outcome,
    Row,
    asked_in,
    attack_figures,
    chance,
    encoded,
    figures,
    film_of,
    interval,
    measured,
    rows,
)
from recognition.networks import NetworkSet
from recognition.video import VideoRefused, open_clip

LEFT, RIGHT, UP, DOWN, MOUTH, EYES = Action
PASSED = ChallengeFinding(ChallengeStatus.PASSED, (), {}, "1")
FAILED = ChallengeFinding(ChallengeStatus.FAILED, (ChallengeProblem.FLAT,), {}, "1")


@pytest.mark.parametrize(
    ("actions", "order", "asked"),
    [
        ("look-left open-mouth", "", (LEFT, MOUTH)),
        ("look_left;OPEN-MOUTH", "", (LEFT, MOUTH)),
        ("look-left, open-mouth", "2 1", (MOUTH, LEFT)),
        ("look-left|open-mouth|look-up", "1,2,0", (UP, LEFT, MOUTH)),
        ("look-left open-mouth", "open-mouth>look-left", (MOUTH, LEFT)),
        ("", "close-eyes look-down", (EYES, DOWN)),
        ("['look-up', 'look-right']", "", (UP, RIGHT)),
        ("", "", ()),
    ],
)
def test_two_cells_of_a_manifest_mean_a_draw(actions: str, order: str, asked: tuple[Action, ...]) -> None:
    assert asked_in(actions, order) == asked


@pytest.mark.parametrize(("actions", "order"), [("nod", ""), ("look-left look-up", "1 3"), ("look-left", "1 2")])
def test_what_is_no_action_and_no_order_is_refused(actions: str, order: str) -> None:
    with pytest.raises(ValueError):
        asked_in(actions, order)


def test_a_manifest_may_leave_the_actions_away(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,label\nsomething.mp4,Live\nKwaiVGI__d18.mp4,live\n")
    new, known = rows(tmp_path)
    assert (new.label, new.asked, new.told) == ("live", None, False)
    assert (known.asked, known.told) == ((MOUTH,), False)
    (tmp_path / "manifest.csv").write_text("file,label,actions,order\na,replay,look-left look-up,2 1\n")
    (told,) = rows(tmp_path)
    assert (told.asked, told.told) == ((UP, LEFT), True)


def test_a_folder_of_frames_is_a_film_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in range(20):
        cv2.imwrite(str(tmp_path / f"{number:03}.png"), np.full((160, 160, 3), 10 * number, np.uint8))
    film = film_of(Row(tmp_path, "live", None, False, 10.0))
    assert film.duration_s == pytest.approx(2.0)
    seen = list(film.frames(0.2))
    assert [frame.at_s for frame in seen] == pytest.approx([0.2 * number for number in range(10)])
    assert [int(frame.picture[0, 0, 0]) for frame in seen] == list(range(0, 200, 20))
    with pytest.raises(VideoRefused):
        film_of(Row(tmp_path, "live", None, False, 20.0))


def test_frames_become_a_clip_of_their_length() -> None:
    clip = open_clip(encoded([np.full((64, 96, 3), 100, np.uint8)] * 30, 15.0))
    assert (clip.width, clip.height) == (96, 64)
    assert clip.duration_s == pytest.approx(2.0)


def test_the_chance_of_a_draw_and_the_bounds_of_a_share() -> None:
    assert len(DRAWS) == 150
    assert chance((LEFT, UP)) == pytest.approx(1 / 60)
    assert chance((LEFT, UP, MOUTH)) == pytest.approx(1 / 240)
    assert chance((LEFT,)) == 0
    assert sum(chance(draw) for draw in DRAWS) == pytest.approx(1)
    assert interval(0, 100) == pytest.approx((0.0, 0.037), abs=0.001)
    assert interval(1, 3) == pytest.approx((0.061, 0.792), abs=0.001)
    assert interval(0, 0) == (0.0, 1.0)


def row(name: str, label: str, *, told: bool = False) -> Row:
    return Row(Path(name), label, (LEFT, UP), told, 10.0)


def test_live_clips_are_counted_by_their_own_and_attacks_by_what_they_were_asked_for() -> None:
    outcomes = [
        Outcome(row("a", "live"), (LEFT, UP), PASSED, 149, ()),
        Outcome(row("b", "live"), (LEFT, UP), FAILED, 149, ((UP, LEFT),)),
        Outcome(row("c", "live"), (), FAILED, 150, ()),
        Outcome(row("d", "edge"), (), FAILED, 0, ()),
        Outcome(row("e", "replay"), (LEFT, UP), PASSED, 149, ()),
        Outcome(row("f", "replay"), (LEFT, UP), FAILED, 149, ((UP, LEFT),)),
        Outcome(row("g", "print", told=True), (LEFT, UP), PASSED, 149, ()),
    ]
    found = figures(outcomes, [(Attack(AttackKind.WARPED_STILL, "h", (), 15, (LEFT, UP)), FAILED)])
    assert (found["live_passed"], found["live"], found["live_not_asked"]) == (1, 2, ["c"])
    assert (found["live_asked_for_other_draws"], found["live_passed_other_draws"]) == (
        298,
        {"b": ["look-up look-left"]},
    )
    assert (found["attacks_accepted"], found["attacks"]) == (2, 4)
    own = found["attacks_asked_for_their_own"]
    assert isinstance(own, dict)
    assert (own["accepted"], own["attacks"]) == (1, 2)


def test_attacks_are_counted_by_their_kind_and_by_what_caught_them() -> None:
    attack = Attack(AttackKind.CUT_LOOP, "clip", (), 15, (LEFT,))
    assert attack_figures([(attack, FAILED), (attack, PASSED)]) == {
        "cut-loop": {"attacks": 2, "accepted": 1, "interval": interval(1, 2), "problems": {"flat": 1}}
    }


@pytest.mark.eval_data
def test_of_the_clips_all_live_ones_pass_with_their_own_actions_only_and_no_attack_does(
    eval_data: Path, networks: NetworkSet
) -> None:
    """With two flat attacks of each kind; docs/challenge.md has the figures of a hundred."""
    *told, found = measured(eval_data / "videos", networks, 2, eval_data / "faces")
    assert {line["status"] for line in told if line.get("label") == "edge"} == {ChallengeStatus.FAILED}
    assert (found["live_passed"], found["live"], found["live_failed"]) == (7, 7, {})
    assert found["live_passed_other_draws"] == {}
    assert (found["attacks_accepted"], found["attacks"]) == (0, 3 + 10)
