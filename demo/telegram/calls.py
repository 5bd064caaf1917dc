"""One call of the Bot API, as the methods and the fault hooks see it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from demo.telegram.arguments import Arguments

if TYPE_CHECKING:
    from demo.telegram.bots import BotAccount
    from demo.telegram.platform import Platform


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls which method with what."""

    platform: "Platform"
    bot: "BotAccount"
    method: str  # in the spelling of the documentation
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal: a finished call, without the bytes of its uploads."""

    bot: str  # username
    method: str
    values: dict[str, str]
    uploads: tuple[str, ...]
    result: Any  # what was answered, None when the call was refused
    error: str | None


Method: TypeAlias = Callable[[Call], Awaitable[Any]]
