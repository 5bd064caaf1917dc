"""Sending and fetching, and every refusal of the platform under the name it has with us."""

import json

import pytest
from aiogram.exceptions import ClientDecodeError

from bot.channels.telegram.account import TelegramAccount, send_error, telegram_account
from bot.channels.telegram.errors import ContactStopped, FetchFailed, FileGone, SendError, Throttled, TokenRefused
from bot.events import FileRef
from bot.rendering import Rendered, RenderedButton
from demo.portraits import portrait
from demo.telegram import Phone, Platform
from demo.telegram.errors import ApiError, bad_request
from tests.fixtures.town import MONDAY, TOKEN

HELLO = Rendered("Halo")
MENUS = {"id": [("status", "presensi Anda")], "en": [("status", "your attendance")]}


async def test_a_message_arrives_and_its_time_is_the_platform_s(account: TelegramAccount, phone: Phone) -> None:
    sent = await account.send("7001", HELLO)
    arrived = await phone.inbox.next()
    assert (arrived.text, sent.message_id, sent.at) == ("Halo", str(arrived.message_id), MONDAY)


async def test_the_key_that_shares_the_location_asks_for_it(account: TelegramAccount, phone: Phone) -> None:
    rows = (("Bagikan lokasi",), ("Masuk", "Pulang"))
    await account.send("7001", Rendered("Halo", menu=rows, location_label="Bagikan lokasi"))
    await phone.inbox.next()
    assert [[(key.text, key.asks) for key in row] for row in phone.keyboard] == [
        [("Bagikan lokasi", "location")],
        [("Masuk", None), ("Pulang", None)],
    ]
    await account.send("7001", Rendered("Sudah", remove_menu=True))
    await phone.inbox.next()
    assert phone.keyboard == ()


async def test_a_button_names_action_row_and_version(account: TelegramAccount, phone: Phone) -> None:
    await account.send("7001", Rendered("Ya?", buttons=(RenderedButton("Ya", "early-yes", 17, 3),)))
    message = await phone.inbox.next()
    assert message.button("Ya").data == "early-yes:17:3"


async def test_what_looks_like_markup_is_only_text(account: TelegramAccount, phone: Phone) -> None:
    await account.send("7001", Rendered("<b>*Wa_Ode*</b> & [x](y)"))
    assert (await phone.inbox.next()).text == "<b>*Wa_Ode*</b> & [x](y)"


@pytest.mark.parametrize(
    ("refusal", "kind", "retryable", "wait_s"),
    [
        (ApiError(403, "Forbidden: bot was blocked by the user"), ContactStopped, False, None),
        (ApiError(403, "Forbidden: user is deactivated"), ContactStopped, False, None),
        (bad_request("chat not found"), ContactStopped, False, None),
        (bad_request("message text is empty"), SendError, False, None),
        (ApiError(429, "Too Many Requests: retry after 7", 7), Throttled, True, 7.0),
        (ApiError(401, "Unauthorized"), SendError, True, 60.0),
        (ApiError(404, "Not Found"), SendError, True, 60.0),
        (ApiError(500, "Internal Server Error"), SendError, True, None),
        (ApiError(502, "Bad Gateway"), SendError, True, None),
    ],
    ids=lambda value: str(value) if isinstance(value, ApiError) else "",
)
async def test_a_refusal_is_known_by_name(
    account: TelegramAccount,
    phone: Phone,
    platform: Platform,
    refusal: ApiError,
    kind: type[SendError],
    retryable: bool,
    wait_s: float | None,
) -> None:
    platform.faults.refuse("sendMessage", refusal)
    with pytest.raises(SendError) as raised:
        await account.send("7001", HELLO)
    assert (type(raised.value), raised.value.retryable, raised.value.wait_s) == (kind, retryable, wait_s)


async def test_somebody_who_has_never_written_cannot_be_reached(account: TelegramAccount) -> None:
    with pytest.raises(ContactStopped):
        await account.send("999", HELLO)


async def test_an_answer_lost_on_the_way_may_be_asked_for_again(
    account: TelegramAccount, phone: Phone, platform: Platform
) -> None:
    platform.faults.lose_answer("sendMessage")
    with pytest.raises(SendError) as raised:
        await account.send("7001", HELLO)
    assert raised.value.retryable
    assert TOKEN not in str(raised.value)


