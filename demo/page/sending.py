"""What the newcomer does on a phone of the page."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData, UploadFile

from demo.page.problems import Problem, ProblemKey
from demo.page.samples import sample
from demo.telegram import Phone
from demo.telegram.chats import Message
from demo.telegram.files import PHOTO_UPLOAD_LIMIT
from demo.telegram.phone.provenance import How
from demo.telegram.pictures import NotAPictureError, Picture

ALBUM_LIMIT = 10
LIVE_PERIOD_S = 900
#: What a bot may fetch.
VIDEO_LIMIT = 20 << 20
#: Of the Bot API's Location.
WORST_ACCURACY_M = 1500


class Words(BaseModel):
    """A text, or a key of the reply keyboard, which is one."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=4096)


class Press(BaseModel):
    """An inline button under a message."""

    model_config = ConfigDict(extra="forbid")
    message: int
    data: str = Field(min_length=1, max_length=64)


class Here(BaseModel):
    """A position; `accuracy` in metres, unknown as most phones send it when None."""

    model_config = ConfigDict(extra="forbid")
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    accuracy: float | None = Field(default=None, gt=0, le=WORST_ACCURACY_M)
    live: bool = False


async def press(phone: Phone, pressed: Press) -> None:
    """Raises Problem when the message or its button is gone."""
    found = next((message for message in phone.inbox if message.message_id == pressed.message), None)
    if found is None:
        raise Problem(ProblemKey.BUTTON_GONE, 409)
    try:
        await phone.press(found, pressed.data)
    except LookupError:
        raise Problem(ProblemKey.BUTTON_GONE, 409) from None


async def send_position(phone: Phone, here: Here) -> None:
    """A live position that is still shared moves; a static one answers the key that asks for it, if it shows."""
    shared = _shared_live(phone) if here.live else None
    if shared is not None:
        await phone.move(shared, here.latitude, here.longitude, here.accuracy)
    elif here.live:
        await phone.location(here.latitude, here.longitude, here.accuracy, live_period=LIVE_PERIOD_S)
    else:
        await phone.location(here.latitude, here.longitude, here.accuracy, **_answering(phone))


def _answering(phone: Phone) -> How:
    """Android apps answer the message that brought the key "share position"."""
    asks = any(key.asks == "location" for row in phone.keyboard for key in row)
    return {"reply_to": phone.chat.keyboard_from} if asks and phone.chat.keyboard_from is not None else {}


def _shared_live(phone: Phone) -> Message | None:
    now = phone.platform.now()
    for message in reversed(phone.history):
        live = message.body.get("location", {}).get("live_period")
        if live is not None and not message.by_bot:
            return message if (now - message.date).total_seconds() < live else None
    return None


async def send_photos(phone: Phone, form: FormData) -> None:
    """One picture or an album, in the order of the form: fields `sample` name sample pictures, `file` are uploads.

    Raises Problem.
    """
    chosen = [value for name, value in form.multi_items() if name in ("sample", "file")]
    if not chosen:
        raise Problem(ProblemKey.MALFORMED)
    if len(chosen) > ALBUM_LIMIT:
        raise Problem(ProblemKey.TOO_MANY)
    pictures = [await _encoded(phone, await _content(value)) for value in chosen]
    await _send(phone, pictures)


async def send_video(phone: Phone, form: FormData) -> None:
    """The field `file` as an ordinary video, for a webcam gives no mirror image as a round one is. Raises Problem."""
    video = form.get("file")
    if not isinstance(video, UploadFile):
        raise Problem(ProblemKey.MALFORMED)
    if video.size is None or video.size > VIDEO_LIMIT:
        raise Problem(ProblemKey.TOO_LARGE, 413)
    await phone.video(await video.read())


async def _send(phone: Phone, pictures: Sequence[Picture]) -> None:
    if len(pictures) == 1:
        await phone.photo(pictures[0])
    else:
        await phone.album(pictures)


async def _content(value: str | UploadFile) -> bytes:
    if isinstance(value, str):
        found = sample(value)
        if found is None:
            raise Problem(ProblemKey.NOT_FOUND, 404)
        return found
    if value.size is None or value.size > PHOTO_UPLOAD_LIMIT:
        raise Problem(ProblemKey.TOO_LARGE, 413)
    return await value.read()


async def _encoded(phone: Phone, content: bytes) -> Picture:
    """All are looked at before the first is sent: an album comes whole or not at all."""
    try:
        return await phone.platform.photo(content)
    except NotAPictureError:
        raise Problem(ProblemKey.NOT_A_PICTURE) from None
