"""Our own loop over getUpdates: stored first, confirmed afterwards, and nothing stops it but a wrong token."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from attendance.records.inbound import Envelope, NotStored
from bot.channels.telegram.errors import TokenRefused
from bot.channels.telegram.polling import Poller, PollRefused, side_by_side
from demo.telegram import Phone, Platform
from demo.telegram.calls import Call
from tests.fixtures.town import TOKEN
from tests.fixtures.town_clock import TownClock


class Store:
    """What a database would hold; `broken` times it takes nothing."""

    def __init__(self, broken: int = 0) -> None:
        self.kept: list[Envelope] = []
        self.broken = broken

    async def __call__(self, envelopes: Sequence[Envelope]) -> None:
        if self.broken:
            self.broken -= 1
            raise NotStored("OperationalError")
        self.kept += envelopes

    @property
    def ids(self) -> list[int]:
        return [json.loads(envelope.raw)["update_id"] for envelope in self.kept]


class Answers:
    """A platform that answers getUpdates with these bodies, one after the other."""

    def __init__(self, *bodies: object, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self._bodies = list(bodies)
        self._status = status
        self._headers = headers
        self.asked: list[dict[str, object]] = []

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        body = self._bodies.pop(0)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(status=self._status, body=content, headers=self._headers)

    @asynccontextmanager
    async def asked_by(self, store: Store) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """A poller that asks this platform; calling it is one call of its loop."""
        app = web.Application()
        app.router.add_post(f"/bot{TOKEN}/getUpdates", self._answer)
        server = TestServer(app)
        await server.start_server(access_log=None)
        async with server, ClientSession() as client:
            poller = Poller("main", TOKEN, str(server.make_url("/")), store, TownClock.__new__(TownClock))
            yield partial(poller.poll, client)


def updates(*ids: int) -> dict[str, object]:
    return {"ok": True, "result": [{"update_id": number, "message": {"text": "x"}} for number in ids]}


async def polled(answers: Answers, store: Store, times: int = 1) -> None:
    async with answers.asked_by(store) as poll:
        for _ in range(times):
            await poll()


async def test_an_update_is_confirmed_by_the_call_after_the_one_that_stored_it() -> None:
    answers, store = Answers(updates(5, 6), updates()), Store()
    await polled(answers, store, times=2)
    assert store.ids == [5, 6]
    assert [asked["offset"] for asked in answers.asked] == [0, 7]


async def test_the_wanted_kinds_are_named_in_every_call() -> None:
    """Telegram keeps the previous setting when it is not told one."""
    answers = Answers(updates(), updates())
    await polled(answers, Store(), times=2)
    assert [asked["allowed_updates"] for asked in answers.asked] == 2 * [
        ["message", "edited_message", "callback_query", "my_chat_member"]
    ]


async def test_what_could_not_be_stored_is_not_confirmed() -> None:
    answers, store = Answers(updates(5), updates(5), updates()), Store(broken=1)
    async with answers.asked_by(store) as poll:
        with pytest.raises(NotStored):
            await poll()
        await poll()
        await poll()
    assert [asked["offset"] for asked in answers.asked] == [0, 0, 6]
    assert store.ids == [5]


async def test_after_a_restart_of_the_numbering_the_lower_numbers_are_confirmed() -> None:
    answers, store = Answers(updates(900), updates(17), updates()), Store()
    await polled(answers, store, times=3)
    assert [asked["offset"] for asked in answers.asked] == [0, 901, 18]
    assert store.ids == [900, 17]


async def test_one_malformed_update_does_not_stop_the_others() -> None:
    odd = [{"message": {}}, {"update_id": "5"}, 7, None, {"update_id": 6, "message": [1]}, {"update_id": 7}]
    answers, store = Answers({"ok": True, "result": odd}, updates()), Store()
    await polled(answers, store, times=2)
    assert store.ids == [6, 7]
    assert answers.asked[1]["offset"] == 8


async def test_half_a_character_does_not_stop_the_others() -> None:
    raw = b'{"ok": true, "result": [{"update_id": 5, "message": {"text": "\\ud83d"}}, {"update_id": 6}]}'
    store = Store()
    await polled(Answers(raw), store)
    assert store.ids == [5, 6]


GOOD = b'{"update_id": 5, "message": {"text": "a ] } , \\\\\\" b"}}'
DEEP = b'{"update_id": 6, "message": ' + b"[" * 5000 + b'"]"' + b"]" * 5000 + b"}"
LAST = b'{"update_id": 7}'


@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        (DEEP, [5, 7]),
        (b'{"update_id": 6, "message": {"x": ' + b"9" * 5000 + b"}}", [5, 6, 7]),
        (b'{"update_id": ' + b"9" * 5000 + b"}", [5, 7]),
        (b'{"message": {"x": ' + b"[" * 5000 + b"]" * 5000 + b"}}", [5, 7]),
        (b'{"update_id": 6, "message": "\xff"}', [5, 7]),
        (b"{]", [5, 7]),
    ],
    ids=["deep", "long number", "long update_id", "deep without a number", "no UTF-8", "brackets crossed"],
)
async def test_an_update_that_cannot_be_read_does_not_stop_the_others(odd: bytes, kept: list[int]) -> None:
    answers = Answers(b'{"ok":true,"result":[' + b",".join((GOOD, odd, LAST)) + b"]}", updates())
    store = Store()
    await polled(answers, store, times=2)
    assert store.ids == kept
    assert answers.asked[1]["offset"] == kept[-1] + 1


async def test_an_unreadable_update_at_the_end_is_confirmed_all_the_same() -> None:
    answers, store = Answers(b'{"ok":true,"result":[' + DEEP + b"]}", updates()), Store()
    await polled(answers, store, times=2)
    assert (store.ids, answers.asked[1]["offset"]) == ([], 7)


async def test_an_update_that_nests_as_deeply_as_python_reads_is_stored_or_passed_by() -> None:
    """Whether it can still be written is a matter of a few levels."""
    for depth in range(900, 1000, 7):
        deep = b'{"update_id": 6, "message": ' + b"[" * depth + b"]" * depth + b"}"
        answers, store = Answers(b'{"ok":true,"result":[' + b",".join((GOOD, deep, LAST)) + b"]}", updates()), Store()
        await polled(answers, store, times=2)
        assert (store.ids[0], store.ids[-1], answers.asked[1]["offset"]) == (5, 7, 8)


@pytest.mark.parametrize("result", [[7, None], [{"update_id": True}], [{"update_id": 10**30}], [[]]])
async def test_what_moves_nothing_is_no_reason_to_ask_without_a_pause(result: list[object]) -> None:
    with pytest.raises(PollRefused):
        await polled(Answers({"ok": True, "result": result}), Store())


async def test_the_same_updates_again_are_no_reason_to_ask_without_a_pause() -> None:
    with pytest.raises(PollRefused):
        await polled(Answers(updates(5), updates(5)), Store(), times=2)


async def test_updates_of_which_none_has_a_number_are_no_reason_to_ask_without_a_pause() -> None:
    with pytest.raises(PollRefused):
        await polled(Answers({"ok": True, "result": [{"message": {}}]}), Store())


@pytest.mark.parametrize("body", [b"<html>502</html>", b"", b"[]", {"ok": False, "description": "x"}, {"ok": True}])
async def test_an_answer_without_updates_is_no_answer(body: object) -> None:
    with pytest.raises(PollRefused):
        await polled(Answers(body), Store())


@pytest.mark.parametrize("status", [401, 404])
async def test_a_wrong_token_stops_the_loop_and_is_not_told(status: int) -> None:
    answers = Answers({"ok": False, "error_code": status, "description": "Unauthorized"}, status=status)
    with pytest.raises(TokenRefused, match="'main'") as raised:
        await polled(answers, Store())
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("body", [b"<html>404 Not Found</html>", b"", {"error": "no such route"}])
async def test_the_same_status_of_a_proxy_on_the_way_is_a_fault_that_passes(body: object, status: int) -> None:
    with pytest.raises(PollRefused, match=f"status {status}"):
        await polled(Answers(body, status=status), Store())


async def test_faults_of_the_platform_and_of_our_database_are_waited_out(
    platform: Platform, api: str, phone: Phone, clock: TownClock, caplog: pytest.LogCaptureFixture
) -> None:
    platform.faults.fail("getUpdates", times=2)
    platform.faults.throttle("getUpdates", 3)
    platform.faults.lose_answer("getUpdates")
    store = Store(broken=1)
    with caplog.at_level(logging.WARNING):
        async with running(Poller("main", TOKEN, api, store, clock)):
            for pause in (1.0, 2.0, 5.0, 10.0, 30.0):
                await sleeping(clock, pause)
                clock.forward(seconds=pause)
            await until(clock, lambda: len(store.kept) == 1)
    assert "again in 30 s" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_throttled_poll_waits_as_long_as_it_is_told(
    platform: Platform, api: str, phone: Phone, clock: TownClock
) -> None:
    platform.faults.throttle("getUpdates", 20)
    store = Store()
    async with running(Poller("main", TOKEN, api, store, clock)):
        await sleeping(clock, 20.0)
        clock.forward(seconds=20)
        await until(clock, lambda: len(store.kept) == 1)


@pytest.mark.parametrize("told", ["7", -3, True, None, {}, 10**9])
async def test_what_is_no_time_to_wait_is_not_waited(told: object) -> None:
    with pytest.raises(PollRefused) as raised:
        await polled(Answers({"ok": False, "parameters": {"retry_after": told}}, status=429), Store())
    assert 0 <= raised.value.wait_s <= 3600


async def test_a_redirection_is_no_answer() -> None:
    """Where to may be no name at all, on which the library breaks."""
    answers = Answers(b"", status=302, headers={"Location": f"http://{'x' * 300}/"})
    with pytest.raises(PollRefused):
        await polled(answers, Store())


async def test_a_second_poller_makes_the_first_one_wait_and_not_give_up(
    platform: Platform, api: str, phone: Phone, clock: TownClock
) -> None:
    store = Store()
    async with running(Poller("main", TOKEN, api, store, clock)):
        await until(clock, lambda: len(store.kept) == 1)
        async with httpx.AsyncClient() as other:
            answer = await other.post(f"{api}/bot{TOKEN}/getUpdates", json={"timeout": 0, "offset": 0})
            assert answer.json()["ok"]
            asking = asyncio.ensure_future(other.post(f"{api}/bot{TOKEN}/getUpdates", json={"timeout": 30}))
            await sleeping(clock, 1.0)
            clock.forward(seconds=1)
            assert (await asking).status_code == 409
        await phone.text("masih di sana?")
        await until(clock, lambda: len(store.kept) == 2)


async def test_of_two_accounts_one_that_is_revoked_leaves_the_other_at_work(
    platform: Platform, api: str, phone: Phone, clock: TownClock, caplog: pytest.LogCaptureFixture
) -> None:
    store, gone = Store(), Store()
    pollers = {
        "gone": Poller("gone", "700100999:revoked", api, gone, clock),
        "main": Poller("main", TOKEN, api, store, clock),
    }
    lost, kept = (asyncio.ensure_future(run()) for run in side_by_side(pollers))
    await lost
    await until(clock, lambda: len(store.kept) == 1)
    assert "refuses the token of account 'gone'" in caplog.text
    del platform.bots[TOKEN]
    platform.changed()
    with pytest.raises(TokenRefused, match="'main'"):
        await kept


async def test_an_update_is_on_disk_before_it_is_confirmed(
    platform: Platform, api: str, phone: Phone, clock: TownClock
) -> None:
    store = Store()
    kept_at: list[int] = []

    async def note(call: Call) -> None:
        if call.arguments.integer("offset"):
            kept_at.append(len(store.kept))

    platform.faults.before("getUpdates", note)
    async with running(Poller("main", TOKEN, api, store, clock)):
        await until(clock, lambda: bool(kept_at))
    assert kept_at[0] == 1


class running:  # noqa: N801 - reads as a word of the sentence
    """The poller at work until the block ends."""

    def __init__(self, poller: Poller) -> None:
        self._poller = poller

    async def __aenter__(self) -> None:
        self._task = asyncio.ensure_future(self._poller.run())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def until(clock: TownClock, reached: object) -> None:
    async with clock.timeout(10):
        while not reached():
            await clock.sleep(0.01)


async def sleeping(clock: TownClock, seconds: float) -> None:
    await until(clock, lambda: clock.asleep[seconds] > 0)
