"""What must be known of a raw update to store it: ids, sender and time, read without trusting the rest."""

import json
from datetime import UTC, datetime
from typing import Any, TypeGuard

from attendance.records.inbound import Envelope
from bot.channels.telegram.batch import parse

CHANNEL = "telegram"

# Explicit, because Telegram keeps the previous setting when it is not told one (PLATFORMS.md A6).
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


class UpdateMalformed(ValueError):
    """Not an update as the Bot API describes one. `private`: it still says that it came from a private chat."""

    def __init__(self, what: str, *, private: bool = False) -> None:
        super().__init__(what)
        self.private = private


def envelope(our_account: str, raw: bytes) -> Envelope:
    """Raises UpdateMalformed when the bytes hold no update id; anything else is understood later, one at a time."""
    try:
        update = parse(raw)
    except ValueError as error:
        raise UpdateMalformed("an update could not be read as JSON") from error
    return envelope_of(our_account, update)


# What a check-in is made of.
_PARTS = frozenset({"photo", "video_note", "location"})


def envelope_of(our_account: str, update: Any) -> Envelope:
    """The same for an update that is parsed already."""
    update_id = update_id_of(update)
    if update_id is None:
        raise UpdateMalformed("an update has no update_id")
    kind, body = body_of(update)
    private = is_private(body)
    return Envelope(
        channel=CHANNEL,
        our_account=our_account,
        external_id=_identity(kind, body) or f"update:{update_id}:{_date(body)}",
        sender=_sender(body),
        sent_at=_time(body),
        raw=_bytes(update),
        part=private and kind == "message" and not _PARTS.isdisjoint(body),
        live_edit=private and kind == "edited_message" and "location" in body,
    )


def update_id_of(update: Any) -> int | None:
    """The number of an update; None when there is none to confirm it by."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if _is_whole(number) else None


def _bytes(update: Any) -> bytes:
    """As ASCII: half of a surrogate pair, which JSON can say, has no bytes of its own."""
    try:
        return json.dumps(update, separators=(",", ":")).encode()
    except RecursionError as error:
        raise UpdateMalformed("an update is nested too deeply") from error


def body_of(update: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind of an update and what it holds; empty when it holds nothing."""
    for kind, body in update.items():
        if kind != "update_id" and isinstance(body, dict):
            return kind, body
    return "", {}


def is_private(body: dict[str, Any]) -> bool:
    """Whether a message says that it came from a private chat."""
    chat = body.get("chat")
    return isinstance(chat, dict) and chat.get("type") == "private"


def _identity(kind: str, body: dict[str, Any]) -> str | None:
    """A message is the same message under whatever update_id: that one starts anew at random after a quiet week.

    A message of another date is another one, as when the account was given a new bot, whose messages count from 1.
    None for what has no id of its own.
    """
    if kind == "callback_query":
        query_id = body.get("id")
        return f"callback:{query_id}" if isinstance(query_id, str) and query_id.isdecimal() else None
    chat = body.get("chat")
    ids = (chat.get("id") if isinstance(chat, dict) else None, body.get("message_id"), body.get("edit_date", 0))
    return "message:{}:{}:{}:{}".format(*ids, _date(body)) if all(map(_is_whole, ids)) else None


def _date(body: dict[str, Any]) -> int:
    date = body.get("date")
    return date if _is_whole(date) else 0


def _sender(body: dict[str, Any]) -> str | None:
    sender = body.get("from")
    return str(sender["id"]) if isinstance(sender, dict) and _is_whole(sender.get("id")) else None


def _is_whole(value: Any) -> TypeGuard[int]:
    """JSON's true is an int to Python; longer numbers than any id would not fit a column."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _time(body: dict[str, Any]) -> datetime | None:
    """Telegram's own clock, whole seconds; a live location that moved is dated by its edit."""
    stamp = body.get("edit_date", body.get("date"))
    if not _is_whole(stamp) or not 0 < stamp < 2**33:
        return None
    return datetime.fromtimestamp(stamp, UTC)
