"""The updates of one answer to getUpdates: one that cannot be read must not hold up the others."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# 2**63 has 19 digits. Python refuses to read numbers of some thousand, and with them the whole answer.
_MOST_DIGITS = 20

# A whole string, or a bracket or comma outside of one. A string that never ends takes the rest.
_MARK = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{},]', re.DOTALL)
_RESULT = re.compile(rb'"result"\s*:\s*\[')
_NUMBER = re.compile(rb'\s*\{\s*"update_id"\s*:\s*(\d{1,19})\b')


@dataclass(frozen=True)
class Unreadable:
    """An update that is no JSON to us, nested too deeply for instance. `number`: its update_id, where that shows."""

    number: int | None


class NoBatch(ValueError):
    """Not an answer that holds updates."""


def parse(text: bytes) -> Any:
    """JSON with numbers that no column could hold as None. Raises ValueError, also for what is nested too deeply."""
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def read_batch(answer: bytes) -> list[Any]:
    """The updates as they come, parsed; Unreadable in the place of each that could not be. Raises NoBatch."""
    try:
        body = parse(answer)
    except ValueError:
        return [_read(piece) for piece in _pieces(answer)]
    if not isinstance(body, dict) or body.get("ok") is not True or not isinstance(body.get("result"), list):
        raise NoBatch
    found: list[Any] = body["result"]
    return found


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _read(piece: bytes) -> Any:
    try:
        return parse(piece)
    except ValueError:
        number = _NUMBER.match(piece)
        return Unreadable(int(number[1]) if number else None)


def _pieces(answer: bytes) -> Iterator[bytes]:
    """The bytes of each update in `result`, found by counting brackets. Raises NoBatch when there is no such list."""
    begin = _RESULT.search(answer)
    if begin is None:
        raise NoBatch
    start, depth = begin.end(), 0
    for mark in _MARK.finditer(answer, start):
        match mark[0]:
            case b"[" | b"{":
                depth += 1
            case b"]" | b"}":
                depth -= 1
        if depth < 0 or (depth == 0 and mark[0] == b","):
            if answer[start : mark.start()].strip():
                yield answer[start : mark.start()]
            start = mark.end()
        if depth < 0:
            return
