"""What is said, as a value: a key of the catalogues, its arguments, and the form it takes. Rendering is the bot's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo


class SayKind(StrEnum):
    """Replies go before reviews, reviews before reports, reports before reminders."""

    REPLY = "reply"
    REVIEW = "review"
    REPORT = "report"
    REMINDER = "reminder"

    @property
    def priority(self) -> int:
        return list(SayKind).index(self)


class Menu(StrEnum):
    """The reply keyboard that comes with a message; KEEP leaves the one that is there."""

    KEEP = "keep"
    MAIN = "main"
    CHECKIN = "checkin"  # MAIN plus the button that shares the location
    CONTACT = "contact"  # for strangers: the button that shares their own number
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """One text inside another: an advice, a slot of the day."""

    key: str
    args: Mapping[str, "Value"] = field(default_factory=dict)


Value = str | int | float | bool | date | datetime | None | Line | tuple[Line, ...]


@dataclass(frozen=True)
class Button:
    """An inline button: it names what it does, to which row, and the version of that row it was drawn for.

    `args` are those of its label.
    """

    key: str
    action: str
    row_id: int
    version: int = 0
    args: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """A picture or a file that goes with a message: what makes it, by its name, and of what.

    It is made when the message is sent, for whoever it goes to at that time, and kept nowhere.
    """

    maker: str
    of: tuple[int, ...] = ()


@dataclass(frozen=True)
class Say:
    """One message to one person. `starts_nonce`: its delivery starts the time of that nonce.

    With an `attachment` the text stands under a picture or a file.
    """

    key: str
    args: Mapping[str, Value] = field(default_factory=dict)
    kind: SayKind = SayKind.REPLY
    menu: Menu = Menu.KEEP
    buttons: tuple[Button, ...] = ()
    starts_nonce: int | None = None
    attachment: Attachment | None = None


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the wall clock of the place of duty."""
    return moment.astimezone(ZoneInfo(zone))


def encode(value: Value) -> Any:
    """The JSON form of an argument; instants keep the zone they are told in."""
    match value:
        case datetime():
            return {"$at": value.isoformat(), "zone": str(value.tzinfo)}
        case date():
            return {"$on": value.isoformat()}
        case Line():
            return {"$line": value.key, "args": encode_args(value.args)}
        case tuple():
            return {"$lines": [encode(line) for line in value]}
        case _:
            return value


def decode(value: Any) -> Value:
    """The inverse of `encode`."""
    match value:
        case {"$at": str(moment), "zone": str(zone)}:
            return local(datetime.fromisoformat(moment), zone)
        case {"$on": str(day)}:
            return date.fromisoformat(day)
        case {"$line": str(key), "args": dict(args)}:
            return Line(key, decode_args(args))
        case {"$lines": list(lines)}:
            return tuple(line for line in map(decode, lines) if isinstance(line, Line))
        case str() | int() | float() | bool() | None:
            return value
        case _:
            raise ValueError("an argument of a message is of no known form")


def encode_args(args: Mapping[str, Value]) -> dict[str, Any]:
    return {name: encode(value) for name, value in args.items()}


def decode_args(args: Mapping[str, Any]) -> dict[str, Value]:
    return {name: decode(value) for name, value in args.items()}


def encode_form(say: Say) -> dict[str, Any]:
    """The keyboard, the buttons and the attachment of a message as JSON."""
    form: dict[str, Any] = {"menu": say.menu.value, "buttons": [_encoded(button) for button in say.buttons]}
    if say.attachment is not None:
        form["attachment"] = [say.attachment.maker, *say.attachment.of]
    return form


def _encoded(button: Button) -> list[Any]:
    plain = [button.key, button.action, button.row_id, button.version]
    return [*plain, encode_args(button.args)] if button.args else plain


def decode_form(form: Mapping[str, Any]) -> tuple[Menu, tuple[Button, ...]]:
    return Menu(form["menu"]), tuple(_decoded(*button) for button in form["buttons"])


def _decoded(key: str, action: str, row_id: int, version: int, args: Mapping[str, Any] | None = None) -> Button:
    return Button(key, action, row_id, version, decode_args(args or {}))


def attachment_in(form: Mapping[str, Any]) -> Attachment | None:
    """What goes with a message."""
    if "attachment" not in form:
        return None
    maker, *of = form["attachment"]
    return Attachment(maker, tuple(of))
