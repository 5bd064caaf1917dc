"""Level 1: a neutral picture and a posed one.

A turn to either side answers "look left" and "look right": many front cameras store mirror images and say so nowhere.
A posed picture that somebody keeps in store is therefore right in one of five draws, where both sides are drawn as one.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.alignment import close_up, face_chip
from recognition.challenge.actions import SIDES, Action
from recognition.challenge.film import Embed
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.challenge.limits import VERSION, PhotoLimits
from recognition.challenge.novelty import gray_face, novelty
from recognition.challenge.performed import CLEAR, FRONTAL, MOUTH, Rest, strengths
from recognition.challenge.posture import Posture
from recognition.faces import Face
from recognition.images import Picture, shrunk

SCENE_SIDE = 96
HUES, SHADES = 12, 8
GREY_BELOW = 40
"""Of saturation: below, a hue is noise."""
CLOSED_EYES = 0.15
"""Posture.eyes of a picture below which nobody's eyes are open."""


def scene_agreement(one: tuple[Picture, Face], other: tuple[Picture, Face]) -> float:
    """How much of the colours around the face is in both pictures, 0..1. A turned phone shows another part of the wall,
    clothes stay."""
    first, second = _colours(*one), _colours(*other)
    return float(np.minimum(first, second).sum())


def _colours(picture: Picture, face: Face) -> NDArray[np.float64]:
    """Shares of hues and, for what has none, of shades relative to the middle one; without the face."""
    small = shrunk(picture, SCENE_SIDE, SCENE_SIDE)
    hue, saturation, value = (
        channel[_around(picture, face)] for channel in cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2HSV))
    )
    if not value.size:
        return np.zeros(HUES + SHADES)
    coloured = saturation >= GREY_BELOW
    shade = np.clip(value / max(float(np.median(value)), 1.0) * SHADES / 2, 0, SHADES - 1).astype(int)
    hues = np.bincount(hue[coloured].astype(int) * HUES // 180, minlength=HUES)
    counts = np.concatenate([hues, np.bincount(shade[~coloured], minlength=SHADES)])
    return np.asarray(counts / value.size, np.float64)


def _around(picture: Picture, face: Face) -> NDArray[np.bool_]:
    """Of the small picture, where the face is not."""
    height, width = picture.shape[:2]
    outside = np.ones((SCENE_SIDE, SCENE_SIDE), bool)
    box = face.box
    rows = (np.clip([box.y, box.y + box.height], 0, height) * SCENE_SIDE / height).astype(int)
    columns = (np.clip([box.x, box.x + box.width], 0, width) * SCENE_SIDE / width).astype(int)
    outside[rows[0] : rows[1], columns[0] : columns[1]] = False
    return outside


def judge_photo(
    neutral: tuple[Picture, Face, Posture],
    posed: tuple[Picture, Face, Posture],
    action: Action,
    embed: Embed,
    limits: PhotoLimits = PhotoLimits(),  # noqa: B008 - a frozen value
) -> ChallengeFinding:
    """Both pictures with their only faces."""
    shown = strengths(Rest(neutral[2].yaw, neutral[2].sunk, neutral[2].eyes), posed[2])
    first, second = embed(face_chip(*neutral[:2])), embed(face_chip(*posed[:2]))
    scores = {
        "person": float(first @ second),
        "scene": scene_agreement(neutral[:2], posed[:2]),
        "novelty": novelty(gray_face(*close_up(*neutral[:2])), gray_face(*close_up(*posed[:2]))),
        **{f"strength_{one}": strength for one, strength in shown.items()},
    }
    pose = _pose_problems(neutral[2], shown, action)
    problems = (*pose, *_doubts(scores, limits, done=not pose))
    status = ChallengeStatus.FAILED if problems else ChallengeStatus.PASSED
    return ChallengeFinding(status, problems, scores, VERSION)


def _pose_problems(neutral: Posture, shown: dict[Action, float], action: Action) -> Sequence[ChallengeProblem]:
    if abs(neutral.yaw) > FRONTAL or neutral.mouth >= MOUTH or neutral.eyes < CLOSED_EYES:
        return (ChallengeProblem.NOT_NEUTRAL,)
    right = {action, SIDES.get(action, action)}
    asked = max(shown.get(one, 0.0) for one in right)
    other = max((strength for one, strength in shown.items() if one not in right), default=0.0)
    if asked < 1:
        return (ChallengeProblem.WRONG_ACTION if other >= CLEAR else ChallengeProblem.NOT_DONE,)
    return (ChallengeProblem.WRONG_ACTION,) if other >= max(CLEAR, asked) else ()


def _doubts(scores: dict[str, float], limits: PhotoLimits, *, done: bool) -> Sequence[ChallengeProblem]:
    """Who did nothing and kept still has sent the same picture twice, in a way."""
    found = {
        ChallengeProblem.OTHER_PERSON: scores["person"] < limits.person,
        ChallengeProblem.OTHER_SCENE: scores["scene"] < limits.scene,
        ChallengeProblem.SAME_PICTURE: done and scores["novelty"] < limits.novelty,
    }
    return [problem for problem, so in found.items() if so]
