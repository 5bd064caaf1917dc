"""`presensi bench checkins`: the whole way at a steady rate, the service in a process of its own."""

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.pictures import Picture
from presensi.bench.people import Sitter, default_pictures, sitters
from presensi.bench.regency import ACCOUNTS_FROM, OFFICE, Files, found_bench
from presensi.bench.service import ServiceProcess, running
from presensi.bench.verdicts import read_verdicts
from presensi.output import print_json

TOKEN = "700100300:AAH-bench-token-0123456789-abcdefghijk"  # noqa: S105 - of the emulator

# A pair that has no verdict this long after the last one was sent is lost.
PATIENCE_S = 60


async def checkins(*, people: int = 200, rate: float = 5.0, pictures: Path | None = None, json: bool = False) -> int:
    """Send one unprompted check-in (selfie, then position) per employee at a steady rate and count what became of it.

    Parameters
    ----------
    people
        Employees, each with an identity of the pictures of their own.
    rate
        Check-ins begun per second.
    pictures
        A folder with one sub-folder per person and at least two pictures in each; default: the evaluation faces.
    json
        Print one JSON object as the last line.
    """
    figures = await measure(people, rate, pictures or default_pictures())
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if json:
        print_json(figures)
    return int(figures["lost"] != 0 or figures["doubled"] != 0)


async def measure(people: int, rate: float, pictures: Path) -> Mapping[str, object]:
    """The figures of one run; the service is a process of its own, the platform and the phones are this one."""
    with tempfile.TemporaryDirectory(prefix="presensi-bench-") as folder:
        files = Files(Path(folder))
        crowd, left_out = await _enrolled(files, pictures, people)
        platform = Platform(SystemClock())
        platform.add_bot(TOKEN, "presensi_bench_bot")
        async with serve(create_app(platform)) as url, running(files, TOKEN, url, platform) as process:
            phones = [platform.phone(ACCOUNTS_FROM + number, "Pegawai") for number in range(people)]
            probes = [await platform.photo(sitter.probe) for sitter in crowd]
            load = await _load(phones, probes, rate, process)
        verdicts = await read_verdicts(files.database_url)
    return {
        "people": people,
        "rate": rate,
        "accepted": verdicts.accepted,
        "lost": people - verdicts.decided,
        "doubled": verdicts.doubled,
        "per_second": round(verdicts.decided / load.seconds, 2),
        "verdict_p50_s": percentile(load.waits, 0.50),
        "verdict_p95_s": percentile(load.waits, 0.95),
        "cpu_ms_per_checkin": round(1000 * load.cpu_s / people, 1),
        "rss_mb": round(load.rss_mb),
        "rss_with_children_mb": round(load.rss_with_children_mb),
        "first_answer_s": round(process.first_answer_s, 2),
        "review_share": round(verdicts.held / people, 4),
        "refused_share": round(verdicts.rejected / people, 4),
        "pictures_left_out": left_out,
        "templates_per_person": round(sum(len(one.templates) for one in crowd) / people, 2),
    }


async def _enrolled(files: Files, pictures: Path, people: int) -> tuple[Sequence[Sitter], int]:
    async with files.examiner() as examiner:
        crowd, left_out = await sitters(pictures, people, examiner, ("sface", "dlib"))
    await found_bench(files, crowd)
    return crowd, left_out


@dataclass(frozen=True)
class _Load:
    """What was seen from outside: waits in seconds by person, wall time of all, the service's CPU time and memory."""

    waits: Sequence[float]
    seconds: float
    cpu_s: float
    rss_mb: float
    rss_with_children_mb: float


async def _load(phones: Sequence[Phone], probes: Sequence[Picture], rate: float, process: ServiceProcess) -> _Load:
    cpu, began = process.cpu_s(), time.monotonic()
    async with asyncio.TaskGroup() as people:
        tasks = [
            people.create_task(_one(number / rate, phone, probe))
            for number, (phone, probe) in enumerate(zip(phones, probes, strict=True))
        ]
    waits = [wait for task in tasks if (wait := task.result()) is not None]
    seconds = time.monotonic() - began
    return _Load(waits, seconds, process.cpu_s() - cpu, process.rss_mb(), process.rss_with_children_mb())


async def _one(delay: float, phone: Phone, probe: Picture) -> float | None:
    """Seconds from the second part to the verdict; None when none came."""
    await asyncio.sleep(delay)
    await phone.photo(probe)
    await phone.location(OFFICE.latitude, OFFICE.longitude)
    sent = time.monotonic()
    try:
        await phone.wait_for(1, PATIENCE_S)
    except TimeoutError:
        return None
    return time.monotonic() - sent


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile, rounded to milliseconds; None without values."""
    if not values:
        return None
    rank = max(1, -(-len(values) * share // 1))
    return round(sorted(values)[int(rank) - 1], 3)
