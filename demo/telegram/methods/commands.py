"""The command menu, by scope and language."""

import re
from typing import Any

from demo.telegram.calls import Call
from demo.telegram.errors import bad_request
from demo.telegram.wire import Payload, compact

NAME = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)


async def set_my_commands(call: Call) -> bool:
    """Store the menu of a scope and language."""
    given: Any = call.arguments.structure("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_place(call)] = [_command(item) for item in given]
    return True


async def get_my_commands(call: Call) -> list[Payload]:
    """The menu stored for exactly that scope and language."""
    return call.bot.commands.get(_place(call), [])


async def delete_my_commands(call: Call) -> bool:
    """Forget the menu of a scope and language."""
    call.bot.commands.pop(_place(call), None)
    return True


def _place(call: Call) -> tuple[str, str]:
    scope = call.arguments.structure("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return compact(dict(sorted(scope.items()))), call.arguments.text("language_code")


def _command(item: Any) -> Payload:
    if not isinstance(item, dict) or not NAME.fullmatch(str(item.get("command", "")).removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(item.get("description", ""))
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": str(item["command"]).removeprefix("/"), "description": description}
