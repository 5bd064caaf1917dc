"""How the video challenge does on a folder of clips or of folders of frames, and on flat attacks made from them:
`python -m recognition.evaluate.sequences FOLDER [--attacks N] [--stills FOLDER]`.

A clip's own actions stand in its manifest, or, for the clips of videos/, in clips.csv beside this file, which was
written by looking at the clips and at their measured curves. A clip without any is asked for what is seen to be done.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from io import BytesIO
from math import sqrt
from pathlib import Path

import cv2
import numpy as np

from recognition.challenge.actions import Action
from recognition.challenge.film import Judged, judge, refused
from recognition.challenge.finding import ChallengeFinding, ChallengeStatus
from recognition.challenge.limits import FILM
from recognition.challenge.performed import Performed, order_of, order_problem, performed
from recognition.challenge.posture import posture_of
from recognition.challenge.watching import Film, Watched, watch
from recognition.evaluate.attacks import DRAWS, SIDE, Attack, Genuine, Still, answered, attacks, square
from recognition.evaluate.pictures import CACHE, picture, samples
from recognition.evaluate.quality import as_line
from recognition.faces import find_faces
from recognition.images import ImageRefused, Picture, decode
from recognition.landmarks import Points, landmarks
from recognition.networks import NetworkSet, NetworkSource
from recognition.video import Frame, VideoReason, VideoRefused, open_clip

LIVE, EDGE = "live", "edge"
"""Labels; every other one is an attack's. Edge cases count for neither."""

ANNOTATED = Path(__file__).with_name("clips.csv")

FRAMES_PER_S = 10.0
"""Of a folder of frames whose manifest has no column fps."""

SEED = 4
SPREAD = 7
"""Every so many pictures one is a still of the attacks."""
STILL_WIDTH = 100
"""Pixels of width of a face at least."""

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Row:
    """One line of the manifest. `asked` is None where nothing names actions, empty where there are none to name.

    `told`: the manifest says what an attack was asked for; else `asked` is what it shows.
    """

    path: Path
    label: str
    asked: tuple[Action, ...] | None
    told: bool
    fps: float

    @property
    def name(self) -> str:
        return self.path.name


def rows(folder: Path) -> Iterator[Row]:
    """Of manifest.csv: file (a clip or a folder of frames), label and, if you like, actions, order and fps.

    `actions` are names with spaces, commas or semicolons between; `order` is the same names in the order that is asked
    for, or the places of the actions in it ("2 1"), from 1 or 0. Raises ValueError for what is no action.
    """
    with (folder / "manifest.csv").open(newline="") as manifest:
        annotated = _annotations()
        for row in csv.DictReader(manifest):
            told = row.get("actions") or row.get("order")
            asked = asked_in(row.get("actions") or "", row.get("order") or "") if told else annotated.get(row["file"])
            fps = float(row["fps"]) if row.get("fps") else FRAMES_PER_S
            yield Row(folder / row["file"], row["label"].strip().lower(), asked, bool(told), fps)


def _annotations() -> dict[str, tuple[Action, ...]]:
    with ANNOTATED.open(newline="") as file:
        return {row["file"]: asked_in(row["actions"], "") for row in csv.DictReader(file)}


def asked_in(actions: str, order: str) -> tuple[Action, ...]:
    """The draw that two cells of a manifest mean. Raises ValueError."""
    named, places = _words(actions), _words(order)
    if not places:
        return tuple(Action(name) for name in named)
    if not all(place.isdigit() for place in places):
        return tuple(Action(name) for name in places)
    first = min(int(place) for place in places)
    if sorted(int(place) - first for place in places) != list(range(len(named))):
        raise ValueError(f"the order {order!r} does not number the actions {actions!r}")
    return tuple(Action(name) for _, name in sorted(zip((int(place) for place in places), named, strict=True)))


def _words(cell: str) -> list[str]:
    return [word.lower().replace("_", "-") for word in re.split(r"[\s,;|>\[\]'\"]+", cell) if word]


@dataclass(frozen=True)
class Folder:
    """A folder of frames, in the order of their names."""

    path: Path
    fps: float

    @property
    def files(self) -> list[Path]:
        return sorted(file for file in self.path.iterdir() if file.suffix.lower() in PICTURES)

    @property
    def duration_s(self) -> float:
        return len(self.files) / self.fps

    def frames(self, apart_s: float) -> Iterator[Frame]:
        """As of Clip.frames."""
        next_at = 0.0
        for number, file in enumerate(self.files):
            at_s = number / self.fps
            if at_s >= next_at - 1e-9:
                next_at = at_s + apart_s
                yield Frame(at_s, _decoded(file))


def _decoded(file: Path) -> Picture:
    try:
        return decode(file.read_bytes())
    except ImageRefused as refusal:
        raise VideoRefused(VideoReason.BROKEN) from refusal


