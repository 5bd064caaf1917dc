"""`presensi bench duplicates`: the search of one face among those of a whole regency, in a process of its own.

One thread for products of matrices, so that wall time is the time of one core.
"""

import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TypeVar

from attendance.people.faces.gallery import Gallery
from attendance.records.database import Database
from attendance.rules.kinds import DuplicateRule
from attendance.vault.keyring import Keyring, new_key
from presensi.bench.double_faces import double_faces
from presensi.bench.synthetic_faces import enrol_one_more, found_gallery, pictures_of
from presensi.output import print_json

SEARCHES = 50

T = TypeVar("T")

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def duplicates(*, people: int = 30_000, templates: int = 5, pictures: Path | None = None, json: bool = False) -> int:
    """Search synthetic faces for one more among so many people, and count false alarms over real pictures.

    Parameters
    ----------
    people
        Employees that are enrolled.
    templates
        Of each, and as many pictures are searched with at a time.
    pictures
        A folder with manifest.csv (file, identity), such as LFW: how often different people are taken for one, and
        one person for two, by threshold. Without it only time and memory are measured.
    json
        Print one JSON object as the last line.
    """
    figures = dict(measure(people, templates))
    if pictures is not None:
        figures["double_faces"] = asyncio.run(double_faces(pictures))
    for name, value in figures.items():
        print(f"{name:28} {value}")
    if json:
        print_json(figures)
    return int(not figures["found"] or figures["false_alarms"] != 0)


def measure(people: int, templates: int) -> Mapping[str, object]:
    """Time and memory; the database is made in one process and searched in another."""
    with tempfile.TemporaryDirectory(prefix="presensi-bench-") as folder:
        told = (f"sqlite:///{Path(folder, 'bench.sqlite3')}", new_key("bench"), people, templates)
        os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
        _alone(_found, *told)
        return {"people": people, "templates": people * templates} | _alone(_searched, *told)


def _alone(work: Callable[[str, str, int, int], T], *told: *tuple[str, str, int, int]) -> T:
    """In a process that ends afterwards."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *told).result()


def _found(url: str, keys: str, people: int, templates: int) -> None:
    async def found() -> None:
        database = await Database.open(url)
        try:
            await found_gallery(database, Keyring.parse(keys), people, templates)
        finally:
            await database.close()

    asyncio.run(found())


def _searched(url: str, keys: str, people: int, templates: int) -> dict[str, object]:
    async def searched() -> dict[str, object]:
        database = await Database.open(url)
        try:
            return await _figures(database, Keyring.parse(keys), people, templates)
        finally:
            await database.close()

    return asyncio.run(searched())


async def _figures(database: Database, keyring: Keyring, people: int, templates: int) -> dict[str, object]:
    search, newcomer = _Search(Gallery(database, keyring), templates), people + 1
    async with database.read() as session:
        await session.connection()  # opening the file is no part of it
    gc.collect()
    before = _rss_mb()
    async with _Stall() as stall:
        first = await search.of(newcomer, by=newcomer)
    peak = _peak_rss_mb()
    others = [await search.of(1 + number * people // SEARCHES, by=newcomer) for number in range(SEARCHES)]
    await enrol_one_more(database, keyring, newcomer, templates)
    after = await search.of(newcomer, by=newcomer + 1)
    return {
        "load_s": round(first.wall_s, 2),
        "load_cpu_s": round(first.cpu_s, 2),
        "load_peak_mb": round(peak - before),
        "kept_mb": round(_rss_mb() - before),
        "longest_stall_ms": round(stall.longest_ms, 1),
        "search_cpu_ms": round(1000 * median(one.cpu_s for one in others), 1),
        "search_ms": round(1000 * median(one.wall_s for one in others), 1),
        "search_longest_ms": round(1000 * max(one.wall_s for one in others), 1),
        "after_enrolment_cpu_ms": round(1000 * after.cpu_s, 1),
        "after_enrolment_ms": round(1000 * after.wall_s, 1),
        "found": not first.hits and all(one.hits[:1] == [one.person] for one in (*others, after)),
        "false_alarms": sum(len(one.hits) - 1 for one in (*others, after)),
    }


@dataclass(frozen=True)
class _Sought:
    """One search for new pictures of a person under another name. `cpu_s`: of all threads together."""

    person: int
    hits: list[int]
    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class _Search:
    gallery: Gallery
    pictures: int

    async def of(self, person: int, by: int) -> _Sought:
        probes = pictures_of(person, self.pictures, first=self.pictures)
        began, cpu = time.monotonic(), time.process_time()
        found = await self.gallery.search(probes, by, DuplicateRule().suspect_at)
        ended, cpu_ended = time.monotonic(), time.process_time()
        return _Sought(person, [one.employee_id for one in found.others], ended - began, cpu_ended - cpu)


class _Stall:
    """The longest time in which the event loop did nothing else while the block ran."""

    def __init__(self) -> None:
        self.longest_ms = 0.0

    async def __aenter__(self) -> "_Stall":
        self._watching = asyncio.get_running_loop().create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching

    async def _watch(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.001)
            self.longest_ms = max(self.longest_ms, 1000 * (time.monotonic() - began) - 1)


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _peak_rss_mb() -> float:
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
