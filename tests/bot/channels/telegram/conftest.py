"""The emulated Bot API on a loopback port, and an account of ours there."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.account import TelegramAccount, telegram_account
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from tests.fixtures.town import MONDAY, TOKEN
from tests.fixtures.town_clock import TownClock


@pytest.fixture
def clock() -> TownClock:
    return TownClock(MONDAY)


@pytest.fixture
def platform(clock: TownClock) -> Platform:
    platform = Platform(clock)
    platform.add_bot(TOKEN, "presensi_contoh_bot")
    return platform


@pytest.fixture
async def api(platform: Platform) -> AsyncIterator[str]:
    """The address of the Bot API."""
    async with serve(create_app(platform)) as url:
        yield url


@pytest.fixture
async def account(api: str) -> AsyncIterator[TelegramAccount]:
    async with telegram_account("main", TOKEN, api) as account:
        yield account


@pytest.fixture
async def phone(platform: Platform, api: str) -> Phone:
    """Somebody who has written to the bot."""
    phone = platform.phone(7001, "Eileen")
    await phone.text("halo")
    return phone
