"""What a person does on the phone, played: each function waits for the answers that a person would wait for."""

from collections.abc import Sequence
from datetime import UTC, datetime

import texts.render
from demo.telegram import Phone
from demo.telegram.chats import Message
from texts.catalogue import LANGUAGES

#: Seconds for an answer, on a machine that is busy with other things.
PATIENCE = 60.0

#: What follows the time in the note that something has arrived and is being looked at.
_PROGRESS = tuple(
    texts.render.render(language, "checkin-progress", {"at": datetime(2026, 1, 1, tzinfo=UTC)}).rpartition(",")[2]
    for language in LANGUAGES
)


class PlayFailed(Exception):
    """The service answered something else than the play expects; the text is its answer."""


async def bind(phone: Phone, code: str) -> None:
    """Send the one-time code, read the privacy notice, press its button, and wait for the keyboard of check-ins."""
    await phone.command("start", code)
    notice = await phone.wait_for(lambda message: bool(message.buttons), PATIENCE)
    await phone.press(notice, notice.buttons[0][0].text)
    await phone.inbox.until(lambda: phone.keyboard, "the keyboard", PATIENCE)


async def enrol(admin: Phone, nip: str, pictures: Sequence[bytes]) -> None:
    """Photograph an employee: the pictures go out as one album, and the answer carries the button that takes it back.

    Whoever has read no notice yet reads it on the admin's screen first. Raises PlayFailed.
    """
    notice = await say(admin, f"/rekam {nip}")
    if notice.buttons:
        await admin.press(notice, notice.buttons[0][0].text)
        await answer_to(admin)
    await admin.album(pictures)
    done = await answer_to(admin)
    if not done.buttons:
        raise PlayFailed(done.text)


async def check_in(phone: Phone, key: str, selfie: bytes, position: tuple[float, float], accuracy_m: float) -> Message:
    """Press a key of the keyboard, send selfie and position as asked, and give the answer."""
    await say(phone, key)
    await phone.photo(selfie)
    await phone.location(*position, horizontal_accuracy=accuracy_m)
    return await answer_to(phone)


async def say(phone: Phone, text: str) -> Message:
    """Write something and give the answer; what stood in the chat before counts as read."""
    while phone.inbox.unread:
        await phone.inbox.next()
    await phone.text(text)
    return await answer_to(phone)


async def answer_to(phone: Phone) -> Message:
    """The next message that says more than that something is being looked at, as a busy machine tells after 3 s."""
    while (message := await phone.inbox.next(PATIENCE)).text.endswith(_PROGRESS):
        pass
    return message
