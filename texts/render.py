"""A key and its arguments in, the text a person reads out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import NoReturn

from babel import Locale
from fluent.runtime.types import FluentType

from texts.catalogue import LANGUAGES, Needs, TextError, catalogue

Value = str | int | float | bool | date | datetime | None
"""Datetimes are aware and carry the zone they are told in; None is "unknown"."""

#: Marks that turn the direction of writing: invisible in a name, they could rearrange the sentence around it.
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_NOTHING: Mapping[str, Value] = {}


def render(language: str, key: str, args: Mapping[str, Value] = _NOTHING) -> str:
    """The text of `key` in one of LANGUAGES. Arguments that the text does not name are ignored.

    Raises TextError: unknown language or key, an argument that is missing, or one of the wrong kind.
    """
    known = catalogue(language)
    needs = known.needs.get(key)
    if needs is None:
        raise TextError(f"no text {key!r} in {language!r}")
    _check(key, needs, args)
    text, faults = known.formatted(key, {name: _prepared(args[name]) for name in needs.variables})
    if faults:
        raise TextError(f"{key} in {language}: {type(faults[0]).__name__}") from faults[0]
    return text


@cache
def labels(key: str) -> frozenset[str]:
    """All translations of a text without arguments, such as the caption of a button."""
    return frozenset(render(language, key) for language in LANGUAGES)


def recognised(text: str, keys: Iterable[str]) -> str | None:
    """The key among `keys` whose caption in any language somebody pressed or typed, or None."""
    said = _plain(text)
    return next((key for key in keys if said in map(_plain, labels(key))), None)


def _plain(text: str) -> str:
    return " ".join(_DIRECTION_MARKS.sub("", text).casefold().split())


def _check(key: str, needs: Needs, args: Mapping[str, Value]) -> None:
    if missing := needs.variables - args.keys():
        raise TextError(f"{key} needs {', '.join(sorted(missing))}")
    for name, words in needs.choices.items():
        value = args[name]
        if isinstance(value, str) and value not in words and "other" not in words:
            raise TextError(f"{key} has no wording for the {name} it was given")


def _prepared(value: Value) -> str | int | FluentType:
    """Texts and whole numbers go in as they are; all else only through a function or a selection of the catalogue."""
    match value:
        case str():
            return _DIRECTION_MARKS.sub("", value)
        case bool():
            return _Wrapped(value, "yes" if value else "no")
        case int():
            return value
        case datetime() if value.utcoffset() is None:
            raise TextError("a time without a zone cannot be told")
        case None:
            return _Wrapped(value, "unknown")
        case _:
            return _Wrapped(value, None)


@dataclass(frozen=True, eq=False)
class _Wrapped(FluentType):
    """A value that Fluent must not print by itself: it would write 142.34 and leave the time of day out."""

    value: Value
    word: str | None  # by which a selection knows it

    def __eq__(self, other: object) -> bool:
        return other == self.word if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.word)

    def format(self, locale: Locale) -> NoReturn:
        raise ValueError(f"a {type(self.value).__name__} needs a function of the catalogue, such as CLOCK or METRES")
