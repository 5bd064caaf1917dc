"""reply_markup: what is read, and how bad ones are refused."""

import json
from typing import Any

import pytest

from demo.telegram.arguments import Arguments
from demo.telegram.errors import ApiError
from demo.telegram.keyboards import read_markup


def read(markup: Any) -> Any:
    return read_markup(Arguments({"reply_markup": json.dumps(markup)}))


@pytest.mark.parametrize(
    ("markup", "meaning"),
    [
        (
            {"inline_keyboard": [[{"text": "Ya", "callback_data": "y" * 64}], []]},
            {"inline_keyboard": [[{"text": "Ya", "callback_data": "y" * 64}]]},
        ),
        ({"keyboard": [["Masuk", {"text": "Pulang"}]]}, {"keyboard": [[{"text": "Masuk"}, {"text": "Pulang"}]]}),
        ({"remove_keyboard": True}, {"remove_keyboard": True}),
        ({"inline_keyboard": []}, None),
        ({"keyboard": []}, None),
        ({}, None),
    ],
)
def test_markups_that_are_read(markup: Any, meaning: Any) -> None:
    assert read(markup) == meaning


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": ["Masuk"]}, 'field "keyboard" must be an Array of Arrays'),
        (
            {"inline_keyboard": [{"text": "a"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"inline_keyboard": [[{"text": "Ya"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "Ya", "callback_data": ""}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "y"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ({"inline_keyboard": [[{"text": "Ya", "callback_data": "é" * 33}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [["Ya"]]}, "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        (
            {"inline_keyboard": [[{"text": 7, "callback_data": "y"}]]},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        ({"keyboard": [[7]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"keyboard": [[{"text": " "}]]}, "keyboard button text must be non-empty"),
    ],
)
def test_markups_that_are_refused(markup: Any, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        read(markup)
    assert refused.value.description == f"Bad Request: {reason}"


def test_markup_that_is_no_json_is_refused() -> None:
    with pytest.raises(ApiError, match="can't parse reply keyboard markup JSON object"):
        read_markup(Arguments({"reply_markup": "{"}))
