"""`presensi keys`: what an operator reads, and what is refused."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from attendance.people.tables import Employee
from attendance.records.database import Database, Priority
from attendance.records.inbound import Envelope, store, unseal_raw
from attendance.records.single import only_process
from attendance.records.tables import Inbound, Media, VaultProbe
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import KeysWrong, remember_keys
from bot.clock import SystemClock
from presensi.check import check
from presensi.errors import CommandRefused
from presensi.keys import rotate_keys

K1, K2 = new_key("k1"), new_key("k2")
ROTATED = ["raw messages: 2 of 2 sealed anew", "pictures: 2 of 2 sealed anew"]


@pytest.fixture
async def installed(migrated: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation that has sealed two messages and two pictures under k1; the setting says so still."""
    monkeypatch.setenv("PRESENSI_KEYS", K1)
    monkeypatch.setenv("PRESENSI_MEDIA", "media")
    now, keyring = SystemClock().now(), Keyring.parse(K1)
    database = await Database.open(migrated)
    async with database.write(Priority.STEP) as session:
        await remember_keys(session, keyring)
        employee = Employee(name="Budi", created_at=now)
        session.add(employee)
        messages = [Envelope("telegram", "main", name, "7", now, b"{}") for name in ("one", "two")]
        ids = await store(session, messages, keyring, now)
        await session.flush()
        for number, name in zip(ids, ("one", "two"), strict=True):
            await MediaFiles(Path("media"), keyring).write(name, b"picture", str(employee.id))
            session.add(
                Media(employee_id=employee.id, inbound_id=number, file=name, sha256=name, size=7, created_at=now)
            )
    await database.close()
    return migrated


@pytest.fixture
def prints(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    def lines() -> list[str]:
        return capsys.readouterr().out.splitlines()

    return lines


async def on_record(url: str, keyring: str) -> list[bytes]:
    database = await Database.open(url)
    async with database.read() as session:
        rows = await session.scalars(select(Inbound))
        found = [unseal_raw(Keyring.parse(keyring), row) for row in rows]
    await database.close()
    return found


async def test_the_whole_way_of_an_operator(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    assert await rotate_keys() == 0
    *told, retired, verdict = prints()
    assert told == ROTATED
    assert retired.startswith("nothing needs key 'k1' any more: take it out of PRESENSI_KEYS")
    assert verdict == "everything is sealed under key 'k2'"
    monkeypatch.setenv("PRESENSI_KEYS", K2)
    assert await on_record(installed, K2) == [b"{}", b"{}"]
    assert await rotate_keys() == 0
    assert prints()[-1] == "everything is sealed under key 'k2'"
    await check()
    assert "ok   keys: they fit the database; k2 is current" in prints()


async def test_a_key_taken_away_too_early_is_named_with_what_needs_it(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", K2)
    needs = "'k1' is missing, and sealed under it are 2 raw messages and 2 pictures"
    lost = f"fail keys: {needs}; put it back into PRESENSI_KEYS, behind the current one"
    assert await check() == 1
    assert lost in prints()
    assert await rotate_keys() == 1
    told = prints()
    assert told[-1] == lost
    assert not [line for line in told if "nothing needs" in line]
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    assert await rotate_keys() == 0


async def test_a_service_at_work_that_may_not_have_the_key_is_not_left_behind(
    installed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sealed under a key that it could not open."""
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    at_work = await Database.open(installed)
    try:
        with only_process(installed), pytest.raises(CommandRefused, match="restart the service with these"):
            await rotate_keys()
        assert await on_record(installed, K1) == [b"{}", b"{}"]
        async with at_work.write(Priority.STEP) as session:
            await remember_keys(session, Keyring.parse(f"{K2},{K1}"))  # it was restarted
        with only_process(installed):
            assert await rotate_keys() == 0
    finally:
        await at_work.close()


async def test_once_rotation_has_begun_no_service_starts_without_the_new_key(
    installed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    assert await rotate_keys() == 0
    database = await Database.open(installed)
    async with database.write(Priority.STEP) as session:
        with pytest.raises(KeysWrong, match="'k2', which is missing"):
            await remember_keys(session, Keyring.parse(K1))
    await database.close()


async def test_another_key_under_a_known_name_is_refused(installed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{new_key('k1')}")
    with pytest.raises(KeysWrong, match="'k1' is not the one"):
        await rotate_keys()


async def test_a_folder_that_is_not_the_one_of_the_records_is_named(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    monkeypatch.setenv("PRESENSI_MEDIA", "elsewhere")
    wrong = "fail pictures: 2 of 2 on record are not in the folder; set PRESENSI_MEDIA right"
    assert await rotate_keys() == 1
    told = prints()
    assert any(line.startswith(wrong) for line in told)
    assert not [line for line in told if "nothing needs" in line]
    await check()
    assert any(line.startswith(wrong) for line in prints())


async def test_a_picture_that_is_no_sealed_value_is_named(installed: str, prints: Callable[[], list[str]]) -> None:
    next(Path("media").rglob("one")).write_bytes(b"\xff\xd8\xff\xe0 a JPEG that somebody put there")
    await check()
    assert "fail seals: not sealed at all: 1 picture; restore from a backup" in prints()


async def test_a_remembered_key_that_is_missing_and_not_needed_is_forgotten_by_rotation(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    lost = Keyring.parse(new_key("k0"))
    database = await Database.open(installed)
    async with database.write(Priority.STEP) as session:
        session.add(VaultProbe(key_id="k0", sealed=lost.seal(b"presensi", "vault_probe", "k0")))
    await database.close()
    assert await check() == 1
    assert "fail keys: 'k0' is missing, but nothing needs it; run: presensi keys rotate" in prints()
    assert await rotate_keys() == 0
    await check()
    assert "ok   keys: they fit the database; k1 is current" in prints()


async def test_a_full_disk_is_said_and_the_next_run_goes_on(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("attendance.vault.files._write_synced", full)
        with pytest.raises(CommandRefused, match="media cannot be read or written: No space left on device; set"):
            await rotate_keys()
    assert await rotate_keys() == 0
    assert prints()[-1] == "everything is sealed under key 'k2'"


async def test_stopped_by_hand_it_says_how_to_go_on_and_does(
    installed: str, monkeypatch: pytest.MonkeyPatch, prints: Callable[[], list[str]]
) -> None:
    monkeypatch.setenv("PRESENSI_KEYS", f"{K2},{K1}")
    at_work = asyncio.Event()

    async def pause(*_: object) -> None:
        at_work.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(SystemClock, "sleep", pause)
        async with asyncio.TaskGroup() as group:
            rotating = group.create_task(_stopped())
            await at_work.wait()
            rotating.cancel()
    assert str(rotating.result()) == "stopped; the same command goes on from here"
    prints()
    assert await rotate_keys() == 0
    told = prints()
    assert "raw messages: 0 of 2 sealed anew" in told
    assert "pictures: 2 of 2 sealed anew" in told


async def _stopped() -> CommandRefused:
    with pytest.raises(CommandRefused) as refused:
        await rotate_keys()
    return refused.value
