"""The platform: its bots, its people, its files, its faults; all time comes from one clock."""

import asyncio
import hashlib
import secrets
from collections import deque
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from bot.clock import Clock
from demo.telegram import pictures
from demo.telegram.accounts import Person
from demo.telegram.bots import BotAccount
from demo.telegram.calls import Entry
from demo.telegram.delivery import Deliveries
from demo.telegram.faults import Faults
from demo.telegram.files import FileStore
from demo.telegram.limits import TELEGRAM_LIMITS, Limiter, Limits
from demo.telegram.phone.phone import Phone
from demo.telegram.pictures import Picture
from demo.telegram.signal import Signal
from demo.telegram.updates import Event, UpdateQueue

JOURNAL_LENGTH = 10_000


class Platform:
    """One Telegram. With the same `salt` all ids are the same again; by default each platform has its own.

    `limits=None` switches the flood limits off.
    """

    def __init__(self, clock: Clock, limits: Limits | None = TELEGRAM_LIMITS, salt: bytes | None = None) -> None:
        self.clock = clock
        self.faults = Faults()
        self.bots: dict[str, BotAccount] = {}  # by token
        self.people: dict[int, Person] = {}
        self.journal: deque[Entry] = deque(maxlen=JOURNAL_LENGTH)  # the newest calls, oldest first
        self._salt = secrets.token_bytes(16) if salt is None else salt
        self.files = FileStore(self._salt)
        self._limits = limits
        self._traffic = Signal()
        self._numbers = 0
        self._background: asyncio.TaskGroup | None = None

    def add_bot(self, token: str, username: str, first_name: str = "Presensi") -> BotAccount:
        """A bot account, as @BotFather makes it; `token` is `<numeric id>:<secret>`."""
        updates = UpdateQueue(self.faults, 100_000_000 + self.chosen(f"update {token}", 800_000_000), self._traffic)
        limiter = None if self._limits is None else Limiter(self._limits, self.clock.monotonic())
        message_id = self.chosen(f"message {token}", 1_000_000)
        self.bots[token] = BotAccount(token, username, first_name, updates, limiter, message_id)
        return self.bots[token]

    def bot(self, name: str | None = None) -> BotAccount:
        """The bot of a token or username; the only one without a name. LookupError when there is no such bot."""
        found = [
            bot for bot in self.bots.values() if name is None or name.removeprefix("@") in {bot.token, bot.username}
        ]
        if len(found) != 1:
            raise LookupError("no such bot" if name else "name the bot: there is not exactly one")
        return found[0]

    def phone(
        self,
        user_id: int,
        first_name: str = "Budi",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "id",
        bot: str | None = None,
    ) -> Phone:
        """The app of a person, opened at the chat with one bot; the person is made at the first call."""
        person = Person(user_id, first_name, last_name, username, language_code)
        return Phone(self, self.people.setdefault(user_id, person), self.bot(bot))

    async def photo(self, content: bytes) -> Picture:
        """Re-encode a picture once, so that phones may send it often and cheaply; each sending is a fresh upload."""
        return await asyncio.to_thread(pictures.encode, content)

    def unique(self, purpose: str) -> int:
        """A number that was not given before, for ids of presses and albums."""
        self._numbers += 1
        return self.chosen(f"{purpose} {self._numbers}", 1 << 62)

    def emit(self, bot: BotAccount, event: Event) -> None:
        """Queue an event for a bot, later when that fault is armed."""
        seconds = self.faults.delay()
        if seconds:
            self.start(self._emit_later(bot, event, seconds))
        else:
            bot.updates.put(event)

    async def _emit_later(self, bot: BotAccount, event: Event, seconds: float) -> None:
        await self.clock.sleep(seconds)
        bot.updates.put(event)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background of a served platform."""
        if self._background is None:
            work.close()
            raise RuntimeError("the platform is not being served")
        self._background.create_task(work)

    async def run(self) -> None:
        """Deliver to webhooks and do delayed work until cancelled; `create_app` runs it."""
        try:
            async with asyncio.TaskGroup() as self._background:
                await Deliveries(self.bots, self.clock, self.faults, self._traffic).run()
        finally:
            self._background = None

    def changed(self) -> None:
        """Wake pollers and webhook deliveries."""
        self._traffic.notify()

    def now(self) -> datetime:
        return self.clock.now()

    def chosen(self, purpose: str, below: int) -> int:
        """A number that the salt chooses for a purpose: always the same on this platform."""
        digest = hashlib.blake2b(purpose.encode(), key=self._salt, digest_size=8).digest()
        return int.from_bytes(digest) % below
