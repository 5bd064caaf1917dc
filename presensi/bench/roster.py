"""`presensi bench roster`: a large roster imported beside a service at work; how long are messages not stored?"""

import asyncio
import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bot.clock import SystemClock
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.faults import Confirmed
from presensi.bench.checkins import TOKEN, percentile
from presensi.bench.regency import Files, found_bench
from presensi.bench.service import environment, running
from presensi.errors import CommandRefused
from presensi.output import print_json

IDLE_S = 20
# A message that is not confirmed this long after the last was sent is lost.
PATIENCE_S = 60
AGENCIES = 60
SPAN = 10  # people under one supervisor
_STRANGERS_FROM = 900_000
_LONG_WRITE = re.compile(r"write transaction .* took (\d+) ms")


async def roster(
    *, people: int = 50_000, rate: float = 5.0, as_json: Annotated[bool, Parameter("--json")] = False
) -> None:
    """Import a roster of so many people, then one in which everybody has another name and position.

    Meanwhile strangers write to the service, each once. `ingest`: from a message to the confirmation of its update,
    before which it is stored. Writes: the transactions of the import that took more than 100 ms.

    Parameters
    ----------
    people
        Rows of the roster, in 60 agencies.
    rate
        Messages per second.
    as_json
        Print one JSON object as the last line.
    """
    figures = await measure(people, rate)
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if as_json:
        print_json(figures)


async def measure(people: int, rate: float) -> Mapping[str, object]:
    """The figures of one run: the service and each import are processes of their own."""
    with tempfile.TemporaryDirectory(prefix="presensi-bench-") as folder:
        files = Files(Path(folder))
        await found_bench(files, [])
        platform = Platform(SystemClock())
        platform.add_bot(TOKEN, "presensi_bench_bot")
        async with serve(create_app(platform)) as url, running(files, TOKEN, url, platform):
            crowd = _Crowd(platform, rate)
            idle = await crowd.waits_during(asyncio.sleep(IDLE_S))
            first = await _imported(files, url, crowd, roster_of(people, "Analis", ""))
            second = await _imported(files, url, crowd, roster_of(people, "Analis Muda", " S.Kom."))
    told = {"people": people, "rate": rate, "idle_ingest_p99_s": percentile(idle, 0.99)}
    return (
        told
        | {f"new_{name}": value for name, value in first.items()}
        | {f"changed_{name}": value for name, value in second.items()}
    )


@dataclass
class _Crowd:
    """Strangers who write one message each, at a steady rate."""

    platform: Platform
    rate: float
    _next: int = _STRANGERS_FROM
    _confirmed: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.platform.faults.confirmed(self._heard)

    async def _heard(self, confirmed: Confirmed) -> None:
        self._confirmed += [time.monotonic()] * len(confirmed.update_ids)

    async def waits_during(self, work: Awaitable[None]) -> list[float]:
        """Seconds from each message to its confirmation, of those written while `work` lasts."""
        before, sent = len(self._confirmed), list[float]()
        working = asyncio.ensure_future(work)
        while not working.done():
            sent.append(time.monotonic())
            await self._phone().text("halo")
            await asyncio.sleep(1 / self.rate)
        await working
        await self._all_confirmed(before + len(sent))
        return [heard - wrote for wrote, heard in zip(sent, self._confirmed[before:], strict=True)]

    def _phone(self) -> Phone:
        self._next += 1
        return self.platform.phone(self._next, "Orang")

    async def _all_confirmed(self, number: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while len(self._confirmed) < number:
            if time.monotonic() > deadline:
                raise CommandRefused(f"{number - len(self._confirmed)} messages were never confirmed")
            await asyncio.sleep(0.05)


async def _imported(files: Files, url: str, crowd: _Crowd, content: str) -> Mapping[str, object]:
    """The figures of one import in a process of its own."""
    file = files.folder / "roster.csv"
    file.write_text(content)
    command = [sys.executable, "-m", "presensi", "import", str(file), "--json"]
    done = list[subprocess.CompletedProcess[str]]()

    async def run() -> None:
        surroundings = environment(files, TOKEN, url)
        done.append(
            await asyncio.to_thread(
                subprocess.run, command, env=surroundings, cwd=files.folder, capture_output=True, text=True, check=False
            )
        )

    began = time.monotonic()
    waits = await crowd.waits_during(run())
    (process,) = done
    if process.returncode != 0:
        raise CommandRefused(f"the import ended with status {process.returncode}: {process.stderr[-500:]}")
    told = json.loads(process.stdout.splitlines()[-1])[str(file)]
    long_ms = [int(match) for match in _LONG_WRITE.findall(process.stderr)]
    return {
        "import_s": round(time.monotonic() - began, 1),
        "added": told["added"],
        "changed": told["changed"],
        "messages": len(waits),
        "ingest_p50_s": percentile(waits, 0.5),
        "ingest_p99_s": percentile(waits, 0.99),
        "ingest_max_s": percentile(waits, 1.0),
        "long_writes": len(long_ms),
        "longest_write_ms": max(long_ms, default=None),
    }


def roster_of(people: int, position: str, title: str) -> str:
    """A roster in which everybody but the first is supervised by somebody."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(
        (
            "nip",
            "name",
            "kind",
            "agency_code",
            "agency",
            "unit",
            "position",
            "timezone",
            "supervisor",
            "phone",
            "schedule",
        )
    )
    nips = _nips(people)
    for number, nip in enumerate(nips):
        agency, supervisor = number % AGENCIES, nips[(number - 1) // SPAN] if number else ""
        place = (f"{agency:03}", f"Dinas {agency}", f"Bidang {number % 7}")
        name, phone = f"Pegawai {number}{title}", f"0812{number:08}"
        writer.writerow((nip, name, "pns", *place, position, "Asia/Makassar", supervisor, phone, "reguler"))
    return stream.getvalue()


def _nips(people: int) -> Sequence[str]:
    """So many different NIPs: a birthday each for 998 people."""
    return [
        f"{date(1975, 1, 1) + timedelta(days=number // 998):%Y%m%d}200503{number % 2 + 1}{number % 998 + 1:03}"
        for number in range(people)
    ]
