"""A row of the outbox becomes what one person reads, in the language of the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import texts.render
from attendance.records.say import Button, Line, Menu, Value, decode_args, decode_form
from attendance.records.tables import Outbox


@dataclass(frozen=True)
class RenderedButton:
    label: str
    action: str
    row_id: int
    version: int


@dataclass(frozen=True)
class Rendered:
    """`menu`: rows of reply-keyboard labels; two of them may share something: the location, and the own number."""

    text: str
    menu: tuple[tuple[str, ...], ...] = ()
    location_label: str | None = None
    contact_label: str | None = None
    remove_menu: bool = False
    buttons: tuple[RenderedButton, ...] = ()


LOCATION_KEY = "menu-button-location"
CONTACT_KEY = "menu-button-contact"
_MAIN = (("menu-button-in", "menu-button-out"), ("menu-button-history",))
_CHECKIN = ((LOCATION_KEY,), *_MAIN)


def rendered(row: Outbox, language: str) -> Rendered:
    """Raises TextError when the catalogues cannot say it."""
    menu, buttons = decode_form(row.form)
    return Rendered(
        text=render_line(language, row.key, decode_args(row.args)),
        menu=_rows(language, menu),
        location_label=texts.render.render(language, LOCATION_KEY) if menu is Menu.CHECKIN else None,
        contact_label=texts.render.render(language, CONTACT_KEY) if menu is Menu.CONTACT else None,
        remove_menu=menu is Menu.NONE,
        buttons=tuple(_button(language, button) for button in buttons),
    )


def render_line(language: str, key: str, args: Mapping[str, Value]) -> str:
    """Texts inside texts are rendered first; several stand on lines of their own."""
    return texts.render.render(language, key, {name: _plain(language, value) for name, value in args.items()})


def _plain(language: str, value: Value) -> texts.render.Value:
    match value:
        case Line(key, args):
            return render_line(language, key, args)
        case tuple():
            return "\n".join(render_line(language, line.key, line.args) for line in value)
        case _:
            return value


@cache
def _rows(language: str, menu: Menu) -> tuple[tuple[str, ...], ...]:
    keys = {Menu.MAIN: _MAIN, Menu.CHECKIN: _CHECKIN, Menu.CONTACT: ((CONTACT_KEY,),)}.get(menu, ())
    return tuple(tuple(texts.render.render(language, key) for key in row) for row in keys)


def _button(language: str, button: Button) -> RenderedButton:
    label = render_line(language, button.key, button.args)
    return RenderedButton(label, button.action, button.row_id, button.version)
