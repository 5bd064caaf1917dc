"""How well living people and attacks are told apart by one picture, as figures and as lines to read."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attendance.rules.kinds import PadRule
from bot.settings import Settings
from presensi.errors import CommandRefused
from presensi.evaluate.lines import percent
from recognition import fusion
from recognition.evaluate.pictures import CACHE
from recognition.evaluate.presentations import ALONE, FUSION, Seen, look_at, read_presentations, scored
from recognition.evaluate.trials import ListRefused
from recognition.metrics import CONFIDENCE, REPLICATES, Bounded
from recognition.networks import NetworkSet, NetworkSource
from recognition.pad_metrics import LABELS, pad_rates

DIGITS = 4
TOLD_EVERY = 100
"""Pictures between two lines about how far it is."""


@dataclass(frozen=True)
class Acquired:
    """All presentations of one manifest, and the versions of what saw them."""

    manifest: Path
    seen: Sequence[Seen]
    versions: Mapping[str, str]


def pad_networks() -> NetworkSet:
    """Raises CommandRefused without the weights, ModelError for damaged ones."""
    folder = Settings.load().models
    networks = NetworkSource(folder, CACHE).load()
    if networks.pad is None:
        raise CommandRefused(f"{folder} lacks the weights of the liveness models; run `presensi models fetch`")
    return networks


def acquire(root: Path, manifest: Path, networks: NetworkSet) -> Acquired:
    """Look at every picture of the manifest, which may lie in `root`. Raises CommandRefused."""
    file = manifest if manifest.is_file() or not (root / manifest).is_file() else root / manifest
    try:
        presentations = read_presentations(file)
    except ListRefused as refused:
        raise CommandRefused(str(refused)) from refused
    if absent := [one.file for one in presentations if not (root / one.file).is_file()]:
        raise CommandRefused(
            f"{file} lists {len(absent)} of {len(presentations)} files that are not in {root}, first {absent[0]}; "
            "set --root right"
        )
    return Acquired(file, look_at(root, presentations, networks, _progress(len(presentations))), networks.versions)


def measured(acquired: Acquired) -> dict[str, object]:
    """The figures as `--json` prints them. Raises CommandRefused when no picture shows a face."""
    seen = acquired.seen
    if all(one.finding is None for one in seen):
        raise CommandRefused(f"none of the pictures of {acquired.manifest} shows a face; is --root right?")
    return {
        "manifest": acquired.manifest.name,
        "presentations": len(seen),
        "versions": {name: version for name, version in acquired.versions.items() if name != "sface"},
        "bounds": {"confidence": CONFIDENCE, "bootstrap_over": "groups", "replicates": REPLICATES},
        "not_acquired": _not_acquired(seen),
        "found_with_a_border_only": sum(one.bordered for one in seen),
        "fusion": _rates(seen, FUSION, PadRule().live_at),
        "signals": {name: _rates(seen, name, ALONE[name]) for name in fusion.SIGNALS},
    }


def write_scores(file: Path, seen: Sequence[Seen]) -> None:
    """One line of each presentation with the score of the fusion and of each signal; empty where there is none."""
    names = (FUSION, *fusion.SIGNALS)
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(["file", "label", "group", *names, "failure"])
        for one in seen:
            told = one.presentation
            scores = [one.score(name) for name in names]
            writer.writerow([told.file, told.label, told.group, *map(_text, scores), one.failure or ""])


def lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """What was looked at, and how it came out."""
    yield f"{figures['manifest']}: {figures['presentations']} presentations"
    yield "; ".join(f"{name} {version}" for name, version in figures["versions"].items())
    yield from _failures(figures["not_acquired"], figures["found_with_a_border_only"])
    yield from _block("fusion", figures["fusion"])
    for name, signal in figures["signals"].items():
        yield from _block(f"signal {name}", signal)


def _progress(count: int) -> Any:
    def tell(done: int) -> None:
        if done % TOLD_EVERY == 0:
            print(f"{done} of {count} pictures", file=sys.stderr)

    return tell


def _not_acquired(seen: Sequence[Seen]) -> dict[str, object]:
    failed = [one for one in seen if one.finding is None]
    labels = Counter(one.presentation.label for one in failed)
    return {
        **{label: labels[label] for label in LABELS},
        "files": [
            {"file": one.presentation.file, "label": one.presentation.label, "reason": one.failure} for one in failed
        ],
    }


def _rates(seen: Sequence[Seen], name: str, threshold: float) -> dict[str, object]:
    presentations = scored(seen, name)
    rates = pad_rates(presentations, threshold)
    labels = Counter(presentations.labels)
    return {
        "n": {**{label: labels[label] for label in LABELS}, "groups": len(set(presentations.groups.tolist()))},
        "threshold": threshold,
        **_figure("eer", rates.eer),
        **_figure("bpcer_at_apcer_5", rates.bpcer_at_apcer_5),
        "apcer": {kind: _rounded(rate.value) for kind, rate in rates.apcer.items()},
        "apcer_bounds": {kind: _bounds(rate) for kind, rate in rates.apcer.items()},
        **_figure("bpcer", rates.bpcer),
        **_figure("acer", rates.acer),
    }


def _figure(name: str, rate: Bounded) -> dict[str, object]:
    return {name: _rounded(rate.value), f"{name}_bounds": _bounds(rate)}


def _bounds(rate: Bounded) -> list[float | None]:
    return [_rounded(rate.low), _rounded(rate.high)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _text(score: float | None) -> str:
    return "" if score is None else f"{score:.6f}"


def _failures(told: Mapping[str, Any], bordered: int) -> Iterator[str]:
    counts = ", ".join(f"{told[label]} {label}" for label in LABELS)
    yield f"not acquired, and no part of the rates: {counts}; found with a border only: {bordered}"
    for failed in told["files"]:
        yield f"  {failed['file']}: {failed['reason']}"


def _block(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    n = told["n"]
    yield ""
    yield f"{name}: {', '.join(f'{n[label]} {label}' for label in LABELS)}; {n['groups']} groups"
    yield f"  EER {_bounded(told, 'eer')}; BPCER at APCER 5 % {_bounded(told, 'bpcer_at_apcer_5')}"
    apcer = ", ".join(
        f"{kind} {_with_bounds(rate, told['apcer_bounds'][kind])}" for kind, rate in told["apcer"].items()
    )
    yield f"  from {told['threshold']} on live: APCER {apcer}"
    yield f"  BPCER {_bounded(told, 'bpcer')}; ACER {_bounded(told, 'acer')}"


def _bounded(told: Mapping[str, Any], name: str) -> str:
    return _with_bounds(told[name], told[f"{name}_bounds"])


def _with_bounds(value: float | None, bounds: Sequence[float | None]) -> str:
    low, high = bounds
    return percent(value) if low is None else f"{percent(value)} ({percent(low)} to {percent(high)})"
