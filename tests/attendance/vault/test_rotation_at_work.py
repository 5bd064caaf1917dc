"""Keys are rotated while people check in, on each kind of database, from the old key alone to the new one alone."""

import asyncio
import logging

import pytest
from pydantic import SecretStr

from attendance.records.database import Database
from attendance.vault import rotation
from attendance.vault.census import take_census
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.rotation import rotate
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KOMINFO, NIPS, Town


async def restarted_with(town: Town, keys: str) -> None:
    async with town.closed():
        town.settings = town.settings.model_copy(update={"keys": SecretStr(keys)})


async def test_a_rotation_beside_a_service_at_work(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rotation, "BITE", 1)
    admin, eileen = await town.admin(), await town.employee(EILEEN)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")
    old, new = town.service.keyring, new_key("k2")
    assert town.settings.keys is not None
    await restarted_with(town, f"{new},{town.settings.keys.get_secret_value()}")
    keyring = town.service.keyring
    assert keyring.ids == ("k2", *old.ids)

    beside = await Database.open(town.settings.database_url)  # as a process of its own has it
    bites = 0

    async def rotated() -> None:
        nonlocal bites
        async for _ in rotate(beside, MediaFiles(town.settings.media, keyring), keyring):
            bites += 1
            await town.clock.sleep(0.001)

    async with asyncio.TaskGroup() as group:
        group.create_task(rotated())
        await eileen.sends_selfie(portrait("astronaut", 5))
        await eileen.is_at(KOMINFO)
        await eileen.hears("Masuk tercatat")
    census = await take_census(beside, MediaFiles(town.settings.media, keyring))
    await beside.close()
    assert bites > 10
    assert census.key_ids == {"k2"}

    await restarted_with(town, new)
    assert Keyring.parse(new).ids == town.service.keyring.ids
    town.clock.set(town.at("16:30"))
    await eileen.sends_selfie(portrait("astronaut", 6))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Pulang tercatat")
    ours = [record for record in caplog.records if record.name != "uvicorn.error"]
    assert not [record for record in ours if record.levelno >= logging.ERROR]
