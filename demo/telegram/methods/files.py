"""getFile: a link that lives for an hour."""

from demo.telegram.calls import Call
from demo.telegram.content import file_fields
from demo.telegram.errors import bad_request
from demo.telegram.files import DOWNLOAD_LIMIT
from demo.telegram.wire import Payload


async def get_file(call: Call) -> Payload:
    """The file with its download path."""
    file_id = call.arguments.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = call.platform.files.find(file_id, call.bot.user_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    path = call.platform.files.link(stored, call.platform.now())
    return file_fields(call.platform.files, call.bot.user_id, stored) | {"file_path": path}