def test_an_answer_that_is_no_json_is_a_passing_fault() -> None:
    """As a proxy on the way gives it."""
    told = send_error(ClientDecodeError("Failed to decode object", ValueError("<html>"), "<html>502</html>"))
    assert told.retryable
    assert "html" not in str(told)


async def stored(phone: Phone, content: bytes) -> FileRef:
    photo = (await phone.photo(content)).body["photo"][-1]
    return FileRef(photo["file_id"], photo["file_unique_id"], photo["file_size"])


async def test_a_picture_is_fetched_whole(account: TelegramAccount, phone: Phone) -> None:
    file = await stored(phone, portrait("hopper", 1))
    fetched = await account.fetch(file)
    assert fetched == phone.history[-1].content


async def test_faults_of_the_file_server_pass(account: TelegramAccount, phone: Phone, platform: Platform) -> None:
    file = await stored(phone, portrait("hopper", 1))
    faults = platform.faults
    for fault in (
        lambda: faults.fail("getFile"),
        lambda: faults.lose_answer("getFile"),
        lambda: faults.throttle("getFile", 5),
        lambda: faults.refuse("getFile", bad_request("wrong file_id or the file is temporarily unavailable")),
        faults.expire_files,
        faults.break_downloads,
    ):
        fault()
        with pytest.raises(FetchFailed) as raised:
            await account.fetch(file)
        assert TOKEN not in str(raised.value)
    assert await account.fetch(file)


async def test_a_file_that_is_too_large_is_not_asked_for(
    account: TelegramAccount, phone: Phone, platform: Platform
) -> None:
    with pytest.raises(FileGone):
        await account.fetch(FileRef("x", "y", (20 << 20) + 1))
    assert not [entry for entry in platform.journal if entry.method == "getFile"]
    platform.faults.refuse("getFile", bad_request("file is too big"))
    with pytest.raises(FileGone):
        await account.fetch(await stored(phone, portrait("hopper", 1)))


async def test_the_account_introduces_itself_with_its_commands_in_both_languages(
    account: TelegramAccount, platform: Platform
) -> None:
    assert await account.introduce(MENUS) == "presensi_contoh_bot"
    told = [entry.values for entry in platform.journal if entry.method == "setMyCommands"]
    assert [entry.get("language_code") for entry in told] == [None, "en"]
    assert [json.loads(entry["commands"]) for entry in told] == [
        [{"command": "status", "description": "presensi Anda"}],
        [{"command": "status", "description": "your attendance"}],
    ]


async def test_one_chat_shows_a_menu_of_its_own_and_then_that_of_all_again(
    account: TelegramAccount, platform: Platform, phone: Phone
) -> None:
    await account.introduce(MENUS)
    await account.show_commands("7001", [("konsol", "halaman kehadiran")])
    own = {place: menu for place, menu in platform.bot().commands.items() if "7001" in place[0]}
    assert list(own.values()) == [[{"command": "konsol", "description": "halaman kehadiran"}]]
    await account.show_commands("7001", [])
    assert not [place for place in platform.bot().commands if "7001" in place[0]]


async def test_a_menu_that_the_platform_refuses_is_told(account: TelegramAccount, platform: Platform) -> None:
    platform.faults.refuse("setMyCommands", ApiError(429, "Too Many Requests: retry after 7", 7))
    with pytest.raises(Throttled):
        await account.show_commands("7001", MENUS["id"])


async def test_a_wrong_token_is_refused_without_being_told(api: str) -> None:
    wrong = TOKEN.replace("AAHm", "AAHx")
    async with telegram_account("dinas", wrong, api) as account:
        with pytest.raises(TokenRefused, match="'dinas'") as raised:
            await account.introduce(MENUS)
    assert wrong not in str(raised.value)


async def test_at_the_start_a_platform_that_does_not_answer_is_no_wrong_token(
    account: TelegramAccount, platform: Platform
) -> None:
    platform.faults.fail("getMe")
    with pytest.raises(SendError):
        await account.introduce(MENUS)


async def test_a_press_that_is_too_old_to_be_answered_is_no_fault(account: TelegramAccount) -> None:
    await account.acknowledge("1234567890")


async def test_the_webhook_is_told_which_updates_we_want(account: TelegramAccount, platform: Platform) -> None:
    await account.start_webhook("https://presensi.example/telegram/main", "geheim")
    assert platform.bot().webhook.url == "https://presensi.example/telegram/main"
    assert platform.bot().webhook.secret_token == "geheim"
    assert platform.bot().updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}
    await account.stop_webhook()
    assert platform.bot().webhook.url == ""
