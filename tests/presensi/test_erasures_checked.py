"""`presensi check` tells of broken promises, and of certificates that are not what they were."""

from datetime import timedelta
from typing import Any

import pytest

from attendance.people.tables import Employee
from attendance.privacy.erasure import canonical, digest_of
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority
from bot.clock import SystemClock
from presensi.checks.erasures import check_erasures

CERTIFICATE = {"number": "HB-000001", "pictures": 3}


async def promised(url: str, *, hours_ago: float = 1, **values: Any) -> Database:
    """An installation with one erasure whose time began so long ago."""
    database, now = await Database.open(url), SystemClock().now()
    async with database.write(Priority.STEP) as session:
        person = Employee(name="Budi", created_at=now)
        session.add(person)
        await session.flush()
        choice = FaceChoice(employee_id=person.id, choice="withdrawn", version="1", chosen_at=now)
        session.add(choice)
        await session.flush()
        since = now - timedelta(hours=hours_ago)
        due_at = since + timedelta(hours=72)
        erasure = Erasure(employee_id=person.id, choice_id=choice.id, requested_at=since, due_at=due_at, **values)
        session.add(erasure)
        await session.flush()
        if erasure.done_at is not None:
            told = canonical(CERTIFICATE)
            append_audit(
                session,
                at=now,
                actor_id=None,
                action="erasure.done",
                subject="erasure",
                subject_id=erasure.id,
                detail=told,
            )
    return database


@pytest.mark.parametrize(
    ("hours_ago", "level", "words"), [(1, "ok", "1 waiting"), (71.9, "ok", "1 waiting"), (72.1, "fail", "overdue")]
)
async def test_an_overdue_deletion_fails(migrated_sqlite: str, hours_ago: float, level: str, words: str) -> None:
    database = await promised(migrated_sqlite, hours_ago=hours_ago)
    (finding,) = await check_erasures(database)
    await database.close()
    assert finding.level == level
    assert words in finding.sentence


@pytest.mark.parametrize(("told", "level"), [(CERTIFICATE, "ok"), (CERTIFICATE | {"pictures": 2}, "fail")])
async def test_a_certificate_that_was_changed_is_found(migrated_sqlite: str, told: dict[str, Any], level: str) -> None:
    done_at = SystemClock().now()
    database = await promised(migrated_sqlite, done_at=done_at, certificate=told, digest=digest_of(told))
    (finding,) = await check_erasures(database)
    await database.close()
    assert finding.level == level
    assert ("HB-000001" in finding.sentence) is (level == "fail")
