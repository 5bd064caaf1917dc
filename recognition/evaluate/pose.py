"""How good the pose of five landmarks is: `python -m recognition.evaluate.pose DATA`.

Beside it stands the pose of a generic head fitted to six of dlib's 68 landmarks (solvePnP), itself good to some degrees
only. Yaw counts up to LIMIT, where an enrolment stops; beyond, dlib's landmarks fail first.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.evaluate.pictures import CACHE, picture, samples
from recognition.evaluate.quality import as_line
from recognition.faces import FaceNetworks, find_faces
from recognition.images import Picture
from recognition.landmarks import Points, landmarks
from recognition.networks import NetworkSource
from recognition.pose import pose_of
from recognition.video import VideoRefused, open_clip

LIMIT = 45.0
"""Degrees."""

POINTS = (30, 8, 36, 45, 48, 54)
"""Tip of the nose, chin, outer corners of the eyes, corners of the mouth."""

HEAD = np.array(
    [[0, 0, 0], [0, 63.6, 12.5], [-43.3, -32.7, 26], [43.3, -32.7, 26], [-28.9, 28.9, 24.1], [28.9, 28.9, 24.1]]
)
"""The same of a generic head in millimetres, from the tip of the nose: to its left, down, back."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--cache", type=Path, default=CACHE)
    given = arguments.parse_args()
    networks = NetworkSource(None, given.cache).load().faces
    for name, pictures in _sets(given.data):
        angles = np.array(list(_angles(pictures, networks)))
        if len(angles) > 10:
            sys.stdout.write(as_line({"of": name, **_agreement(angles)}))


def _sets(data: Path) -> Iterator[tuple[str, Iterator[Picture]]]:
    for name in ("lfw", "faces"):
        yield name, (seen for sample in list(samples(data / name))[::4] if (seen := picture(sample)) is not None)
    for clip in sorted((data / "videos").iterdir()):
        yield clip.name, _frames(clip)


def _frames(file: Path) -> Iterator[Picture]:
    try:
        yield from (frame.picture for frame in open_clip(file.read_bytes()).frames(0.2))
    except VideoRefused:
        return


def _angles(pictures: Iterator[Picture], networks: FaceNetworks) -> Iterator[tuple[float, ...]]:
    """Yaw, pitch and roll of five landmarks, and those of the fitted head."""
    for seen in pictures:
        for face in find_faces(seen, networks)[:1]:
            pose = pose_of(face)
            yield pose.yaw, pose.pitch, pose.roll, *fitted_head(seen, landmarks(seen, face))


def fitted_head(seen: Picture, face: Points) -> tuple[float, float, float]:
    """Yaw (positive to the person's left), pitch (down) and roll in degrees, of a camera with a common lens."""
    height, width = seen.shape[:2]
    focal = 1.2 * max(height, width)
    camera = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    away = focal * (HEAD[3, 0] - HEAD[2, 0]) / max(float(np.hypot(*(face[45] - face[36]))), 1.0)
    middle = (face[list(POINTS)].mean(axis=0) - (width / 2, height / 2)) * away / focal
    start = np.append(middle, away)[:, None]
    _, turn, _ = cv2.solvePnP(HEAD, face[list(POINTS)], camera, None, np.zeros((3, 1)), start, True)
    axes, _ = cv2.Rodrigues(turn)
    nose, left = axes @ (0, 0, -1), axes @ (1, 0, 0)
    angles = np.degrees([np.arctan2(nose[0], -nose[2]), np.arctan2(nose[1], -nose[2]), np.arctan2(left[1], left[0])])
    return float(angles[0]), float(angles[1]), float(angles[2])


def _agreement(angles: NDArray[np.float64]) -> dict[str, object]:
    within = angles[(np.abs(angles[:, 0]) < LIMIT) & (np.abs(angles[:, 3]) < LIMIT)]
    yaw, fitted = within[:, 0], within[:, 3]
    far = np.abs(fitted) > 10
    return {
        "faces": len(within),
        "spread of yaw": round(float(fitted.std()), 1),
        "correlation": round(float(np.corrcoef(yaw, fitted)[0, 1]), 3),
        "slope": round(float(np.polyfit(yaw, fitted, 1)[0]), 2),
        "median error": round(float(np.median(np.abs(yaw - fitted))), 1),
        "same side beyond 10 degrees": round(float((np.sign(yaw) == np.sign(fitted))[far].mean()), 3)
        if far.any()
        else None,
        "correlation of pitch": round(float(np.corrcoef(within[:, 1], within[:, 4])[0, 1]), 3),
    }


if __name__ == "__main__":
    main()
