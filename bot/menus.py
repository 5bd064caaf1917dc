"""What the app lists as our commands, chat by chat: it follows roles, language and binding, and costs no message.

`chat_account.menu` tells what is listed there. Whatever may change that sets it to NULL in its own transaction, so that
a menu which could not be shown is shown after the next start.
"""

import logging
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import texts.render
from attendance.people.access.menus import (
    accounts_with_menus_due,
    accounts_with_turning_roles,
    menus_of_other_editions_are_due,
)
from attendance.people.person import load_person
from attendance.people.tables import ChatAccount
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBroken, RuleWatch
from bot.channels.telegram.account import Commands, TelegramAccount
from bot.channels.telegram.errors import SendError
from bot.clock import Clock
from bot.dialogues.commands import COMMANDS, Command, Standing, offered
from texts.catalogue import LANGUAGES

log = logging.getLogger(__name__)

# Nobody waits for it: a command works before the app lists it.
EVERY_S = 2.0
TURNS_EVERY = timedelta(hours=1)
PAUSE_S = 30.0

# Menus of one round.
BITE = 50

FOR_STRANGERS = tuple(command for command in COMMANDS if command.listed and command.standing is Standing.STRANGER)


def entries(commands: tuple[Command, ...], language: str) -> Commands:
    """As the platform takes them."""
    return tuple((command.name.value, texts.render.render(language, command.key)) for command in commands)


#: What a chat without a menu of its own shows, by the language of the app.
DEFAULT: Mapping[str, Commands] = {language: entries(FOR_STRANGERS, language) for language in LANGUAGES}

#: Another table or other texts, as after an update, make every menu a different one.
EDITION = f"{zlib.crc32(repr([entries(COMMANDS, language) for language in LANGUAGES]).encode()):08x}"


def mark_of(commands: tuple[Command, ...], language: str) -> str:
    """What `chat_account.menu` holds while these are listed; empty for what strangers see."""
    if commands == FOR_STRANGERS and language == "id":
        return ""
    return " ".join((EDITION, language, *(command.name for command in commands)))


class Menus:
    """Shows each chat the commands that its person may use."""

    def __init__(
        self, database: Database, rules: RuleWatch, accounts: Mapping[str, TelegramAccount], clock: Clock
    ) -> None:
        self._database = database
        self._rules = rules
        self._accounts = accounts
        self._clock = clock
        self._turned_at: datetime | None = None

    async def run(self) -> None:
        """Until cancelled."""
        edition_looked_at = False
        while True:
            pause = EVERY_S
            try:
                if not edition_looked_at:
                    await self._look_at_editions()
                    edition_looked_at = True
                await self.round()
            except (SQLAlchemyError, OSError, RuleBroken) as error:
                log.error("lists of commands could not be looked at: %s", type(error).__name__)
            except SendError as error:
                log.warning("a list of commands could not be shown: %s", error)
                pause = error.wait_s or PAUSE_S
            await self._clock.sleep(pause)

    async def round(self) -> None:
        """Whatever is due by now. Raises SendError when the platform is to be asked again later."""
        now = self._clock.now()
        turns = self._turned_at is None or abs(now - self._turned_at) >= TURNS_EVERY
        async with self._database.read() as session:
            due = list(await accounts_with_menus_due(session, BITE))
            if turns:
                due += await accounts_with_turning_roles(session, now.date())
        for account_id in due:
            await self._follow(account_id)
        if turns:
            self._turned_at = now

    async def _look_at_editions(self) -> None:
        async with self._database.write(Priority.BULK) as session:
            await menus_of_other_editions_are_due(session, EDITION)

    async def _follow(self, account_id: int) -> None:
        """Show one chat what its person may use now."""
        async with self._database.read() as session:
            account, commands, mark = await self._wanted(session, account_id)
        if account.menu == mark:
            return
        await self._show(account, entries(commands, account.language) if mark else ())
        async with self._database.write(Priority.OUTBOX) as session:
            # Meanwhile it may have become another one; then it stays due.
            if (await self._wanted(session, account_id))[2] == mark:
                marked = update(ChatAccount).where(ChatAccount.id == account_id).values(menu=mark)
                await session.execute(marked.execution_options(synchronize_session=False))

    async def _wanted(self, session: AsyncSession, account_id: int) -> tuple[ChatAccount, tuple[Command, ...], str]:
        account = await session.get_one(ChatAccount, account_id)
        person = await load_person(session, account, await self._rules.current(session), self._clock.now())
        commands = offered(person)
        return account, commands, mark_of(commands, account.language)

    async def _show(self, account: ChatAccount, menu: Commands) -> None:
        """A chat that cannot be reached lists nothing; it is looked at again with its next change."""
        ours = self._accounts.get(account.our_account)
        if ours is None:
            return
        try:
            await ours.show_commands(account.external_id, menu)
        except SendError as error:
            if error.retryable:
                raise
            log.info("account %d lists no commands: %s", account.id, error)
