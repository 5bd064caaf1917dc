"""The service is killed from outside in the middle of a check-in; started again, it records one punch and answers once.

The product knows nothing of this: the moments are those at which the emulated platform sees something, or the
database file shows it.
"""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from socket import create_server

import pytest

from demo.telegram import Phone
from demo.telegram.calls import Call
from demo.telegram.faults import AnswerLostError, Confirmed, FileServed, Moment, WebhookAnswered
from tests.bot.check_in import (
    RECEIPT,
    asked_to_check_in,
    has_checked_in_once,
    send_both,
    send_position,
    send_selfie,
)
from tests.fixtures.service_process import House

pytestmark = pytest.mark.asyncio(loop_scope="module")

Death = Callable[[House, Phone], Awaitable[None]]


async def after_the_ingest_commit(house: House, phone: Phone) -> None:
    """A part is stored, and the offset that confirms it is on its way."""

    async def hook(_: Call) -> None:
        if house.parts(phone):
            house.kill()
            raise AnswerLostError

    house.platform.faults.before("getUpdates", hook)
    await send_both(phone)


async def after_the_confirmation(house: House, phone: Phone) -> None:
    """The platform has moved the offset: it will not send this update again."""

    async def hook(_: Confirmed) -> None:
        if house.parts(phone):
            house.kill()
            raise AnswerLostError

    house.platform.faults.confirmed(hook)
    await send_both(phone)


async def after_the_200_of_the_webhook(house: House, phone: Phone) -> None:
    async def hook(moment: Moment) -> None:
        if isinstance(moment, WebhookAnswered):
            house.kill()

    house.platform.faults.served(hook)
    await send_both(phone)


async def after_the_download(house: House, phone: Phone) -> None:
    async def hook(moment: Moment) -> None:
        if isinstance(moment, FileServed):
            house.kill()

    house.platform.faults.served(hook)
    await send_both(phone)


async def after_the_examination(house: House, phone: Phone) -> None:
    """The position is there already, so the commit after the examination of the selfie is that of the record."""
    await send_position(phone)
    await house.finish()
    await send_selfie(phone)
    with await asyncio.to_thread(lock_before_the_record, house, phone):
        await house.idle()
        house.kill()
        await house.gone()


async def after_the_record_commit(house: House, phone: Phone) -> None:
    """The receipt has reached the platform, which has accepted nothing."""

    async def hook(call: Call) -> None:
        if RECEIPT in call.arguments.text("text"):
            house.kill()
            raise AnswerLostError

    house.platform.faults.before("sendMessage", hook)
    await send_both(phone)


async def after_the_platform_accepted_the_reply(house: House, phone: Phone) -> None:
    async def hook(call: Call) -> None:
        if RECEIPT in call.arguments.text("text"):
            house.kill()
            raise AnswerLostError

    house.platform.faults.accepted("sendMessage", hook)
    await send_both(phone)


async def after_the_reply_was_marked(house: House, phone: Phone) -> None:
    await send_both(phone)
    async with asyncio.timeout(60):
        while "sent" not in house.receipts(phone):
            await asyncio.sleep(0.002)
    house.kill()


# With the punches and receipts that are on record at the moment of death.
POLLING: tuple[tuple[Death, list[str], list[str]], ...] = (
    (after_the_ingest_commit, [], []),
    (after_the_confirmation, [], []),
    (after_the_download, [], []),
    (after_the_examination, [], []),
    (after_the_record_commit, ["in"], ["queued"]),
    (after_the_platform_accepted_the_reply, ["in"], ["queued"]),
    (after_the_reply_was_marked, ["in"], ["sent"]),
)


@pytest.mark.parametrize(("death", "punches", "receipts"), POLLING, ids=[death.__name__ for death, *_ in POLLING])
async def test_killed_at_any_point_and_started_again_it_records_one_punch_and_answers_once(
    open_house: House, death: Death, punches: list[str], receipts: list[str]
) -> None:
    phone = await asked_to_check_in(open_house)
    try:
        await death(open_house, phone)
    except TooLateError:
        phone = await asked_to_check_in(open_house)
        await death(open_house, phone)
    await died(open_house)
    assert open_house.parts(phone)
    assert (open_house.punches(phone), open_house.receipts(phone)) == (punches, receipts)
    await open_house.start()
    await has_checked_in_once(open_house, phone, may_repeat=death is after_the_platform_accepted_the_reply)


async def test_killed_after_the_200_of_a_webhook_it_records_one_punch_and_answers_once(open_house: House) -> None:
    settings = webhook_settings()
    await open_house.restart(**settings)
    phone = await asked_to_check_in(open_house)
    await after_the_200_of_the_webhook(open_house, phone)
    await died(open_house)
    await open_house.start(**settings)
    await has_checked_in_once(open_house, phone)
    await open_house.restart()


class TooLateError(Exception):
    """The record was written before the lock was had: this machine was busy with something else."""


def lock_before_the_record(house: House, phone: Phone) -> closing[sqlite3.Connection]:
    """SQLite's write lock, taken from outside between the row of the picture and the record. Raises TooLateError."""
    connection, last = house.connect(patience_s=0), time.monotonic() + 60
    while not (house.pictures(phone) and _locked(connection)):
        assert time.monotonic() < last, "the picture never came"
        time.sleep(0.001)
    if house.punches(phone):
        connection.close()
        raise TooLateError
    return closing(connection)


def _locked(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


def webhook_settings() -> dict[str, str]:
    """A port that was free a moment ago: the platform must be told where to deliver before we listen."""
    with create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return {
        "PRESENSI_TELEGRAM_MODE": "webhook",
        "PRESENSI_WEBHOOK_SECRET": "a-secret-of-the-webhook",
        "PRESENSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PRESENSI_PORT": str(port),
    }


async def died(house: House) -> None:
    assert await house.ended(60) == -signal.SIGKILL
    house.platform.faults.clear()
