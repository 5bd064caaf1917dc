"""`presensi keys rotate` is killed at work; the same command goes on."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from attendance.people.tables import Employee
from attendance.records.database import Database, Priority
from attendance.records.tables import Inbound, Media
from attendance.vault.census import take_census
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import remember_keys
from bot.clock import SystemClock

PICTURES = 600


@pytest.fixture
async def old_keys(migrated_sqlite: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Some hundred pictures under a key that has just become the old one; the address of their records."""
    old, new = new_key("k1"), new_key("k2")
    keyring, files, now = Keyring.parse(old), MediaFiles(Path("media"), Keyring.parse(old)), SystemClock().now()
    database = await Database.open(migrated_sqlite)
    async with database.write(Priority.STEP) as session:
        await remember_keys(session, keyring)
        employee = Employee(name="Budi", created_at=now)
        session.add(employee)
        came = [
            Inbound(channel="t", our_account="m", external_id=str(number), received_at=now, status="done", failures=0)
            for number in range(PICTURES)
        ]
        session.add_all(came)
        await session.flush()
        for row in came:
            name, owner = f"picture{row.id}", employee.id
            await files.write(name, name.encode(), str(owner))
            session.add(
                Media(employee_id=owner, inbound_id=row.id, file=name, sha256=name, size=len(name), created_at=now)
            )
    await database.close()
    monkeypatch.setenv("PRESENSI_KEYS", f"{new},{old}")
    monkeypatch.setenv("PRESENSI_MEDIA", "media")
    return migrated_sqlite


async def rotating() -> Process:
    command = (sys.executable, "-m", "presensi", "keys", "rotate")
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
async def test_what_was_done_stays_done_and_the_rest_is_done_next_time(old_keys: str, end: signal.Signals) -> None:
    keyring = Keyring.parse(os.environ["PRESENSI_KEYS"])
    database, files = await Database.open(old_keys), MediaFiles(Path("media"), keyring)
    process = await rotating()
    done = 0
    while done < 50:
        assert process.returncode is None
        done = (await take_census(database, files)).counts.get("k2", {}).get("pictures", 0)
    process.send_signal(end)
    _, said = await process.communicate()
    if end == signal.SIGINT:
        assert (process.returncode, said) == (2, b"presensi: stopped; the same command goes on from here\n")
    halfway = (await take_census(database, files)).counts
    assert 50 <= halfway["k2"]["pictures"] < PICTURES
    assert halfway["k1"]["pictures"] == PICTURES - halfway["k2"]["pictures"]

    process = await rotating()
    told, _ = await process.communicate()
    assert process.returncode == 0
    assert f"pictures: {halfway['k1']['pictures']} of {PICTURES} sealed anew".encode() in told
    assert b"nothing needs key 'k1' any more" in told
    assert (await take_census(database, files)).counts == {"k2": {"pictures": PICTURES}}
    await database.close()
