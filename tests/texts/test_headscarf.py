"""Nobody is ever asked to take a headscarf off, nor anything else that people wear on their heads."""

import re
from collections.abc import Iterator

import pytest

from tests.texts.samples import sayings
from texts.catalogue import LANGUAGES, catalogue
from texts.render import render

WORN = re.compile(
    r"\b(hijab|jilbab|kerudung|ciput|cadar|niqab|tudung|selendang|penutup kepala|topi|peci|kopiah"
    r"|headscar(f|ves)|scar(f|ves)|veils?|head ?cover(ing)?s?|headwear|hats?|caps?)\b",
    re.IGNORECASE,
)
OFF = re.compile(
    r"\b(lepas(kan)?|melepas(kan)?|buka|membuka|tanggalkan|copot|singkap(kan)?|turunkan|geser|rapikan|longgarkan"
    r"|tak(e|ing)\b.*\boff|remov(e|ing)|uncover|lower|loosen|push back|pull back)\b",
    re.IGNORECASE,
)
STAYS = re.compile(r"\b(tetap dipakai|stays? on)\b", re.IGNORECASE)

#: What may be asked off, for a moment.
COVERS = re.compile(r"\b(masker|kacamata hitam|mask|sunglasses|dark glasses)\b", re.IGNORECASE)

#: What is said about a face that was seen badly, or not at all.
ABOUT_A_FACE = re.compile(r"quality-|checkin-refused-face|challenge-(why|problem)-|enrolment-photo-|video-|image-")

ASKS_OFF = re.compile(r"\b(lepas|lepaskan|buka|tanggalkan|take\b.*\boff|remove)\b", re.IGNORECASE)


def texts_of(language: str, keys: re.Pattern[str] = re.compile("")) -> Iterator[str]:
    """Every text in every form that its selections give it."""
    for key in sorted(catalogue(language).needs):
        if keys.match(key):
            yield from {render(language, key, args) for args in sayings(language, key)}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:;])\s+|\n", text)


def asks_it_off(sentence: str) -> bool:
    return WORN.search(sentence) is not None and (OFF.search(sentence) is not None or not STAYS.search(sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_names_a_headscarf_says_that_it_stays_on(language: str) -> None:
    told = [sentence for text in texts_of(language) for sentence in sentences(text)]
    assert len(told) > 500
    assert not [sentence for sentence in told if asks_it_off(sentence)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_about_a_face_asks_nothing_off_but_a_mask_and_dark_glasses(language: str) -> None:
    asking = [text for text in texts_of(language, ABOUT_A_FACE) if ASKS_OFF.search(text)]
    assert asking
    assert not [text for text in asking if not COVERS.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_asked_to_take_a_mask_off_is_told_that_the_headscarf_stays_on(language: str) -> None:
    told = render(language, "quality-mask")
    assert WORN.search(told)
    assert STAYS.search(told)


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Buka hijab sebentar, lalu ambil foto lagi.", True),
        ("Rapikan kerudung Anda.", True),
        ("Take the headscarf off for a moment.", True),
        ("Foto tanpa penutup kepala.", True),
        ("Hijab tetap dipakai.", False),
        ("A headscarf stays on.", False),
        ("Buka masker sebentar, lalu ambil foto lagi.", False),
    ],
)
def test_what_counts_as_asking(sentence: str, asks: bool) -> None:
    assert asks_it_off(sentence) is asks
