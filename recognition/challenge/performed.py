"""From the postures of a video to the actions that were performed, and to what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import degrees

import numpy as np
from numpy.typing import NDArray

from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem
from recognition.challenge.posture import Posture
from recognition.pose import NOSE_HEIGHT

TURN = 15.0
"""Degrees of yaw from rest."""
NOD = 16.0
"""Degrees of pitch from rest."""
MOUTH = 0.22
LIDS_DOWN = 12.0
"""Degrees of looking down from which lowered lids are no closed eyes."""
EYES = 0.6
"""Of the openness of the same person's open eyes."""

HOLD_S: Mapping[Action, float] = {
    Action.LOOK_LEFT: 0.25,
    Action.LOOK_RIGHT: 0.25,
    Action.LOOK_UP: 0.3,
    Action.LOOK_DOWN: 0.3,
    Action.OPEN_MOUTH: 0.3,
    Action.CLOSE_EYES: 0.5,
}
"""A blink lasts 0.1 to 0.4 s."""

PAUSE_S = 0.35
"""Shorter interruptions of one action are noise."""

SAME_KIND = 0.5
"""Of the strongest of its kind; a weaker one is an overshoot on the way back."""
CLEAR_OF_KIND = 1.3
CLEAR = 1.45
"""Strength from which nobody does by accident what was not asked for."""
AS_STRONG = 0.8
"""Of the weakest that was asked for, from which something else is as much an answer."""

REST_YAW = 5.0
"""How far from straight ahead a camera may be held, degrees."""
FRONTAL = 25.0
"""Degrees of yaw from rest up to which eyes, mouth and pitch are judged."""


@dataclass(frozen=True)
class Performed:
    """One action. `strength` is 1 where it just counts."""

    action: Action
    from_s: float
    until_s: float
    strength: float


@dataclass(frozen=True)
class Rest:
    """A face that does nothing, of one person before one camera."""

    yaw: float
    sunk: float
    eyes: float


def rest_of(postures: Sequence[Posture]) -> Rest:
    """From all frames of a video, most of which, or many, are of a face at rest."""
    yaws = np.array([one.yaw for one in postures])
    near = yaws[np.abs(yaws) < FRONTAL]
    yaw = float(np.clip(np.median(near), -REST_YAW, REST_YAW)) if near.size else 0.0
    frontal = [one for one in postures if abs(one.yaw - yaw) < FRONTAL] or list(postures)
    return Rest(
        yaw,
        float(np.median([one.sunk for one in frontal])),
        float(np.percentile([one.eyes for one in frontal], 80)),
    )


def pitch_from(rest: Rest, posture: Posture) -> float:
    """Degrees of looking down from rest."""
    return degrees(np.arctan((posture.sunk - rest.sunk) / NOSE_HEIGHT))


def strengths(rest: Rest, posture: Posture) -> dict[Action, float]:
    """How much of each action one frame shows; 1 is enough."""
    yaw = posture.yaw - rest.yaw
    turned = {Action.LOOK_LEFT: yaw / TURN, Action.LOOK_RIGHT: -yaw / TURN}
    if abs(yaw) > FRONTAL:
        return turned
    pitch = pitch_from(rest, posture)
    nodded = pitch / NOD if abs(yaw) < TURN else 0.0
    closed = (1 - posture.eyes / max(rest.eyes, 1e-6)) / (1 - EYES)
    return turned | {
        Action.LOOK_UP: -nodded,
        Action.LOOK_DOWN: nodded,
        Action.OPEN_MOUTH: posture.mouth / MOUTH,
        # Who looks down lowers the lids.
        Action.CLOSE_EYES: closed if pitch < LIDS_DOWN else 0.0,
    }


def performed(times: Sequence[float], postures: Sequence[Posture]) -> tuple[Performed, ...]:
    """All actions in order of their beginnings, overshoots left out. `times` in seconds, rising, one per posture."""
    if len(postures) < 3:
        return ()
    rest = rest_of(postures)
    shown = [strengths(rest, posture) for posture in postures]
    found = [one for action in Action for one in _of_kind(action, times, [each.get(action, 0.0) for each in shown])]
    return tuple(sorted(found, key=lambda one: one.from_s))


def _of_kind(action: Action, times: Sequence[float], strength: Sequence[float]) -> list[Performed]:
    found = [one for one in _runs(action, times, _steady(np.array(strength))) if _lasts(one, times)]
    strongest = max((one.strength for one in found), default=0.0)
    return [one for one in found if one.strength >= min(SAME_KIND * strongest, CLEAR_OF_KIND)]


def _steady(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each value and its neighbours: one wrong frame is no action."""
    padded = np.pad(values, 1, mode="edge")
    return np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)


def _runs(action: Action, times: Sequence[float], strength: NDArray[np.float64]) -> Iterator[Performed]:
    begun: int | None = None
    last = 0
    for number in [*np.flatnonzero(strength >= 1), len(times)]:
        ended = number == len(times) or (begun is not None and times[number] - times[last] > PAUSE_S)
        if begun is not None and ended:
            yield Performed(action, times[begun], times[last], float(np.percentile(strength[begun : last + 1], 80)))
            begun = None
        if begun is None:
            begun = int(number)
        last = int(number)


def _lasts(one: Performed, times: Sequence[float]) -> bool:
    step = (times[-1] - times[0]) / (len(times) - 1)
    return one.until_s - one.from_s + step >= HOLD_S[one.action]


def order_of(found: Sequence[Performed]) -> tuple[Action, ...]:
    """Each kind once, by when it was first done."""
    return tuple(dict.fromkeys(one.action for one in found))


def order_problem(found: Sequence[Performed], asked: Sequence[Action]) -> ChallengeProblem | None:
    """What is wrong with it as an answer; None when exactly what was asked for was done, in that order."""
    shown = order_of(_counted(found, asked))
    if shown == tuple(asked):
        return None
    if not set(asked) <= set(shown):
        return ChallengeProblem.WRONG_ACTION if set(shown) - set(asked) else ChallengeProblem.NOT_DONE
    return ChallengeProblem.WRONG_ACTION if set(shown) - set(asked) else ChallengeProblem.WRONG_ORDER


def _counted(found: Sequence[Performed], asked: Sequence[Action]) -> list[Performed]:
    """Without what was not asked for and is weaker than what was."""
    strongest = {action: max((one.strength for one in found if one.action is action), default=0.0) for action in asked}
    weakest = min(strongest.values(), default=0.0)
    bound = min(CLEAR, AS_STRONG * weakest)
    return [one for one in found if one.action in strongest or one.strength >= bound]
