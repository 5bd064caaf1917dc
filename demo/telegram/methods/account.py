"""getMe."""

from demo.telegram.calls import Call
from demo.telegram.wire import Payload


async def get_me(call: Call) -> Payload:
    """The bot, with what only getMe tells."""
    return call.bot.user() | {
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
