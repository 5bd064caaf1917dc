"""Words on their backgrounds are readable (WCAG 2.2, 1.4.3 AA: 4.5 to 1), by day and by night."""

import re
from importlib import resources

import pytest

from admin.words import STATUS
from attendance.time.day import DayStatus

CSS = (resources.files("admin") / "static" / "console.css").read_text("utf-8")
GATE = (resources.files("admin") / "static" / "gate.css").read_text("utf-8")


def palettes(css: str) -> list[dict[str, str]]:
    """The variables of day and night."""
    day, night = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    )
    return [day, day | night]


def luminance(colour: str) -> float:
    """Relative, 0 to 1, of #rgb or #rrggbb (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


PAIRS = [
    *((CSS, ink, f"{ink}-tint") for ink in ("good", "late", "held", "open", "gone", "away", "none")),
    *((CSS, ink, ground) for ink in ("ink", "soft") for ground in ("ground", "card", "new")),
    (CSS, "accent", "ground"),
    (GATE, "ink", "card"),
    (GATE, "soft", "card"),
    (GATE, "ink", "ground"),
    (GATE, "on-accent", "accent"),
]


@pytest.mark.parametrize(("css", "ink", "ground"), PAIRS, ids=[f"{ink} on {ground}" for _, ink, ground in PAIRS])
def test_words_can_be_read(css, ink, ground):
    for palette in palettes(css):
        assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("status", DayStatus)
def test_every_status_has_a_word_and_a_colour(status):
    assert STATUS[status]
    assert re.search(rf"\.{status}\b[^{{]*\{{ --of:", CSS)
