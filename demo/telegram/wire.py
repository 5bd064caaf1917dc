"""JSON objects as the Bot API shows them, and small words about them."""

import json
from datetime import datetime
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]


def without_none(**fields: Any) -> Payload:
    """The object of those fields which have a value: the Bot API leaves the others out."""
    return {name: value for name, value in fields.items() if value is not None}


def unix(moment: datetime) -> int:
    """Whole seconds, as every date of the Bot API."""
    return int(moment.timestamp())


def compact(value: object) -> str:
    """JSON text as sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, in which the Bot API counts offsets of entities."""
    return len(text.encode("utf-16-le")) // 2
