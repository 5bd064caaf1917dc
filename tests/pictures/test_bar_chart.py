"""Bars: as long as their share, coloured by the line, and a picture whatever the names are."""

import io

import pytest
from PIL import Image, ImageFont

from pictures.bar_chart import LONGEST, MOST_BARS, WIDTH, Bar, BarChart, _drawable, bar_chart

GREEN, AMBER, RED = (42, 143, 109), (217, 154, 28), (200, 69, 47)


def drawn(*bars: Bar, line: float | None = None) -> Image.Image:
    chart = BarChart("Cakupan", "7 dari 10", bars, line, "seharusnya hari ini: 50 %")
    return Image.open(io.BytesIO(bar_chart(chart))).convert("RGB")


def widest(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """Pixels of that colour in the row that has most of them."""
    near = [
        sum(all(abs(a - b) < 24 for a, b in zip(image.getpixel((x, y)), colour, strict=True)) for x in range(WIDTH))
        for y in range(150, image.height, 6)
    ]
    return max(near)


@pytest.mark.parametrize("share", [0.25, 0.5, 1.0])
def test_a_bar_is_as_long_as_its_share(share: float) -> None:
    assert widest(drawn(Bar("Kominfo", share, "1 dari 2")), GREEN) == pytest.approx(share * (WIDTH - 80), abs=12)


def test_nothing_enrolled_is_no_bar() -> None:
    assert widest(drawn(Bar("Kominfo", 0.0, "0 dari 2")), GREEN) == 0


def test_the_colour_tells_how_far_behind_the_line_a_bar_is() -> None:
    image = drawn(*(Bar("Kominfo", share, "") for share in (0.1, 0.4, 0.6)), line=0.5)
    assert all(widest(image, colour) > 50 for colour in (RED, AMBER, GREEN))


@pytest.mark.parametrize("count", [0, 1, MOST_BARS])
def test_a_picture_is_never_larger_than_a_chat_shows_and_takes_any_name(count: int) -> None:
    bars = [Bar("Dinas " * 80, 7.5, "1.234 dari 1.234  ·  100 %")] * count
    image = drawn(*bars, line=2.0)
    assert image.width == WIDTH
    assert image.height <= LONGEST


def test_every_letter_of_a_name_is_one_that_the_font_has() -> None:
    font = ImageFont.load_default(28)

    def mask(letter: str) -> tuple[object, bytes]:
        return font.getmask(letter).getbbox(), bytes(font.getmask(letter))

    drawn_as = _drawable("ABCXYZabcxyz0123456789%·'\"()/&‘’“” – — é è â ñ ṣ Wa Ode Syé’ī ʼ")
    assert [letter for letter in f"{drawn_as}…" if mask(letter) == mask("\ufffe")] == []
