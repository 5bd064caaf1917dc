"""Rendering: what people read, and what raises instead of being shown."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.texts.samples import SAMPLES
from texts.catalogue import TextError
from texts.render import Value, labels, recognised, render

AT = datetime(2026, 11, 23, 7, 28, 41, tzinfo=ZoneInfo("Asia/Makassar"))
PLACE: dict[str, Value] = {
    "distance": 142.4,
    "site": "Kantor Dinas Kominfo",
    "limit": 100,
    "accuracy": 15.0,
    "bearing": 231.0,
}


def test_the_refusal_of_the_design_word_by_word() -> None:
    assert render("id", "checkin-refused-place", PLACE) == (
        "Lokasi Anda 142 m dari Kantor Dinas Kominfo (batas 100 m, ketelitian 15 m). "
        "Jalan ke arah barat daya lalu tekan Bagikan lokasi lagi."
    )


def test_an_unknown_accuracy_is_told_as_unknown() -> None:
    assert "(batas 100 m, ketelitian tidak diketahui)" in render(
        "id", "checkin-refused-place", PLACE | {"accuracy": None}
    )


def test_who_is_in_jakarta_is_not_sent_walking() -> None:
    text = render("id", "checkin-refused-place", PLACE | {"distance": 1_742_300.0})
    assert text.startswith("Lokasi Anda 1.742 km dari Kantor Dinas Kominfo")
    assert text.endswith("Tekan Bagikan lokasi lagi setelah Anda tiba di sana.")


@pytest.mark.parametrize(
    ("direction", "status", "minutes", "told"),
    [
        ("in", "on-time", 0, "Masuk tercatat 07:28:41 WITA di Kantor, 12 m dari titik tengahnya. Tepat waktu."),
        (
            "in",
            "late",
            72,
            "Masuk tercatat 07:28:41 WITA di Kantor, 12 m dari titik tengahnya. Terlambat 1 jam 12 menit.",
        ),
        (
            "out",
            "early",
            35,
            "Pulang tercatat 07:28:41 WITA di Kantor, 12 m dari titik tengahnya. Lebih awal 35 menit dari jam pulang.",
        ),
        (
            "out",
            "unscheduled",
            0,
            "Pulang tercatat 07:28:41 WITA di Kantor, 12 m dari titik tengahnya. Di luar jadwal kerja Anda.",
        ),
    ],
)
def test_a_receipt_tells_time_place_and_standing(direction: str, status: str, minutes: int, told: str) -> None:
    args: dict[str, Value] = {"at": AT, "site": "Kantor", "distance": 12.2}
    args |= {"direction": direction, "status": status, "minutes": minutes}
    assert render("id", "checkin-accepted", args) == told


@pytest.mark.parametrize(
    ("site", "told"),
    [("Kantor Bupati", "tercatat 07:28:41 WITA di Kantor Bupati. Tidak"), (None, "tercatat 07:28:41 WITA. Tidak")],
)
def test_a_receipt_without_a_site_leaves_no_gap(site: str | None, told: str) -> None:
    assert told in render("id", "checkin-already-in", {"at": AT, "site": site})


def test_english_is_there_by_choice() -> None:
    assert render("en", "checkin-needs-location", {"at": AT}) == (
        "We received your selfie at 07:28:41 WITA. Now press Share location."
    )


def test_arguments_beyond_those_the_text_names_do_no_harm() -> None:
    assert render("id", "menu-button-in", {"at": AT}) == "Masuk"


@pytest.mark.parametrize(
    ("language", "key", "args", "said"),
    [
        pytest.param("id", "checkin-no-such-text", {}, "no text", id="unknown key"),
        pytest.param("jv", "menu-button-in", {}, "no catalogue", id="unknown language"),
        pytest.param("id", "checkin-progress", {}, "needs at", id="missing argument"),
        pytest.param(
            "id", "checkin-prompt", {"direction": "up", "minutes": 5}, "no wording for the direction", id="unknown word"
        ),
        pytest.param("id", "checkin-progress", {"at": "07:28"}, "AttributeError", id="a text where a time is due"),
        pytest.param("id", "checkin-progress", {"at": AT.replace(tzinfo=None)}, "zone", id="a time without zone"),
        pytest.param("id", "duplicate-withdrawn", {"name": 1.5}, "ValueError", id="a bare fraction"),
        pytest.param("id", "duplicate-withdrawn", {"name": AT}, "ValueError", id="a bare time"),
        pytest.param("id", "duplicate-withdrawn", {"name": None}, "ValueError", id="a bare nothing"),
        pytest.param("id", "duplicate-withdrawn", {"name": True}, "ValueError", id="a bare yes"),
    ],
)
def test_what_would_read_wrong_raises_by_name(language: str, key: str, args: dict[str, Value], said: str) -> None:
    with pytest.raises(TextError, match=said):
        render(language, key, args)


def test_an_error_names_no_value_as_it_may_be_logged() -> None:
    with pytest.raises(TextError) as failed:
        render("id", "checkin-prompt", {"direction": "199001012015011001", "minutes": 5})
    assert "1990" not in str(failed.value)


def test_marks_that_turn_the_writing_direction_are_taken_out_of_names() -> None:
    text = render("id", "enrolment-undo-why", {"name": "\u202eitiS\u202c Nur\u200faini\u2068"})
    assert text.startswith("Mengapa rekam wajah itiS Nuraini dibatalkan?")
    assert not [mark for mark in text if unicodedata.category(mark) == "Cf"]


def test_a_name_with_braces_is_a_name() -> None:
    assert "{ $nip }" in render("id", "enrolment-undo-why", {"name": "{ $nip }"})


def test_a_button_has_a_label_in_every_language() -> None:
    assert labels("menu-button-in") == {"Masuk", "Check in"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Masuk", "menu-button-in"),
        ("check in", "menu-button-in"),
        ("  PULANG ", "menu-button-out"),
        ("check\u00a0out", "menu-button-out"),
        ("\u200eRiwayat", None),
        ("masukkan", None),
        ("", None),
    ],
)
def test_a_pressed_or_typed_button_is_recognised_in_any_language(text: str, key: str | None) -> None:
    assert recognised(text, ["menu-button-in", "menu-button-out"]) == key


def test_the_samples_are_of_this_catalogue() -> None:
    assert SAMPLES["at"] == AT
