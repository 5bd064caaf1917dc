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
    """An inline button: it names what it does, to which row, and the version of that row it was drawn for."""

    key: str
    action: str
    row_id: int
    version: int = 0


@dataclass(frozen=True)
class Say:
    """One message to one person. `starts_nonce`: its delivery starts the time of that nonce.

    `pictures`: media rows that go with it as one picture, which cannot be passed on.
    """

    key: str
    args: Mapping[str, Value] = field(default_factory=dict)
    kind: SayKind = SayKind.REPLY
    menu: Menu = Menu.KEEP
    buttons: tuple[Button, ...] = ()
    starts_nonce: int | None = None
    pictures: tuple[int, ...] = ()


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
    """The keyboard and the buttons of a message as JSON."""
    buttons = [[button.key, button.action, button.row_id, button.version] for button in say.buttons]
    pictures = {"pictures": list(say.pictures)} if say.pictures else {}
    return {"menu": say.menu.value, "buttons": buttons, **pictures}


def decode_form(form: Mapping[str, Any]) -> tuple[Menu, tuple[Button, ...]]:
    return Menu(form["menu"]), tuple(Button(*button) for button in form["buttons"])


def pictures_in(form: Mapping[str, Any]) -> tuple[int, ...]:
    """The media rows that go with a message."""
    return tuple(form.get("pictures", ()))
