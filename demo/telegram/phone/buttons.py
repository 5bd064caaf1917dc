"""Pressing: inline buttons under a message, and the keys of the reply keyboard."""

from typing import Unpack

from demo.telegram import content as contents
from demo.telegram.bots import Press
from demo.telegram.chats import Button, Message
from demo.telegram.phone.media import Media
from demo.telegram.phone.positions import Positions
from demo.telegram.phone.provenance import How
from demo.telegram.updates import PRESS_LIFETIME, Event


class Buttons(Media, Positions):
    """A key sends a text, the position or the own number; an inline button a callback query."""

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        """The keys of the reply keyboard now showing, by rows."""
        return self.chat.keys

    async def press(self, message: Message, button: str, stale: bool = False) -> str:
        """Press an inline button by its text or data; the id of the callback query.

        A `stale` press sends the data `button` whether or not the message still shows it, as an app that has not heard
        of an edit does. LookupError when there is no such button.
        """
        data = button if stale else message.button(button).data
        if data is None:
            raise LookupError(f"the button {button!r} sends nothing to the bot")
        query_id = str(self.platform.unique("press"))
        expires_at = self.platform.now() + PRESS_LIFETIME
        self.bot.presses[query_id] = Press(self.chat, expires_at)
        body = {
            "id": query_id,
            "from": self.person.user(),
            "message": message.body,
            "chat_instance": str(self.platform.chosen(f"chat {self.bot.token} {self.person.user_id}", 1 << 62)),
            "data": data,
        }
        self.emit(Event("callback_query", body, f"user {self.person.user_id}", expires_at))
        return query_id

    async def press_key(
        self,
        text: str,
        position: tuple[float, float] | None = None,
        phone_number: str | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Press a key of the reply keyboard: sends its text, or the position or own number that it asks for.

        A position sent this way answers the message that brought the keyboard and has no accuracy, as from Android.
        LookupError when no such key shows, ValueError when what the key asks for was not given.
        """
        key = self._key(text)
        match key.asks:
            case "location":
                sent = await self._share_position(position, how)
            case "contact":
                sent = await self._share_number(phone_number, how)
            case _:
                sent = await self.text(key.text, **how)
        self.chat.hide_one_time_keyboard()
        return sent

    def _key(self, text: str) -> Button:
        keys = [key for row in self.keyboard for key in row]
        for key in keys:
            if key.text == text:
                return key
        raise LookupError(f"no key {text!r} on the keyboard; there are {[key.text for key in keys]}")

    async def _share_position(self, position: tuple[float, float] | None, how: How) -> Message:
        if position is None:
            raise ValueError("this key sends the position: give one")
        if self.chat.keyboard_from is not None:
            how = {"reply_to": self.chat.keyboard_from, **how}
        return await self.location(*position, **how)

    async def _share_number(self, phone_number: str | None, how: How) -> Message:
        if phone_number is None:
            raise ValueError("this key sends the phone number: give one")
        return await self.contact(phone_number, of_user_id=self.person.user_id, **how)

    async def contact(
        self, phone_number: str, of_user_id: int | None = None, first_name: str | None = None, **how: Unpack[How]
    ) -> Message:
        """A telephone number: one's own with one's own id, or somebody's from the address book."""
        name = first_name or self.person.first_name
        return self.send(contents.contact_content(phone_number, name, of_user_id), how)
