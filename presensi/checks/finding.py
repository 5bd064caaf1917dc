"""What one look at the installation found."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`fail` keeps the service from working, `warn` does not. A remedy is a command or a setting."""

    level: Level
    item: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<4} {self.item}: {self.sentence}"
        return f"{line}; {self.remedy}" if self.remedy else line
