"""What the app lists as our commands."""

from collections.abc import Mapping

import texts.render
from bot.channels.telegram.account import Commands
from bot.dialogues.commands import COMMANDS, Command, Standing
from texts.catalogue import LANGUAGES

FOR_STRANGERS = tuple(command for command in COMMANDS if command.listed and command.standing is Standing.STRANGER)


def entries(commands: tuple[Command, ...], language: str) -> Commands:
    """As the platform takes them."""
    return tuple((command.name.value, texts.render.render(language, command.key)) for command in commands)


#: What a chat without a menu of its own shows.
DEFAULT: Mapping[str, Commands] = {language: entries(FOR_STRANGERS, language) for language in LANGUAGES}
