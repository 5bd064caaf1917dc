"""A known text sealed under every key: a wrong PRESENSI_KEYS is found at the start, not at the first face."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.tables import VaultProbe
from attendance.vault.keyring import Keyring, KeyUnknown, SealBroken

_TEXT = b"presensi"


class KeysWrong(Exception):
    """The keys are not those under which this database was sealed."""


async def verify_keys(session: AsyncSession, keyring: Keyring) -> None:
    """Check that every key this database was ever sealed under is at hand; raises KeysWrong."""
    for probe in await session.scalars(select(VaultProbe)):
        _verify(probe, keyring)


async def remember_keys(session: AsyncSession, keyring: Keyring) -> None:
    """Verify, then store a probe for each key that has none; raises KeysWrong."""
    await verify_keys(session, keyring)
    known = set(await session.scalars(select(VaultProbe.key_id)))
    for key_id in keyring.ids:
        if key_id not in known:
            session.add(VaultProbe(key_id=key_id, sealed=keyring.seal(_TEXT, *_bound(key_id), key_id=key_id)))


def _verify(probe: VaultProbe, keyring: Keyring) -> None:
    try:
        keyring.unseal(probe.sealed, *_bound(probe.key_id))
    except KeyUnknown:
        raise KeysWrong(f"the database holds data sealed under key {probe.key_id!r}, which is missing") from None
    except SealBroken:
        raise KeysWrong(f"key {probe.key_id!r} is not the one this database was sealed under") from None


def _bound(key_id: str) -> tuple[str, str]:
    return ("vault_probe", key_id)
