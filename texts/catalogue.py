"""Fluent catalogues, read strictly: what fluent.runtime passes over in silence is an error here.

fluent.runtime skips junk, keeps the first of two equal keys, prints the name of a missing argument and takes the
default variant for a value that no variant names. A person must never read any of that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, cast

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from texts import words

#: The first is the default.
LANGUAGES = ("id", "en")


class TextError(Exception):
    """A catalogue or a call that would show a person something wrong. Names keys and arguments, never values."""


@dataclass(frozen=True)
class Needs:
    """What a message asks of its caller: the arguments it names, and the words its selections know."""

    variables: frozenset[str]
    choices: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Catalogue:
    """All messages of one language."""

    language: str
    bundle: FluentBundle
    needs: Mapping[str, Needs]

    def formatted(self, key: str, args: dict[str, Any]) -> tuple[str, list[Exception]]:
        """The text of a key in `needs`, and what went wrong on the way."""
        pattern = cast("Pattern", self.bundle.get_message(key).value)  # _checked saw that it has a text
        text, faults = self.bundle.format_pattern(pattern, args)
        return str(text), faults


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of one of LANGUAGES, read from its folder once. Raises TextError."""
    if language not in LANGUAGES:
        raise TextError(f"no catalogue for the language {language!r}")
    folder = resources.files("texts") / language
    sources = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".ftl")}
    return compile_catalogue(language, sources)


def compile_catalogue(language: str, sources: Mapping[str, str]) -> Catalogue:
    """Parse and check the .ftl sources (name -> text). Raises TextError naming file and key."""
    bundle = FluentBundle([language], functions=_functions(language), use_isolating=False)
    needs: dict[str, Needs] = {}
    for name, source in sorted(sources.items()):
        resource = FluentParser(with_spans=False).parse(source)
        for entry in resource.body:
            if isinstance(entry, ast.BaseComment):
                continue
            key, asked = _checked(entry, name, language)
            if key in needs:
                raise TextError(f"{language}/{name}: {key} is there twice")
            needs[key] = asked
        bundle.add_resource(resource)
    return Catalogue(language, bundle, needs)


def _functions(language: str) -> dict[str, Callable[..., Any]]:
    """What the catalogues may call; FluentBundle adds NUMBER and DATETIME, which they may not."""
    return {
        "CLOCK": lambda at, **options: words.clock(at.value, **options),
        "DAY": lambda on: words.day(on.value, language),
        "METRES": lambda distance: words.metres(_number(distance), language),
        "REACH": lambda distance: words.reach(_number(distance)),
        "COMPASS": lambda bearing: words.direction(_number(bearing), language),
        "DURATION": lambda minutes: words.duration(int(_number(minutes)), language),
    }


def _number(value: Any) -> float:
    """An argument of a function is a Fluent integer or one of our wrapped floats."""
    return float(getattr(value, "value", value))


def _checked(entry: ast.EntryType, name: str, language: str) -> tuple[str, Needs]:
    if not isinstance(entry, ast.Message):
        raise TextError(f"{language}/{name}: only messages are allowed, found {_what(entry)}")
    if entry.value is None or entry.attributes:
        raise TextError(f"{language}/{name}: {entry.id.name} must have a text and no attributes")
    reader = _Reader(f"{language}/{name}: {entry.id.name}", frozenset(_functions(language)))
    reader.visit(entry.value)
    return entry.id.name, Needs(frozenset(reader.variables), {k: frozenset(v) for k, v in reader.choices.items()})


def _what(entry: ast.EntryType) -> str:
    content = getattr(entry, "content", None) or ""
    return f"{type(entry).__name__} {content[:60]!r}"


@dataclass
class _Reader(Visitor):
    """Collects what one message names, and refuses what could only fail later."""

    where: str
    functions: frozenset[str]
    variables: set[str] = field(default_factory=set)
    choices: dict[str, set[str]] = field(default_factory=dict)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.variables.add(node.id.name)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        if node.id.name not in self.functions:
            raise TextError(f"{self.where} calls {node.id.name}, which does not exist")
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        if isinstance(node.selector, ast.VariableReference):
            named = {v.key.name for v in node.variants if isinstance(v.key, ast.Identifier)}
            self.choices.setdefault(node.selector.id.name, set()).update(named)
        self.generic_visit(node)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        raise TextError(f"{self.where} refers to {node.id.name}: a message stands for itself")

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        raise TextError(f"{self.where} refers to the term {node.id.name}: write the word")
