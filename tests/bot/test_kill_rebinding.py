"""The service is killed in the middle of a change of accounts; started again, it asks and counts once."""

import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from attendance.people.access.invitation import create_invitation
from attendance.records.database import Database, Priority
from bot.clock import SystemClock
from demo.telegram import Phone
from demo.telegram.calls import Call
from demo.telegram.faults import AnswerLostError, FileServed, Moment
from tests.fixtures.service_process import House

pytestmark = pytest.mark.asyncio(loop_scope="module")

NEW_PHONES = iter(range(990_001, 990_100))
PROMPT, AGAIN = "kirim 1 video bulat", "Rekam sekali lagi"


async def asked_to_confirm(house: House) -> Phone:
    """The old phone of somebody whose code another one has brought."""
    old, new = next(house.people), house.platform.phone(next(NEW_PHONES), "Baru")
    (employee_id,) = house.column("SELECT employee_id FROM chat_account WHERE external_id = ?", str(old.person.user_id))
    # A bot writes to nobody who has not written to it.
    await old.text("/status")
    await old.inbox.next(60)
    database = await Database.open(house.files.database_url)
    try:
        async with database.write(Priority.STEP) as session:
            code = await create_invitation(session, employee_id, SystemClock().now(), timedelta(days=1))
    finally:
        await database.close()
    await new.text(f"/start {code}")
    assert "Ada akun lain" in (await old.inbox.next(60)).text
    await house.finish()
    return old


async def agrees(old: Phone) -> None:
    question = next(message for message in reversed(old.inbox.messages) if message.buttons)
    await old.press(question, "Ya, ini saya")


async def has_agreed(house: House, old: Phone) -> None:
    await agrees(old)
    assert PROMPT in (await old.inbox.next(60)).text
    await house.finish()


async def after_the_prompt_was_accepted(house: House, old: Phone) -> None:
    """The platform has shown it; we have not marked that."""

    async def hook(call: Call) -> None:
        if PROMPT in call.arguments.text("caption"):
            house.kill()
            raise AnswerLostError

    house.platform.faults.accepted("sendPhoto", hook)
    await agrees(old)


async def after_the_video_was_fetched(house: House, old: Phone) -> None:
    async def hook(moment: Moment) -> None:
        if isinstance(moment, FileServed):
            house.kill()

    await has_agreed(house, old)
    house.platform.faults.served(hook)
    await old.video_note(b"nothing that moves")


async def after_the_failure_was_counted(house: House, old: Phone) -> None:
    """The next prompt has reached the platform, which has accepted nothing."""

    async def hook(call: Call) -> None:
        if AGAIN in call.arguments.text("caption"):
            house.kill()
            raise AnswerLostError

    await has_agreed(house, old)
    house.platform.faults.before("sendPhoto", hook)
    await old.video_note(b"nothing that moves")


@pytest.mark.parametrize(
    ("death", "failures", "prompts", "again"),
    [
        (after_the_prompt_was_accepted, 0, (1, 2), 0),
        (after_the_video_was_fetched, 1, (1,), 1),
        (after_the_failure_was_counted, 1, (1,), 1),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_killed_anywhere_it_draws_and_counts_once(
    open_house: House,
    death: Callable[[House, Phone], Awaitable[None]],
    failures: int,
    prompts: tuple[int, ...],
    again: int,
) -> None:
    old = await asked_to_confirm(open_house)
    await death(open_house, old)
    assert await open_house.ended(60) == -signal.SIGKILL
    open_house.platform.faults.clear()
    await open_house.start()
    await open_house.finish()
    said = [message.text for message in old.inbox]
    assert sum(PROMPT in text for text in said) in prompts
    assert len({text for text in said if PROMPT in text}) == 1
    assert sum(AGAIN in text for text in said) == again
    mine = "SELECT {} FROM rebinding JOIN chat_account ON chat_account.id = old_account_id WHERE external_id = ?"
    account = str(old.person.user_id)
    assert open_house.column(mine.format("failures"), account) == [failures]
    assert open_house.column(mine.format("ended_at IS NULL"), account) == [1]
    drawn = "SELECT number FROM challenge JOIN nonce ON nonce.id = nonce_id WHERE account_id IN ({})"
    own = drawn.format("SELECT id FROM chat_account WHERE external_id = ?")
    assert open_house.column(own, account) == [*range(1, failures + 2)]
