"""The video challenge over a folder of clips, as it is printed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2

from presensi.errors import CommandRefused
from presensi.evaluate.lines import percent
from recognition.challenge.limits import VERSION
from recognition.evaluate.pictures import CACHE
from recognition.evaluate.sequences import measured, rows
from recognition.networks import NetworkSource


def figures_of(folder: Path, attacks: int, stills: Path | None) -> dict[str, Any]:
    """All that was measured; `clips` has a line for each file and `made` one for each attack that was made.

    Raises CommandRefused for a folder without a usable manifest.
    """
    if attacks and stills is None:
        raise CommandRefused("--attacks are made of pictures: name a folder of them by --stills")
    for needed in (folder, *([stills] if stills else [])):
        if not (needed / "manifest.csv").is_file():
            raise CommandRefused(f"{needed} holds no manifest.csv")
    try:
        missing = [row.name for row in rows(folder) if not row.path.exists()]
    except (KeyError, ValueError) as error:
        raise CommandRefused(f"{folder / 'manifest.csv'}: {error}") from error
    if missing:
        raise CommandRefused(f"{folder} has no {missing[0]}")
    cv2.setNumThreads(1)
    *told, figures = measured(folder, NetworkSource(None, CACHE).load(), attacks, stills)
    return {
        **figures,
        "version": VERSION,
        "clips": [line for line in told if "file" in line],
        "made": [line for line in told if "attack" in line],
    }


def lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """What was asked, and how it came out."""
    yield f"challenge {figures['version']}"
    for clip in figures["clips"]:
        came = ", ".join(clip["problems"]) or clip["status"]
        yield f"  {clip['file']} ({clip['label']}), asked for {clip['asked'] or 'nothing of its own'}: {came}"
    yield f"live: {figures['live_passed']} of {figures['live']} passed when asked for their own actions"
    if left := figures["live_not_asked"]:
        yield f"  not asked, because they show no action: {', '.join(left)}"
    other = sum(len(draws) for draws in figures["live_passed_other_draws"].values())
    yield f"  asked for {figures['live_asked_for_other_draws']} other draws: {other} passed"
    yield f"attacks: {figures['attacks_accepted']} of {figures['attacks']} accepted"
    own = figures["attacks_asked_for_their_own"]
    if own["attacks"]:
        yield (
            f"  asked for exactly what they show: APCER {percent(own['apcer'])} "
            f"({own['accepted']} of {own['attacks']}, {_bounds(own['interval'])})"
        )
        for file, chance in own["chance_of_the_draw"].items():
            yield f"    {file}: such a draw has a chance of {percent(chance)}"
    for kind, told in figures["flat_attacks"].items():
        caught = ", ".join(f"{problem} {count}" for problem, count in told["problems"].items())
        yield f"  {kind}: {told['accepted']} of {told['attacks']} accepted ({_bounds(told['interval'])}); {caught}"


def _bounds(interval: tuple[float, float]) -> str:
    return f"95 % within {percent(interval[0])} to {percent(interval[1])}"
