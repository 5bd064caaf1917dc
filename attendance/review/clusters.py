"""Which check-ins belong together as evidence: pure, told by tables in its test.

Only what bears a sign of its own is ever part of a cluster. Time, place and scene link such check-ins with each other;
by themselves they say nothing, for colleagues stand before the same wall in the same minute every morning. And since
the detection of prints and screens errs, and honest people fail a challenge too, a few such doubts in a crowd are what
chance makes, and no cluster.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import comb

import numpy as np

from attendance.rules.kinds import SuspicionRule
from recognition.fingerprint import from_bytes

ALIKE = 64
"""Bits of recognition.fingerprint within which two pictures show the same scene: see recognition.evaluate.reuse."""

MOST_COMPARED = 2_000
"""Pictures whose scenes are compared with each other: of the newest, each with each."""

LEAST_SHARE = 0.02
"""Of doubts of one kind by chance among all check-ins, however few there were: nobody's detection errs less."""

HALF_A_DAY = timedelta(hours=12)
"""Before and after: whoever came to a place that day is its crowd."""


class Sign(StrEnum):
    """What makes one check-in look odd by itself."""

    REUSED = "reused"
    SPOOF = "spoof"
    UNPASSED = "unpassed"
    """A challenge was answered, and failed."""
    ODD_WAY = "odd-way"


DOUBTS = frozenset({Sign.SPOOF, Sign.UNPASSED})
"""Signs that honest people bear by chance: of one person alone they are no cluster."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One check-in, or one part that was refused for the way it came: then `odd_part_id` is its row.

    `ways` are the kinds of an odd part. `scene` is the fingerprint of its picture. `first_media_id`: the picture that
    this one is a copy of, which came from `first_by`. Without signs it is one of the crowd.

    `live_score` (0 attack, 1 live) and `bits`, in which the fingerprints of copy and original differ, are evidence for
    whoever looks; None where there is no such finding. Nothing is joined by them.
    """

    employee_id: int
    at: datetime
    attempt_id: int | None = None
    odd_part_id: int | None = None
    agency_id: int | None = None
    site_id: int | None = None
    signs: frozenset[Sign] = frozenset()
    ways: tuple[str, ...] = ()
    media_id: int | None = None
    scene: bytes | None = None
    first_media_id: int | None = None
    first_by: int | None = None
    live_score: float | None = None
    bits: int | None = None

    @property
    def is_doubt(self) -> bool:
        """Whether it bears nothing but what chance makes too."""
        return bool(self.signs) and self.signs <= DOUBTS


@dataclass(frozen=True, slots=True)
class Cluster:
    """Traces that belong together, in the order of their time. `alike`: those of them before one background."""

    traces: tuple[Trace, ...]
    alike: frozenset[Trace] = frozenset()

    @property
    def same_scene(self) -> bool | None:
        """None where there are no two pictures to compare."""
        return bool(self.alike) if sum(trace.scene is not None for trace in self.traces) > 1 else None

    @property
    def people(self) -> frozenset[int]:
        return frozenset(trace.employee_id for trace in self.traces)

    @property
    def signs(self) -> Counter[Sign]:
        """How many traces bear each."""
        return Counter(sign for trace in self.traces for sign in trace.signs)

    @property
    def lasted(self) -> timedelta:
        return self.traces[-1].at - self.traces[0].at


def clusters(traces: Iterable[Trace], rule: SuspicionRule) -> list[Cluster]:
    """What a human should look at, the strongest evidence first. `traces`: everybody's, also those without any sign."""
    everybody = sorted(traces, key=lambda trace: trace.at)
    odd = [trace for trace in everybody if trace.signs]
    scenes = list(_of_one_scene(odd))
    links = [*_at_one_place(odd, timedelta(minutes=rule.minutes)), *scenes, *_of_one_picture(odd)]
    crowd = _Crowd(everybody, rule)
    found = []
    for members in _joined(len(odd), links):
        kept = crowd.beyond_chance([odd[member] for member in members])
        if _is_worth_a_look(kept):
            before = {odd[one] for link in scenes for one in link}
            alike = frozenset(before.intersection(kept))
            found.append(Cluster(tuple(kept), alike if len(alike) > 1 else frozenset()))
    return sorted(found, key=_strength, reverse=True)


def _strength(cluster: Cluster) -> tuple[int, int, int, datetime]:
    """Many people, by several independent signs, often, and lately."""
    return len(cluster.people), len(cluster.signs) + bool(cluster.alike), len(cluster.traces), cluster.traces[-1].at


def _is_worth_a_look(traces: Sequence[Trace]) -> bool:
    """Several people; or one, by more than the doubt of a detector that errs."""
    several = len({trace.employee_id for trace in traces}) > 1
    return several or any(not trace.is_doubt for trace in traces)


