"""A wrong PRESENSI_KEYS is found at once."""

import pytest
from sqlalchemy import select

from attendance.records.database import Database, Priority
from attendance.records.tables import VaultProbe
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import KeysWrong, remember_keys, verify_keys

OLD, NEW = new_key("k1"), new_key("k2")


async def remember(database: Database, keys: str) -> None:
    async with database.write(Priority.STEP) as session:
        await remember_keys(session, Keyring.parse(keys))


async def verify(database: Database, keys: str) -> None:
    async with database.read() as session:
        await verify_keys(session, Keyring.parse(keys))


async def test_any_keys_fit_a_new_database(database: Database) -> None:
    await verify(database, OLD)


async def test_the_keys_a_database_was_sealed_under_fit_again_and_again(database: Database) -> None:
    for _ in range(2):
        await remember(database, OLD)
        await verify(database, OLD)


async def test_another_key_of_the_same_id_is_wrong(database: Database) -> None:
    await remember(database, OLD)
    with pytest.raises(KeysWrong, match="'k1' is not the one"):
        await verify(database, new_key("k1"))


async def test_a_lost_key_is_named(database: Database) -> None:
    await remember(database, OLD)
    with pytest.raises(KeysWrong, match="'k1', which is missing"):
        await remember(database, NEW)


async def test_a_new_key_before_the_old_one_fits_and_both_are_remembered(database: Database) -> None:
    await remember(database, OLD)
    await remember(database, f"{NEW},{OLD}")
    async with database.read() as session:
        assert set(await session.scalars(select(VaultProbe.key_id))) == {"k1", "k2"}
