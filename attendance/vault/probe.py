"""A known text sealed under every key in use: wrong PRESENSI_KEYS are found at the start, not at the first face."""

from collections.abc import Set

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.tables import VaultProbe
from attendance.vault.keyring import Keyring, KeyUnknown, SealBroken

_TEXT = b"presensi"


class KeysWrong(Exception):
    """The keys are not those under which this database was sealed."""


async def missing_keys(session: AsyncSession, keyring: Keyring) -> Set[str]:
    """The remembered keys that are not in the ring. Raises KeysWrong for one that is, but is another key."""
    return {probe.key_id for probe in await session.scalars(select(VaultProbe)) if not _is_at_hand(probe, keyring)}


async def verify_keys(session: AsyncSession, keyring: Keyring) -> None:
    """Check that every key this database was sealed under is at hand; raises KeysWrong."""
    for key_id in sorted(await missing_keys(session, keyring)):
        raise KeysWrong(f"the database holds data sealed under key {key_id!r}, which is missing")


async def remember_keys(session: AsyncSession, keyring: Keyring) -> None:
    """Verify, then remember the key that seals from now on; raises KeysWrong."""
    await verify_keys(session, keyring)
    await remember_current(session, keyring)


async def remember_current(session: AsyncSession, keyring: Keyring) -> None:
    """Store a probe for the current key, without which no service starts from then on.

    The others have had theirs since they were current, unless rotation has found that nothing needs them any more.
    """
    if not await is_remembered(session, keyring.current):
        sealed = keyring.seal(_TEXT, *_bound(keyring.current))
        session.add(VaultProbe(key_id=keyring.current, sealed=sealed))


async def is_remembered(session: AsyncSession, key_id: str) -> bool:
    """Whether this key has been current before."""
    return await session.get(VaultProbe, key_id) is not None


def _is_at_hand(probe: VaultProbe, keyring: Keyring) -> bool:
    try:
        keyring.unseal(probe.sealed, *_bound(probe.key_id))
    except KeyUnknown:
        return False
    except SealBroken:
        raise KeysWrong(f"key {probe.key_id!r} is not the one this database was sealed under") from None
    return True


def _bound(key_id: str) -> tuple[str, str]:
    return ("vault_probe", key_id)