def film_of(row: Row) -> Film:
    """Raises VideoRefused, also for a folder that is too short or too long."""
    if not row.path.is_dir():
        return open_clip(row.path.read_bytes(), FILM)
    folder = Folder(row.path, row.fps)
    if folder.duration_s < FILM.min_duration_s:
        raise VideoRefused(VideoReason.TOO_SHORT)
    if folder.duration_s > FILM.max_duration_s:
        raise VideoRefused(VideoReason.TOO_LONG)
    return folder


@dataclass(frozen=True, eq=False)
class Look:
    """A film that was looked through: it can be asked for anything."""

    watched: Watched
    points: Sequence[Points]
    networks: NetworkSet

    @classmethod
    def at(cls, film: Film, networks: NetworkSet) -> "Look":
        """Raises VideoRefused."""
        watched = watch(film, networks.faces)
        return cls(watched, [landmarks(*one.view) for one in watched.sightings], networks)

    def asked(self, actions: Sequence[Action]) -> Judged:
        return judge(self.watched, self.points, actions, lambda chip: self.networks.sface.embed_chip(chip).vector)

    def found(self) -> tuple[Performed, ...]:
        """What is seen to be done."""
        sightings = self.watched.sightings
        postures = [posture_of(one.view[1], of) for one, of in zip(sightings, self.points, strict=True)]
        return performed([one.at_s for one in sightings], postures)


@dataclass(frozen=True)
class Outcome:
    """Of one clip. `others` are the draws of DRAWS but its own, of which `others_passed` were answered."""

    row: Row
    asked: tuple[Action, ...]
    finding: ChallengeFinding
    others: int
    others_passed: tuple[tuple[Action, ...], ...]

    @property
    def passed(self) -> bool:
        return self.finding.status is ChallengeStatus.PASSED


def outcome(row: Row, networks: NetworkSet) -> Outcome:
    """Asked for its own and for every other draw."""
    try:
        look = Look.at(film_of(row), networks)
    except VideoRefused as refusal:
        return Outcome(row, row.asked or (), refused(refusal.reason), 0, ())
    found = look.found()
    asked = order_of(found) if row.asked is None else row.asked
    others = [draw for draw in DRAWS if draw != asked]
    in_order = [draw for draw in others if order_problem(found, draw) is None]
    passed = tuple(draw for draw in in_order if look.asked(draw).finding.status is ChallengeStatus.PASSED)
    finding = look.asked(asked).finding if asked else look.asked(DRAWS[0]).finding
    return Outcome(row, asked, finding, len(others), passed)


def genuine_of(row: Row, networks: NetworkSet) -> Genuine | None:
    """The beginning of a live clip, as small as a round video, with what is seen to be done in it; None for nothing."""
    try:
        film = film_of(row)
        frames = [_small(frame.picture) for frame in film.frames(1 / CLIP_FPS) if frame.at_s < CLIP_S]
        fps = len(frames) / min(film.duration_s, CLIP_S)
        found = Look.at(open_clip(encoded(frames, fps), FILM), networks).found()
    except VideoRefused:
        return None
    return Genuine(row.name, frames, fps, found, order_of(found)) if found else None


CLIP_FPS, CLIP_S = 16.0, 10.0
"""Of the clips that attacks are made of."""


def _small(picture: Picture) -> Picture:
    scale = SIDE / max(picture.shape[:2])
    width, height = (2 * round(scale * side / 2) for side in (picture.shape[1], picture.shape[0]))
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def encoded(frames: Sequence[Picture], fps: float) -> bytes:
    """An H.264 file, as a messenger makes it."""
    import av

    file = BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(100))
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "veryfast", "crf": "23"}
        for picture in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")))
        container.mux(stream.encode(None))
    return file.getvalue()


def stills(folder: Path, networks: NetworkSet) -> list[Still]:
    """Some pictures of a folder with a manifest, whose faces are large enough."""
    found = []
    for sample in list(samples(folder))[::SPREAD]:
        if (seen := picture(sample)) is None:
            continue
        faces = find_faces(seen, networks.faces)
        if faces and faces[0].box.width >= STILL_WIDTH:
            found.append(Still(sample.path.name, *square(seen, faces[0])))
    return found


def answer(attack: Attack, networks: NetworkSet) -> ChallengeFinding:
    """What the challenge says to an attack, as a file."""
    try:
        return Look.at(open_clip(encoded(attack.frames, attack.fps), FILM), networks).asked(attack.asked).finding
    except VideoRefused as refusal:
        return refused(refusal.reason)


