"""One line of a table as its file has it, before anybody asks what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class SheetRefused(ValueError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Record:
    """Cells without the spaces around them. `faults` and `numbers` are by position, see sheets.Row.

    `padded`: the file has a grid, so that cells missing at the end are empty ones and no damage.
    """

    line: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()
    padded: bool = False
