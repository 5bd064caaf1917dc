"""What must be known of a raw update to store it: ids, sender and time, read without trusting the rest."""

import json
from datetime import UTC, datetime
from typing import Any

from attendance.records.inbound import Envelope

CHANNEL = "telegram"

# Explicit, because Telegram keeps the previous setting when it is not told one (PLATFORMS.md A6).
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


class UpdateMalformed(ValueError):
    """Not an update: not even its id can be read."""


def envelope(our_account: str, raw: bytes) -> Envelope:
    """Raises UpdateMalformed when the bytes hold no update id; anything else is understood later, one at a time."""
    try:
        return envelope_of(our_account, json.loads(raw))
    except ValueError as error:
        raise UpdateMalformed("an update could not be read as JSON") from error


def envelope_of(our_account: str, update: Any) -> Envelope:
    """The same for an update that is parsed already."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update_id, int):
        raise UpdateMalformed("an update has no update_id")
    kind, body = _body(update)
    return Envelope(
        channel=CHANNEL,
        our_account=our_account,
        external_id=str(update_id),
        second_key=_second_key(kind, body),
        sender=_sender(body),
        sent_at=_time(body),
        raw=json.dumps(update, separators=(",", ":"), ensure_ascii=False).encode(),
        part=kind == "message" and ("photo" in body or "location" in body),
        live_edit=kind == "edited_message" and "location" in body,
    )


def _body(update: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    for kind, body in update.items():
        if kind != "update_id" and isinstance(body, dict):
            return kind, body
    return "", {}


def _second_key(kind: str, body: dict[str, Any]) -> str | None:
    """Catches a restart of update_id: the same message is the same message, whatever number its update has."""
    if kind == "callback_query":
        return f"callback:{body.get('id')}"
    chat = body.get("chat")
    if not isinstance(chat, dict) or "message_id" not in body:
        return None
    return f"message:{chat.get('id')}:{body['message_id']}:{body.get('edit_date', 0)}"


def _sender(body: dict[str, Any]) -> str | None:
    sender = body.get("from")
    return str(sender["id"]) if isinstance(sender, dict) and isinstance(sender.get("id"), int) else None


def _time(body: dict[str, Any]) -> datetime | None:
    """Telegram's own clock, whole seconds; a live location that moved is dated by its edit."""
    stamp = body.get("edit_date", body.get("date"))
    if not isinstance(stamp, int) or isinstance(stamp, bool) or not 0 < stamp < 2**33:
        return None
    return datetime.fromtimestamp(stamp, UTC)
