"""What is read of an update before anybody tries to understand it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram.envelope import UpdateMalformed, envelope, envelope_of
from tests.bot.channels.telegram.corpus import stored_as

AT = datetime(2026, 11, 22, 23, 20, 5, tzinfo=UTC)


def test_a_message_is_known_by_itself_and_not_by_its_update() -> None:
    found = stored_as("photo")
    assert found.external_id == "message:70010001:4711:0:1795389605"
    assert (found.sender, found.sent_at, found.part) == ("70010001", AT, True)


def test_after_a_restart_of_the_numbering_a_message_is_still_the_same() -> None:
    photo = json.loads(stored_as("photo").raw)
    again = envelope_of("main", photo | {"update_id": 17})
    assert again.external_id == stored_as("photo").external_id


@pytest.mark.parametrize("change", [{"message_id": 4712}, {"date": 1795389606}, {"edit_date": 1795389606}])
def test_a_new_message_under_an_old_number_is_another_one(change: dict[str, int]) -> None:
    """The date tells the messages of a new bot, which count from 1 again, from those of the bot before it."""
    photo = json.loads(stored_as("photo").raw)
    other = envelope_of("main", photo | {"message": photo["message"] | change})
    assert other.external_id != stored_as("photo").external_id


def test_what_has_no_id_of_its_own_is_known_by_its_update_and_its_date() -> None:
    member = {"update_id": 5, "my_chat_member": {"chat": {"id": 7, "type": "private"}, "date": 1795389605}}
    assert envelope_of("main", member).external_id == "update:5:1795389605"


def test_every_edit_of_a_message_is_a_message_of_its_own() -> None:
    moved = stored_as("location_live_moved")
    assert moved.external_id == "message:70010001:4711:1795389650:1795389605"
    assert moved.external_id != stored_as("location_live").external_id
    assert (moved.live_edit, moved.part, moved.sent_at) == (True, False, datetime(2026, 11, 22, 23, 20, 50, tzinfo=UTC))


def test_a_press_is_known_by_its_query_and_has_no_time_of_the_platform() -> None:
    found = stored_as("press")
    assert (found.external_id, found.sender, found.sent_at) == ("callback:3006879731", "70010001", None)


@pytest.mark.parametrize("name", ["location", "location_nan", "venue", "photo_forwarded", "photo_live", "video_note"])
def test_photos_and_positions_are_parts_of_a_check_in(name: str) -> None:
    assert stored_as(name).part


@pytest.mark.parametrize("name", ["text", "document_image", "photo_edited", "group_photo", "press"])
def test_other_things_are_no_parts(name: str) -> None:
    """Also not the photo of a group: nobody is told of progress with it, and no attempt waits for it."""
    assert not stored_as(name).part


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"831000001"',
        b"{}",
        b'{"update_id": null}',
        b'{"update_id": true}',
        b'{"update_id": "831000001"}',
        b'{"update_id": 1.5}',
        b'{"update_id": ' + b"9" * 30 + b"}",
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_has_no_readable_id_is_no_update(raw: bytes) -> None:
    with pytest.raises(UpdateMalformed):
        envelope("main", raw)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"from": None, "chat": None, "date": None},
        {"from": {"id": "7"}, "chat": {"id": "7"}, "message_id": "1", "date": "now"},
        {"from": {"id": True}, "chat": {"id": 1.5}, "message_id": [1], "date": True},
        {"from": [], "chat": 7, "message_id": 10**30, "date": 10**30},
        {"from": {"id": 10**30}, "chat": {"id": 7}, "date": -5},
        {"photo": "x", "location": None, "edit_date": {}},
    ],
)
def test_odd_fields_leave_a_message_without_sender_key_and_time(message: dict[str, Any]) -> None:
    found = envelope_of("main", {"update_id": 5, "message": message})
    assert (found.sender, found.sent_at) == (None, None)
    assert found.external_id.startswith("update:5:")


@pytest.mark.parametrize("query_id", [None, 7, "", "7\0", "seven", {}])
def test_an_odd_query_id_is_no_key(query_id: Any) -> None:
    """A NUL would make PostgreSQL refuse the transaction that stores everybody else's messages too."""
    found = envelope_of("main", {"update_id": 5, "callback_query": {"id": query_id}})
    assert found.external_id == "update:5:0"


def test_half_a_character_can_be_stored() -> None:
    assert rb"\ud83d" in stored_as("text_with_half_a_character").raw
