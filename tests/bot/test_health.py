"""/health over the whole service: a watchdog must be able to act on what it says."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, text, update

from attendance.people.tables import ChatAccount, Employee
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.database import Priority
from attendance.records.inbound import InboundStatus
from attendance.records.outbox import OutboxStatus, put
from attendance.records.say import Say
from attendance.records.tables import Inbound, Outbox
from bot.health import LATE
from migrations.schema import head
from tests.fixtures.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

OVERDUE = LATE + timedelta(seconds=1)


async def asked(town: Town) -> tuple[int, str, str | None]:
    """HTTP status, status and schema."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(town.service.web), base_url="http://presensi") as client:
        answer = await client.get("/health")
    return answer.status_code, answer.json()["status"], answer.json()["schema"]


WELL = (200, "ok", head())
DEGRADED = (503, "degraded", head())


async def test_a_service_without_work_is_well(morning: Town) -> None:
    assert await asked(morning) == WELL


async def test_the_schema_told_is_that_of_the_database(morning: Town) -> None:
    revise = text("UPDATE alembic_version SET version_num = :revision")
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(revise, {"revision": "another"})
    assert await asked(morning) == (503, "degraded", "another")
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(revise, {"revision": head()})
    assert await asked(morning) == WELL


async def test_a_database_that_cannot_be_read_is_told_without_an_error_page(
    morning: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: object) -> str:
        raise OSError("disk I/O error")

    monkeypatch.setattr("bot.health.current", broken)
    assert await asked(morning) == (503, "degraded", None)
    assert "could not be asked for /health: OSError" in caplog.text


@pytest.mark.parametrize(("age", "expected"), [(LATE, WELL), (OVERDUE, DEGRADED)])
async def test_what_came_in_and_is_not_done_for_minutes_degrades(
    morning: Town, age: timedelta, expected: tuple[int, str, str]
) -> None:
    async with morning.database.write(Priority.STEP) as session:
        row = (await session.scalars(select(Inbound).where(Inbound.status == InboundStatus.DONE).limit(1))).one()
        before, row.status, row.received_at = row.received_at, InboundStatus.QUEUED, morning.clock.now() - age
    found = await asked(morning)
    async with morning.database.write(Priority.STEP) as session:
        done = {"status": InboundStatus.DONE, "received_at": before}
        await session.execute(update(Inbound).where(Inbound.id == row.id).values(done))
    assert found == expected
    assert await asked(morning) == WELL


@pytest.mark.parametrize(
    ("age", "changes", "expected"),
    [
        (LATE, {}, WELL),
        (OVERDUE, {}, DEGRADED),
        (OVERDUE, {"expires_at": timedelta()}, WELL),
        (OVERDUE, {"status": OutboxStatus.DEAD}, WELL),
    ],
)
async def test_what_has_not_gone_out_for_minutes_degrades(
    morning: Town, age: timedelta, changes: dict[str, object], expected: tuple[int, str, str]
) -> None:
    now = morning.clock.now()
    async with morning.database.write(Priority.STEP) as session:
        account = (await session.scalars(select(ChatAccount).limit(1))).one()
        put(session, Say("general-stranger"), account_id=account.id, employee_id=None, inbound_id=None, now=now - age)
        await session.flush()
        row = (await session.scalars(select(Outbox).order_by(Outbox.id.desc()).limit(1))).one()
        for name, value in changes.items():
            setattr(row, name, now + value if isinstance(value, timedelta) else value)
    found = await asked(morning)
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(update(Outbox).where(Outbox.id == row.id).values(status=OutboxStatus.DEAD))
    assert found == expected


async def test_a_message_of_an_account_that_is_not_served_any_more_waits_for_nobody(morning: Town) -> None:
    async with morning.database.write(Priority.STEP) as session:
        gone = ChatAccount(
            channel="telegram", our_account="gone", external_id="1", language="id", created_at=morning.clock.now()
        )
        session.add(gone)
        await session.flush()
        long_ago = morning.clock.now() - OVERDUE
        put(session, Say("general-stranger"), account_id=gone.id, employee_id=None, inbound_id=None, now=long_ago)
    assert await asked(morning) == WELL


async def test_a_promised_deletion_that_is_overdue_degrades_it(morning: Town) -> None:
    now = morning.clock.now()
    async with morning.database.write(Priority.STEP) as session:
        person_id = await session.scalar(select(Employee.id).limit(1))
        choice = FaceChoice(employee_id=person_id, choice="withdrawn", version="1", chosen_at=now)
        session.add(choice)
        await session.flush()
        # Not to be done yet, as it was asked for in the future.
        later = now + timedelta(days=9)
        session.add(Erasure(employee_id=person_id, choice_id=choice.id, requested_at=later, due_at=now))
    assert await asked(morning) == DEGRADED
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(update(Erasure).values(due_at=now + timedelta(hours=72)))
    assert await asked(morning) == WELL
