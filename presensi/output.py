"""What `--json` prints."""

import json
from collections.abc import Mapping


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line, the last of stdout."""
    print(json.dumps(value, ensure_ascii=False))
