"""What the sealed values say: whether every key they need is there, and every picture on record."""

from collections.abc import Iterator, Set

from attendance.vault.census import Census
from attendance.vault.keyring import Keyring
from attendance.vault.sealed_pictures import PICTURES
from presensi.checks.finding import Finding


def look_at_seals(census: Census, keyring: Keyring, unknown: Set[str] = frozenset()) -> list[Finding]:
    """`unknown`: remembered keys that PRESENSI_KEYS does not have."""
    lost = sorted(census.key_ids - {*keyring.ids})
    idle = sorted(unknown - census.key_ids)
    fit = [] if lost or idle else [Finding("ok", "keys", _fitting(census, keyring))]
    return [*fit, *(_lost(census, key_id) for key_id in lost), *map(_idle, idle), *_broken(census)]


def _fitting(census: Census, keyring: Keyring) -> str:
    current, *older = keyring.ids
    sentences = [f"they fit the database; {current} is current"]
    sentences += [f"{key_id} is needed by {census.under(key_id)}" for key_id in older if key_id in census.key_ids]
    sentences += [f"nothing needs {key_id}" for key_id in older if key_id not in census.key_ids]
    return "; ".join(sentences)


def _lost(census: Census, key_id: str) -> Finding:
    sentence = f"{key_id!r} is missing, and sealed under it are {census.under(key_id)}"
    return Finding("fail", "keys", sentence, "put it back into PRESENSI_KEYS, behind the current one")


def _idle(key_id: str) -> Finding:
    return Finding("fail", "keys", f"{key_id!r} is missing, but nothing needs it", "run: presensi keys rotate")


def _broken(census: Census) -> Iterator[Finding]:
    if None in census.counts:
        yield Finding("fail", "seals", f"not sealed at all: {census.under(None)}", "restore from a backup")
    if census.missing:
        number = census.number(PICTURES) + census.missing
        sentence = f"{census.missing} of {number} on record are not in the folder"
        yield Finding("fail", "pictures", sentence, "set PRESENSI_MEDIA right, or restore the folder from its backup")
