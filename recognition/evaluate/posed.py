"""What two pictures say, a neutral and a posed one: `python -m recognition.evaluate.posed DATA`.

Genuine pairs are two frames of a live clip of videos/, and answer what is seen to be done; every other action shall
fail. Against them stand two pictures of one person in other scenes and of two people (faces/pairs.csv), and stills
that are warped into the action, or held before the camera as a print, by recognition/evaluate/attacks.py.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from recognition.challenge.actions import SIDES, Action
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.challenge.limits import FILM
from recognition.challenge.photo import judge_photo
from recognition.challenge.posture import Posture, posture_of
from recognition.evaluate.attacks import moved_photo, warped_still
from recognition.evaluate.pictures import CACHE, Sample, picture
from recognition.evaluate.quality import as_line
from recognition.evaluate.sequences import LIVE, SEED, Look, rows, stills
from recognition.faces import Face, find_faces
from recognition.images import Picture
from recognition.landmarks import landmarks
from recognition.networks import NetworkSet, NetworkSource
from recognition.video import VideoRefused, open_clip

EVERY = 4
"""So many of the attacks' stills one is warped and moved."""

View = tuple[Picture, Face, Posture]


def seen(of: Picture, networks: NetworkSet) -> View | None:
    """None without a face."""
    faces = find_faces(of, networks.faces)
    return (of, faces[0], posture_of(faces[0], landmarks(of, faces[0]))) if faces else None


def findings(neutral: View, posed: View, actions: Sequence[Action], networks: NetworkSet) -> list[ChallengeFinding]:
    """For each action that may have been asked for."""
    embed = networks.sface.embed_chip
    return [judge_photo(neutral, posed, action, lambda chip: embed(chip).vector) for action in actions]


def clip_pairs(folder: Path, networks: NetworkSet) -> Iterator[tuple[str, Action, View, View]]:
    """Clip, what the second frame shows, and both frames."""
    for row in rows(folder):
        if row.label != LIVE:
            continue
        try:
            judged = Look.at(open_clip(row.path.read_bytes(), FILM), networks).asked(row.asked or tuple(Action)[:1])
        except VideoRefused:
            continue
        if judged.neutral_at_s is None:
            continue
        for one in judged.performed:
            pair = _frames(row.path, (judged.neutral_at_s, (one.from_s + one.until_s) / 2))
            neutral, posed = (seen(frame, networks) for frame in pair)
            if neutral and posed:
                yield row.name, one.action, neutral, posed


def _frames(file: Path, times: tuple[float, float]) -> list[Picture]:
    """The frames nearest after each time, as they are on the way of a photo."""
    found: dict[float, Picture] = {}
    for frame in open_clip(file.read_bytes(), FILM).frames(0.0):
        for at_s in times:
            if at_s not in found and frame.at_s >= at_s - 1e-6:
                found[at_s] = frame.picture
    return [found[at_s] for at_s in times]


def face_pairs(folder: Path, networks: NetworkSet) -> Iterator[tuple[bool, View, View]]:
    """Of one person or of two, each in another scene."""
    with (folder / "pairs.csv").open(newline="") as file:
        for row in list(csv.DictReader(file))[::4]:
            pair = [picture(Sample(folder / row[name], "", "", "", "")) for name in ("file_a", "file_b")]
            views = [seen(one, networks) for one in pair if one is not None]
            if len(views) == 2 and views[0] and views[1]:
                yield row["same"] == "1", views[0], views[1]


def still_pairs(folder: Path, networks: NetworkSet) -> Iterator[tuple[Action, View, View]]:
    """What was asked for, the still, and the warped still or moved print that shall answer it."""
    rng = np.random.default_rng(SEED)
    for still in stills(folder, networks)[::EVERY]:
        for action in Action:
            for attack in (warped_still(still, (action,), rng), moved_photo(still, still.picture, (action,), rng)):
                neutral, posed = (
                    seen(attack.frames[0], networks),
                    seen(attack.frames[len(attack.frames) // 2], networks),
                )
                if neutral and posed:
                    yield action, neutral, posed


def measured(data: Path, networks: NetworkSet) -> Iterator[dict[str, object]]:
    """A line per genuine pair, then the figures of each kind."""
    genuine = []
    for name, action, neutral, posed in clip_pairs(data / "videos", networks):
        own, *others = findings(neutral, posed, (action, *_others(action)), networks)
        genuine.append(own)
        passed = sum(one.status is ChallengeStatus.PASSED for one in others)
        yield {"clip": name, "action": action, **_told(own), "other actions passed": passed}
    yield {"genuine pairs": len(genuine), "passed": _passed(genuine)}
    foreign = [
        (same, findings(first, second, (Action.OPEN_MOUTH,), networks)[0])
        for same, first, second in face_pairs(data / "faces", networks)
    ]
    for same in (True, False):
        some = [finding for one, finding in foreign if one is same]
        yield {"pairs of one person" if same else "pairs of two people": len(some), **_spread(some)}
    flat = [
        findings(neutral, posed, (action,), networks)[0]
        for action, neutral, posed in still_pairs(data / "faces", networks)
    ]
    yield {"flat pairs": len(flat), "passed": _passed(flat), **_spread(flat)}


def _others(action: Action) -> list[Action]:
    return [one for one in Action if one not in {action, SIDES.get(action, action)}]


def _passed(some: Sequence[ChallengeFinding]) -> int:
    return sum(one.status is ChallengeStatus.PASSED for one in some)


def _told(finding: ChallengeFinding) -> dict[str, object]:
    scores = {name: round(finding.scores[name], 3) for name in ("person", "scene", "novelty")}
    return {"status": finding.status, "problems": list(finding.problems), **scores}


def _spread(some: Sequence[ChallengeFinding]) -> dict[str, object]:
    """Percentiles 1, 10, 50, 90 and 99 of the signals, and how often each doubt was raised."""
    doubts = (ChallengeProblem.OTHER_PERSON, ChallengeProblem.OTHER_SCENE, ChallengeProblem.SAME_PICTURE)
    return {
        **{
            name: [round(float(at), 3) for at in np.percentile([one.scores[name] for one in some], (1, 10, 50, 90, 99))]
            for name in ("person", "scene", "novelty")
        },
        **{doubt.value: sum(doubt in one.problems for one in some) for doubt in doubts},
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=CACHE)
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    for line in measured(given.data, NetworkSource(None, given.cache).load()):
        sys.stdout.write(as_line(line))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