def interval(count: int, of: int) -> tuple[float, float]:
    """95 % of a share (Wilson, "Probable Inference", 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def chance(own: Sequence[Action]) -> float:
    """That exactly this is drawn, where two and three actions are drawn equally often."""
    return 0.5 / sum(len(draw) == len(own) for draw in DRAWS) if len(own) in (2, 3) else 0.0


def attack_figures(made: Sequence[tuple[Attack, ChallengeFinding]]) -> dict[str, dict[str, object]]:
    """By kind: how many were accepted, and by which problems the others were caught."""
    told: dict[str, dict[str, object]] = {}
    for kind in dict.fromkeys(attack.kind for attack, _ in made):
        findings = [finding for attack, finding in made if attack.kind is kind]
        passed = [finding for finding in findings if finding.status is ChallengeStatus.PASSED]
        caught = Counter(problem.value for finding in findings for problem in finding.problems)
        told[kind.value] = {
            "attacks": len(findings),
            "accepted": len(passed),
            "interval": interval(len(passed), len(findings)),
            "problems": dict(caught.most_common()),
        }
    return told


def measured(folder: Path, networks: NetworkSet, each: int, faces: Path | None) -> Iterator[dict[str, object]]:
    """A line per clip and per attack, and the figures of all as the last one; `each` attacks per kind."""
    outcomes = []
    for row in rows(folder):
        outcomes.append(outcome(row, networks))
        yield _line(outcomes[-1])
    made = []
    genuine = _genuine(outcomes, networks) if each else []
    for one in genuine:
        yield {"genuine": one.name, "answers": [" ".join(draw) for draw in answered(one.found)]}
    for attack, finding in _attacked(genuine, networks, each, faces):
        made.append((attack, finding))
        yield {
            "attack": attack.kind,
            "of": attack.of,
            "asked": " ".join(attack.asked),
            "status": finding.status,
            "problems": list(finding.problems),
            "scores": _rounded(finding),
        }
    yield figures(outcomes, made)


def _genuine(outcomes: Sequence[Outcome], networks: NetworkSet) -> list[Genuine]:
    """The beginnings of the live clips that passed."""
    live = [one.row for one in outcomes if one.row.label == LIVE and one.passed]
    return [found for row in live if (found := genuine_of(row, networks))]


def _attacked(
    genuine: Sequence[Genuine], networks: NetworkSet, each: int, faces: Path | None
) -> Iterator[tuple[Attack, ChallengeFinding]]:
    """Flat attacks out of clips and pictures, without their frames."""
    if not each or faces is None:
        return
    for make in attacks(stills(faces, networks), genuine, SEED, each):
        attack = make()
        yield replace(attack, frames=()), answer(attack, networks)


def figures(outcomes: Sequence[Outcome], made: Sequence[tuple[Attack, ChallengeFinding]]) -> dict[str, object]:
    """Of the clips themselves, and of the flat attacks if any were made."""
    live = [one for one in outcomes if one.row.label == LIVE and one.asked]
    fakes = [one for one in outcomes if one.row.label not in {LIVE, EDGE}]
    # An attack whose draw the manifest does not tell is asked for all draws but its own.
    fooled = sum(one.passed if one.row.told else bool(one.others_passed) for one in fakes)
    return {
        "attacks_accepted": fooled + sum(finding.status is ChallengeStatus.PASSED for _, finding in made),
        "attacks": len(fakes) + len(made),
        "live_passed": sum(one.passed for one in live),
        "live": len(live),
        "live_failed": {one.row.name: list(one.finding.problems) for one in live if not one.passed},
        "live_not_asked": [one.row.name for one in outcomes if one.row.label == LIVE and not one.asked],
        "live_asked_for_other_draws": sum(one.others for one in live),
        "live_passed_other_draws": {
            one.row.name: [" ".join(draw) for draw in one.others_passed] for one in live if one.others_passed
        },
        "attacks_asked_for_their_own": _own_figures([one for one in fakes if one.asked and not one.row.told]),
        "flat_attacks": attack_figures(made),
    }


def _own_figures(fakes: Sequence[Outcome]) -> dict[str, object]:
    hits = sum(one.passed for one in fakes)
    return {
        "accepted": hits,
        "attacks": len(fakes),
        "apcer": hits / len(fakes) if fakes else None,
        "interval": interval(hits, len(fakes)),
        "chance_of_the_draw": {one.row.name: chance(one.asked) for one in fakes},
    }


def _line(one: Outcome) -> dict[str, object]:
    return {
        "file": one.row.name,
        "label": one.row.label,
        "asked": " ".join(one.asked),
        "status": one.finding.status,
        "problems": list(one.finding.problems),
        "other_draws_passed": [" ".join(draw) for draw in one.others_passed],
        "scores": _rounded(one.finding),
    }


def _rounded(finding: ChallengeFinding) -> dict[str, float]:
    return {name: round(score, 3) for name, score in finding.scores.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--attacks", type=int, default=0, help="flat attacks of each kind")
    arguments.add_argument("--stills", type=Path, help="a folder of pictures for them, with a manifest.csv")
    arguments.add_argument("--cache", type=Path, default=CACHE)
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    networks = NetworkSource(None, given.cache).load()
    for line in measured(given.folder, networks, given.attacks, given.stills):
        sys.stdout.write(as_line(line))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