def _at_one_place(odd: Sequence[Trace], within: timedelta) -> Iterator[tuple[int, int]]:
    """One after the other within minutes: there, where a place is not known in the agency, and of one person."""
    places: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for number, trace in enumerate(odd):
        if trace.site_id is not None:
            places["site", trace.site_id].append(number)
        places["agency", trace.agency_id].append(number)
        places["person", trace.employee_id].append(number)
    for (kind, _), numbers in places.items():
        for one, other in pairwise(numbers):
            known = odd[one].site_id is not None and odd[other].site_id is not None
            if odd[other].at - odd[one].at <= within and (kind != "agency" or not known):
                yield one, other


def _of_one_scene(odd: Sequence[Trace]) -> Iterator[tuple[int, int]]:
    seen = [number for number, trace in enumerate(odd) if trace.scene is not None][-MOST_COMPARED:]
    if len(seen) < 2:
        return
    words = from_bytes([odd[number].scene or b"" for number in seen])
    for place, number in enumerate(seen[:-1]):
        bits = np.bitwise_count(words[place + 1 :] ^ words[place]).sum(axis=1, dtype=np.int64)
        for other in np.flatnonzero(bits <= ALIKE):
            yield number, seen[place + 1 + int(other)]


def _of_one_picture(odd: Sequence[Trace]) -> Iterator[tuple[int, int]]:
    """A copy and its original, or two copies of the same."""
    first: dict[int, int] = {}
    for number, trace in enumerate(odd):
        for media_id in {trace.media_id, trace.first_media_id} - {None}:
            if media_id in first:
                yield first[media_id], number
            elif media_id is not None:
                first[media_id] = number


def _joined(count: int, links: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Everything that is linked, also by others; each on its own when it is not."""
    parent = list(range(count))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in links:
        parent[root(other)] = root(one)
    groups: dict[int, list[int]] = defaultdict(list)
    for one in range(count):
        groups[root(one)].append(one)
    yield from groups.values()


class _Crowd:
    """Everybody's check-ins, by which it is told whether some doubts are more than what chance makes."""

    def __init__(self, everybody: Iterable[Trace], rule: SuspicionRule) -> None:
        self._chance = rule.chance
        self._at = defaultdict[int | None, list[Trace]](list)
        self._bearing = Counter[frozenset[Sign]]()
        for trace in everybody:
            if trace.attempt_id is not None:
                self._at[trace.site_id].append(trace)
                self._bearing[trace.signs & DOUBTS] += 1

    def beyond_chance(self, members: Sequence[Trace]) -> list[Trace]:
        """Without mere doubts where there are no more of them than such a crowd has anyway."""
        doubts = [trace for trace in members if trace.is_doubt]
        if not doubts or self._by_chance(doubts, members) <= self._chance:
            return list(members)
        return [trace for trace in members if not trace.is_doubt]

    def _by_chance(self, doubts: Sequence[Trace], members: Sequence[Trace]) -> float:
        """A bound of how likely it is to find as many so close somewhere among all who came there that day.

        Whoever looks for the densest stretch of a morning has as many tries as people came, and that with each kind of
        doubt and with all of them (Bonferroni's bound).
        """
        kinds = frozenset[Sign]().union(*(trace.signs for trace in doubts))
        looked_for = {kinds, *(frozenset({kind}) for kind in kinds)}
        among, that_day = (self._people(members, around) for around in (timedelta(0), HALF_A_DAY))
        least = 1.0
        for wanted in looked_for:
            people = len({trace.employee_id for trace in doubts if trace.signs & wanted})
            least = min(least, tail(people, max(among, people), self._share(wanted, members)))
        return len(looked_for) * max(that_day, 1) * least

    def _people(self, members: Sequence[Trace], around: timedelta) -> int:
        """Who checked in at the same places in their time, and so long before and after it."""
        first, last = members[0].at - around, members[-1].at + around
        there = (trace for site_id in {trace.site_id for trace in members} for trace in self._at[site_id])
        return len({trace.employee_id for trace in there if first <= trace.at <= last})

    def _share(self, kinds: frozenset[Sign], members: Sequence[Trace]) -> float:
        """How many of all others bear such a sign; each kind of doubt has an error of its own."""
        own = Counter(trace.signs & DOUBTS for trace in members if trace.attempt_id is not None)
        others = self._bearing - own
        seen = sum(count for signs, count in others.items() if signs & kinds) / max(others.total(), 1)
        return max(LEAST_SHARE * len(kinds), seen)


def tail(hits: int, of: int, share: float) -> float:
    """The probability of so many hits or more when each of so many has that share (binomial)."""
    share = min(share, 1.0)
    return sum(comb(of, some) * share**some * (1 - share) ** (of - some) for some in range(hits, of + 1))
