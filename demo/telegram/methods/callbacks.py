"""answerCallbackQuery."""

from demo.telegram.calls import Call
from demo.telegram.chats import Notice
from demo.telegram.errors import bad_request

TEXT_LIMIT = 200


async def answer_callback_query(call: Call) -> bool:
    """Stop the waiting circle of a press, once and within its lifetime."""
    query_id = call.arguments.text("callback_query_id")
    press = call.bot.presses.get(query_id)
    if press is None or press.answered or press.expires_at <= call.platform.now():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.arguments.text("text")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered = True
    press.chat.notices.append(Notice(query_id, text, call.arguments.flag("show_alert")))
    press.chat.changed.notify()
    return True
