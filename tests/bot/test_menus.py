"""The app lists what a person may use: after binding, with the language, with roles; and it costs no message."""

import json

from sqlalchemy import update

from attendance.people.tables import ChatAccount, RoleGrant
from attendance.records.database import Priority
from bot.dialogues.commands import COMMANDS, Standing
from demo.telegram.errors import ApiError
from tests.fixtures.town import ADMIN, EILEEN, Town
from tests.talk import PATIENCE_S, Talk, platform_of

LISTED = [command for command in COMMANDS if command.listed]
EVERYBODY = [command.name for command in LISTED if command.standing is Standing.STRANGER]
EMPLOYEE = [command.name for command in LISTED if command.needs is None]
EVERYTHING = [command.name for command in LISTED]


def listed(talk: Talk) -> list[str]:
    """What the app of this person lists."""
    menus = platform_of(talk).bot().commands
    for (scope, _), menu in menus.items():
        if json.loads(scope) == {"type": "chat", "chat_id": talk.phone.person.user_id}:
            return [entry["command"] for entry in menu]
    return [entry["command"] for entry in next(menu for (scope, _), menu in menus.items() if "chat_id" not in scope)]


async def lists(talk: Talk, *commands: str) -> None:
    """Soon, for nobody waits for it."""
    async with talk.clock.timeout(PATIENCE_S):
        while listed(talk) != list(commands):
            talk.clock.forward(seconds=2)
            await talk.clock.sleep(0.02)


async def test_the_list_follows_binding_notice_language_and_roles(sqlite_town: Town) -> None:
    stranger = sqlite_town.stranger()
    await stranger.says("halo")
    await stranger.hears("Mintalah kode")
    assert listed(stranger) == EVERYBODY
    eileen = await sqlite_town.employee(EILEEN)
    await lists(eileen, *EMPLOYEE)
    await eileen.says("/bahasa")
    await eileen.hears()
    before = eileen.messages_from_us
    await eileen.presses("English")
    await eileen.hears("English")
    await until_described(eileen, "your attendance today")
    assert eileen.messages_from_us == before + 1
    admin = await sqlite_town.admin()
    await lists(admin, *EVERYTHING)


async def until_described(talk: Talk, words: str) -> None:
    async with talk.clock.timeout(PATIENCE_S):
        while words not in json.dumps(list(platform_of(talk).bot().commands.values())[-1]):
            talk.clock.forward(seconds=2)
            await talk.clock.sleep(0.02)


async def test_a_role_that_ends_at_midnight_leaves_the_list_by_itself(sqlite_town: Town) -> None:
    admin = await sqlite_town.admin()
    await lists(admin, *EVERYTHING)
    async with sqlite_town.database.write(Priority.STEP) as session:
        await session.execute(update(RoleGrant).values(valid_to=sqlite_town.today))
    await admin.later(days=1)
    await lists(admin, *EMPLOYEE)


async def test_a_list_that_could_not_be_shown_is_shown_after_a_restart(sqlite_town: Town) -> None:
    sqlite_town.platform.faults.fail("setMyCommands", times=100)
    eileen = await sqlite_town.employee(EILEEN)
    await eileen.later(seconds=10)
    assert listed(eileen) == EVERYBODY
    async with sqlite_town.closed():
        sqlite_town.platform.faults.clear()
    await lists(eileen, *EMPLOYEE)


async def test_after_an_update_of_the_program_every_list_is_shown_anew(sqlite_town: Town) -> None:
    eileen = await sqlite_town.employee(EILEEN)
    await lists(eileen, *EMPLOYEE)
    async with sqlite_town.database.write(Priority.STEP) as session:
        await session.execute(update(ChatAccount).values(menu="0000beef id status"))
    platform_of(eileen).bot().commands.clear()
    await sqlite_town.restart()
    await lists(eileen, *EMPLOYEE)


async def test_a_blocked_chat_does_not_hold_up_the_others(sqlite_town: Town) -> None:
    sqlite_town.platform.faults.refuse("setMyCommands", ApiError(400, "Bad Request: chat not found"))
    eileen = await sqlite_town.employee(EILEEN)
    await eileen.later(seconds=10)
    admin = await sqlite_town.admin(ADMIN)
    await lists(admin, *EVERYTHING)
