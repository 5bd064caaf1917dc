"""How often a search for duplicates is wrong on real pictures: different people taken for one, one taken for two."""

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from attendance.people.faces.known_faces import Alike, KnownFaces
from attendance.rules.kinds import DuplicateRule
from recognition import sface
from recognition.embedding import Embedding
from recognition.evaluate.pictures import samples
from recognition.examination import Examiner
from recognition.quality import QualityLimits

THRESHOLDS = tuple(round(0.40 + step * 0.02, 2) for step in range(11))

#: People for whom false alarms are told: those of Konawe Selatan.
REGENCY = 10_000

#: Ways in which the pictures of one person are split into an older and a newer set.
SPLITS = 50

#: Fewer events than this tell no rate, only a bound.
FEWEST = 10

People = Mapping[str, Sequence[Embedding]]


async def double_faces(folder: Path) -> dict[str, object]:
    """By threshold: false alarms among sets of two and three pictures, and misses among sets of three."""
    with tempfile.TemporaryDirectory() as cache:
        async with Examiner(models=None, cache=Path(cache), engines=(sface.NAME,)) as examiner:
            people = await _people(folder, examiner)
    same = _same(people)
    return {
        "pictures": sum(map(len, people.values())),
        "people": len(people),
        "missed": {
            "splits": len(same),
            "people": sum(len(pictures) >= 6 for pictures in people.values()),
            "least": _rounded(same.min()) if len(same) else None,
            **{f"{at:.2f}": _rounded(np.mean(same < at)) for at in THRESHOLDS if len(same)},
        },
        "two_pictures": _false_alarms(people, 2),
        "three_pictures": _false_alarms(people, 3),
        "look_alikes": _told_apart(people, DuplicateRule()),
    }


async def _people(folder: Path, examiner: Examiner) -> People:
    """Pictures that an operator would not be asked to take again."""
    people: dict[str, list[Embedding]] = {}
    for sample in samples(folder):
        examination = await examiner.examine(sample.path.read_bytes(), [sface.NAME], QualityLimits())
        people.setdefault(sample.identity, []).extend(examination.embeddings)
    return people


def _same(people: People) -> NDArray[np.float64]:
    """Likeness of three pictures of a person to three others of the same one, drawn again and again."""
    dice, likeness = np.random.default_rng(1), []
    for pictures in (pictures for pictures in people.values() if len(pictures) >= 6):
        for _ in range(SPLITS):
            drawn = [pictures[index] for index in dice.permutation(len(pictures))[:6]]
            own = _known({"somebody": drawn[:3]}).alike(_stacked(drawn[3:]), 0, -1)[1]
            likeness.append(own if own is not None else -1.0)
    return np.array(likeness)


def _told_apart(people: People, rule: DuplicateRule) -> dict[str, object]:
    """Every picture beyond the first three, once as its owner and once as the most alike of all others.

    As if these two were registered as look-alikes: how many pass, and how many are refused; a human sees the rest.
    """
    enough = {name: found[:3] for name, found in people.items() if len(found) >= 3}
    known = _known(enough)
    seen = np.array(
        [
            (own, others[0].likeness)
            for index, name in enumerate(enough)
            for probe in people[name][3:]
            for others, own in [known.alike(probe.vector[None], index, -1.0)]
        ]
    )
    own, rival = seen.T
    return {
        "probes": len(seen),
        "people": sum(len(found) > 3 for found in people.values()),
        "honest_passed": int(_passes(own, rival, rule).sum()),
        "honest_refused": int((own < rival).sum()),
        "others_passed": int(_passes(rival, own, rule).sum()),
        "others_refused": int((rival < own).sum()),
    }


def _passes(own: NDArray[np.float64], rival: NDArray[np.float64], rule: DuplicateRule) -> NDArray[np.bool_]:
    return (own >= rule.look_alike_accept) & (own - rival >= rule.look_alike_margin)


@dataclass(frozen=True)
class _Pair:
    names: tuple[str, str]
    likeness: float


def _false_alarms(people: People, pictures: int) -> dict[str, object]:
    """Everybody who has so many pictures, searched among all others who have."""
    enough = {name: found[:pictures] for name, found in people.items() if len(found) >= pictures}
    names, known = list(enough), _known(enough)
    pairs = [
        _Pair((name, names[one.employee_id]), one.likeness)
        for index, name in enumerate(names)
        for one in _others(known, enough[name], index)
    ]
    searched = len(names) * (len(names) - 1)
    pairs.sort(key=lambda pair: -pair.likeness)
    return {
        "people": len(names),
        "comparisons": searched,
        "most_alike": [[*pair.names, _rounded(pair.likeness)] for pair in pairs[:6]],
        **{f"{at:.2f}": _told(sum(pair.likeness >= at for pair in pairs), searched) for at in THRESHOLDS},
    }


def _others(known: KnownFaces, pictures: Sequence[Embedding], index: int) -> list[Alike]:
    return known.alike(_stacked(pictures), index, THRESHOLDS[0])[0]


def _told(alarms: int, searched: int) -> dict[str, object]:
    """`per_enrolment` among REGENCY people, null where too few were seen; the bound holds with 95 % confidence."""
    bound = _at_most(alarms)
    return {
        "alarms": alarms,
        "per_enrolment": _rounded(alarms / searched * REGENCY) if alarms >= FEWEST else None,
        "at_most": _rounded(bound / searched * REGENCY),
    }


def _at_most(events: int) -> float:
    """The mean of a Poisson distribution that gives so few events in 5 % of the cases: 3.0 for none."""
    low, high = 0.0, 10.0 + 3 * events
    while high - low > 1e-6:
        mean = (low + high) / 2
        fewer = sum(math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) for count in range(events + 1))
        low, high = (mean, high) if fewer > 0.05 else (low, mean)
    return high


def _known(people: People) -> KnownFaces:
    numbers = np.repeat(np.arange(len(people), dtype=np.int64), [len(pictures) for pictures in people.values()])
    columns = _stacked([one for pictures in people.values() for one in pictures]).T
    return KnownFaces(np.ascontiguousarray(columns), numbers, numbers)


def _stacked(pictures: Sequence[Embedding]) -> NDArray[np.float32]:
    return np.stack([picture.vector for picture in pictures])


def _rounded(value: float | np.floating) -> float:
    return round(float(value), 4)
