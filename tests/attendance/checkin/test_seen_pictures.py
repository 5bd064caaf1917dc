"""All pictures on record are searched: those of this node and of others, until somebody withdraws."""

from datetime import UTC, datetime

import numpy as np
import pytest

from attendance.checkin import seen_pictures
from attendance.checkin.evidence import Reuse
from attendance.checkin.seen_pictures import SeenPictures, keep_prints
from attendance.privacy.choice import Choice
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.database import Database, Priority
from attendance.records.tables import Inbound, Media, PicturePrint
from recognition.fingerprint import NEAR, WORDS, Words, to_bytes
from tests.attendance.people.office import NOW, Office

DICE = np.random.default_rng(3)


def words() -> Words:
    return DICE.integers(0, 2**64, WORDS, np.uint64)


def asked(kept: Words, bits: int = 0) -> Words:
    """The hypotheses of a picture whose nearest differs from what was kept in so many bits."""
    moved = kept.copy()
    moved[3] ^= np.uint64((1 << bits) - 1)
    return np.vstack([np.tile(moved, (81, 1))])


async def put_on_record(database: Database, office: Office, kept: Words) -> int:
    async with database.write(Priority.STEP) as session:
        name = to_bytes(kept).hex()
        came = Inbound(channel="telegram", our_account="main", external_id=name, received_at=NOW, status="done")
        session.add(came)
        await session.flush()
        media = Media(employee_id=office.budi.id, inbound_id=came.id, file=name, sha256=name, size=1, created_at=NOW)
        session.add(media)
        await session.flush()
        await keep_prints(session, {media.id: to_bytes(kept)}, NOW)
        return media.id


async def found(seen: SeenPictures, ours: Words) -> list[int]:
    return [one.media.id for one in await seen.near(ours)]


async def test_what_is_near_is_found_and_what_is_farther_is_not(database: Database, office: Office) -> None:
    kept, seen = words(), SeenPictures(database)
    media_id = await put_on_record(database, office, kept)
    assert await found(seen, asked(kept, NEAR)) == [media_id]
    assert await found(seen, asked(kept, NEAR + 1)) == []
    assert await found(seen, asked(words())) == []


async def test_what_another_node_puts_on_record_later_is_found(
    database: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_pictures, "BITE", 2)
    seen, many = SeenPictures(database), [words() for _ in range(5)]
    for kept in many:
        assert await found(seen, asked(kept)) == []
        media_id = await put_on_record(database, office, kept)
        assert await found(seen, asked(kept)) == [media_id]
    assert all([await found(seen, asked(kept)) for kept in many])


async def test_a_row_that_comes_late_under_a_lower_number_is_found(database: Database, office: Office) -> None:
    """As on PostgreSQL, where two nodes write at the same time."""
    if database.dialect == "sqlite":
        pytest.skip("on SQLite one writes at a time")
    seen, late = SeenPictures(database), words()
    media_id = await put_on_record(database, office, late)
    async with database.write(Priority.STEP) as session:
        await session.delete(await session.get_one(PicturePrint, 1))
    for _ in range(3):
        await put_on_record(database, office, words())
    assert await found(seen, asked(late)) == []
    async with database.write(Priority.STEP) as session:
        session.add(PicturePrint(id=1, media_id=media_id, bits=to_bytes(late), made_at=NOW))
    assert await found(seen, asked(late)) == [media_id]


async def test_what_was_erased_is_found_no_more_and_forgotten(database: Database, office: Office) -> None:
    seen, mine, others = SeenPictures(database), words(), words()
    mine_id = await put_on_record(database, office, mine)
    others_id = await put_on_record(database, office, others)
    assert await found(seen, asked(mine)) == [mine_id]
    async with database.write(Priority.STEP) as session:
        await session.delete(await session.get_one(PicturePrint, 1))
    assert await found(seen, asked(mine)) == []
    async with database.write(Priority.STEP) as session:
        choice = FaceChoice(employee_id=office.budi.id, choice=Choice.WITHDRAWN, version="1", chosen_at=NOW)
        session.add(choice)
        await session.flush()
        session.add(_done(office, choice.id))
    assert await found(seen, asked(others)) == [others_id]
    assert len(seen._index) == 1


def _done(office: Office, choice_id: int) -> Erasure:
    return Erasure(employee_id=office.budi.id, choice_id=choice_id, requested_at=NOW, due_at=NOW, done_at=NOW)


def test_evidence_of_before_fingerprints_is_still_read() -> None:
    old = {"media_id": 7, "first_at": "2026-11-22T23:20:00Z", "same_person": False}
    reuse = Reuse.model_validate(old)
    assert (reuse.kind, reuse.distance, reuse.is_sure) == ("bytes", None, True)
    assert reuse.first_at == datetime(2026, 11, 22, 23, 20, tzinfo=UTC)


def test_a_fingerprint_alone_is_not_sure() -> None:
    reuse = Reuse(media_id=7, first_at=NOW, same_person=True, kind="perceptual", distance=9)
    assert not reuse.is_sure
    assert reuse.model_copy(update={"likeness": 0.999}).is_sure
