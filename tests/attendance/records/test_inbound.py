"""Events that came in: stored once whatever is repeated, done once whoever does it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from attendance.records.database import Database, Priority
from attendance.records.inbound import (
    AlreadyDone,
    Envelope,
    InboundStatus,
    Revive,
    account_key,
    mark_done,
    pause_after,
    revive,
    store,
    unseal_raw,
)
from attendance.records.tables import Inbound
from attendance.vault.keyring import Keyring, SealBroken

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
MESSAGE = Envelope(
    channel="telegram",
    our_account="main",
    external_id="message:7:4711:0:1795389600",
    sender="7",
    sent_at=NOW,
    raw=b'{"update_id":831000001}',
    part=True,
)


async def stored(database: Database, keyring: Keyring, *envelopes: Envelope) -> list[int]:
    async with database.write(Priority.INGEST) as session:
        return list(await store(session, envelopes, keyring, NOW))


async def row(database: Database, inbound_id: int) -> Inbound:
    async with database.read() as session:
        return await session.get_one(Inbound, inbound_id)


async def test_an_event_is_stored_sealed_and_can_be_read_again(database: Database, keyring: Keyring) -> None:
    (inbound_id,) = await stored(database, keyring, MESSAGE)
    found = await row(database, inbound_id)
    assert (found.status, found.failures, found.part, found.sent_at, found.received_at) == (
        InboundStatus.QUEUED,
        0,
        True,
        NOW,
        NOW,
    )
    assert found.raw is not None
    assert b"update_id" not in found.raw
    assert unseal_raw(keyring, found) == MESSAGE.raw


@pytest.mark.parametrize(
    "again",
    [
        MESSAGE,
        replace(MESSAGE, raw=b"other"),
    ],
    ids=["the same", "the same message in other bytes"],
)
async def test_is_stored_once(database: Database, keyring: Keyring, again: Envelope) -> None:
    assert len(await stored(database, keyring, MESSAGE)) == 1
    assert await stored(database, keyring, again) == []


async def test_a_repetition_within_one_batch_is_stored_once(database: Database, keyring: Keyring) -> None:
    other = replace(MESSAGE, external_id="message:7:4712:0:1795389600")
    assert len(await stored(database, keyring, MESSAGE, MESSAGE, other)) == 2


async def test_the_same_number_in_another_account_is_another_event(database: Database, keyring: Keyring) -> None:
    others = (replace(MESSAGE, our_account="dinas"), replace(MESSAGE, channel="whatsapp"))
    assert len(await stored(database, keyring, MESSAGE, *others)) == 3


async def test_nothing_to_store_stores_nothing(database: Database, keyring: Keyring) -> None:
    assert await stored(database, keyring) == []


async def test_raw_bytes_open_only_under_their_own_event(database: Database, keyring: Keyring) -> None:
    first, second = await stored(database, keyring, MESSAGE, replace(MESSAGE, external_id="2"))
    one, other = await row(database, first), await row(database, second)
    one.raw = other.raw
    with pytest.raises(SealBroken):
        unseal_raw(keyring, one)


async def test_raw_bytes_that_were_forgotten_are_named(database: Database, keyring: Keyring) -> None:
    (inbound_id,) = await stored(database, keyring, MESSAGE)
    found = await row(database, inbound_id)
    found.raw = None
    with pytest.raises(ValueError, match=f"inbound {inbound_id} are gone"):
        unseal_raw(keyring, found)


async def test_an_event_is_done_once(database: Database, keyring: Keyring) -> None:
    (inbound_id,) = await stored(database, keyring, MESSAGE)

    async def one() -> bool:
        try:
            async with database.write(Priority.STEP) as session:
                await mark_done(session, inbound_id, NOW + timedelta(seconds=1))
        except AlreadyDone:
            return False
        return True

    assert sorted(await asyncio.gather(*(one() for _ in range(6)))) == [False] * 5 + [True]
    found = await row(database, inbound_id)
    assert (found.status, found.done_at) == (InboundStatus.DONE, NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("before", "after", "failures"),
    [
        (InboundStatus.DEAD, InboundStatus.QUEUED, 4),
        (InboundStatus.DONE, InboundStatus.DONE, 5),
        (InboundStatus.QUEUED, InboundStatus.QUEUED, 5),
    ],
)
async def test_only_what_is_dead_is_revived_and_for_one_more_try(
    database: Database, keyring: Keyring, before: InboundStatus, after: InboundStatus, failures: int
) -> None:
    (inbound_id,) = await stored(database, keyring, MESSAGE)
    async with database.write(Priority.STEP) as session:
        found = await session.get_one(Inbound, inbound_id)
        found.status, found.failures = before, 5
    async with database.write(Priority.STEP) as session:
        await revive(session, Revive(inbound_id))
    found = await row(database, inbound_id)
    assert (found.status, found.failures) == (after, failures)


def test_pauses_grow_and_stay_at_a_minute() -> None:
    assert [pause_after(failures).total_seconds() for failures in range(1, 7)] == [1, 5, 20, 60, 60, 60]


def test_an_account_of_ours_is_named_over_all_channels() -> None:
    assert account_key("telegram", "main") == "telegram:main"
