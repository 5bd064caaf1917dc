"""What every invitation needs to know: how long it lives, by which clock, and where it is brought."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.rules.book import read_rules
from attendance.rules.kinds import InvitationRule, ZoneRule
from attendance.rules.resolve import NOBODY
from bot.settings import Settings
from presensi.bot_api import Bot, ask_for_bot
from presensi.errors import CommandRefused


async def life_of(session: AsyncSession, days: int | None, now: datetime) -> timedelta:
    """How long a code works. Raises CommandRefused."""
    if days is None:
        days = (await read_rules(session)).get(InvitationRule, NOBODY, now.date()).value.valid_days
    if not 1 <= days <= 365:
        raise CommandRefused("--days is between 1 and 365")
    return timedelta(days=days)


async def zone_of_regency(session: AsyncSession, now: datetime) -> str:
    return (await read_rules(session)).get(ZoneRule, NOBODY, now.date()).value.timezone


async def bots(settings: Settings, now: datetime) -> Sequence[str]:
    """The names of our bots, as far as they can be found out now."""
    answers = [await ask_for_bot(settings, token, now) for token in settings.telegram_tokens.values()]
    return [answer.username for answer in answers if isinstance(answer, Bot)]
