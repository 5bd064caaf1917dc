"""The checks of this folder can fail: each of the known blind spots of the client libraries is seen."""

import copy
from typing import Any

import pytest

from tests.demo.telegram import parsers
from tests.demo.telegram.strict import BotApi

UPDATE: dict[str, Any] = {
    "update_id": 1,
    "message": {
        "message_id": 2,
        "from": {"id": 3, "is_bot": False, "first_name": "Budi"},
        "chat": {"id": 3, "type": "private"},
        "date": 1_772_493_600,
        "location": {"latitude": -4.5, "longitude": 122.25},
    },
}

SPOILED: dict[str, tuple[str, str, Any]] = {
    "a date in milliseconds": ("message", "date", 1_772_493_600_000),
    "a latitude in quotes": ("location", "latitude", "-4.5"),
    "an unknown field": ("location", "lattitude", -4.5),
    "a boolean for a number": ("message", "message_id", True),
    "a chat without type": ("chat", "type", None),
}


def spoiled(place: str, name: str, value: Any) -> dict[str, Any]:
    """The update with one field changed, or taken away."""
    update = copy.deepcopy(UPDATE)
    message = update["message"]
    target = message if place == "message" else message[place]
    target[name] = value
    if value is None:
        del target[name]
    return update


@pytest.mark.parametrize("what", SPOILED)
def test_the_strict_check_sees(what: str, strict: BotApi) -> None:
    assert len(strict.problems(spoiled(*SPOILED[what]), "Update")) == 1


def test_the_strict_check_passes_what_is_right(strict: BotApi) -> None:
    assert strict.problems(UPDATE, "Update") == []


def test_python_telegram_bot_tells_of_fields_it_does_not_know() -> None:
    assert parsers.problems(UPDATE) == []
    assert parsers.problems(spoiled("location", "lattitude", 1.0)) == ["Location has unknown {'lattitude': 1.0}"]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"text": "hai"}, "sendMessage: no chat_id"),
        ({"chat_id": "7", "text": "hai", "chat": "7"}, "sendMessage: unknown chat"),
        ({"chat_id": "7", "text": "hai", "protect_content": "True"}, "sendMessage.protect_content: 'True' is no"),
        ({"chat_id": "7", "text": "hai", "reply_markup": '{"inline_keyboard": [{"text": "a"}]}'}, "is no array"),
    ],
)
def test_the_strict_check_reads_requests_too(values: dict[str, str], problem: str, strict: BotApi) -> None:
    (found,) = strict.request_problems("sendMessage", values, ())
    assert problem in found


def test_a_member_with_the_wrong_status_fits_no_kind_of_member(strict: BotApi) -> None:
    user = {"id": 3, "is_bot": True, "first_name": "Presensi"}
    assert strict.problems({"status": "kicked", "user": user, "until_date": 0}, "ChatMember") == []
    assert strict.problems({"status": "blocked", "user": user, "until_date": 0}, "ChatMember") != []
