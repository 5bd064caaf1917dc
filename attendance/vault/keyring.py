"""AES-256-GCM with named keys: what is sealed says under which key, so that keys can be rotated."""

import base64
import binascii
import hmac
import os
import re
import secrets
import struct
from collections.abc import Mapping
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
#: NIST SP 800-38D: 96 random bits allow 2^32 messages under one key.
NONCE_BYTES = 12
_VERSION = 1
#: Version, length and the longest key id: as much of a sealed value as says under which key it is.
HEAD_BYTES = 34
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class KeysRefused(ValueError):
    """PRESENSI_KEYS is not a list of keys. The text never holds a key."""


class KeyUnknown(Exception):
    """Sealed under a key that is not in the ring; the id may be told."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"sealed under key {key_id!r}, which is not among the keys")
        self.key_id = key_id


class SealBroken(Exception):
    """Cut, altered, moved to another row or owner, or sealed under another key of the same id."""


class Keyring:
    """Keys by id. The first seals; every one unseals."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise KeysRefused("there is no key")
        self._ciphers = {key_id: AESGCM(_checked(key_id, key)) for key_id, key in keys.items()}
        # A key of its own for digests, so that no key serves two algorithms.
        self._digest_keys = {key_id: hmac.digest(key, b"presensi digest", "sha256") for key_id, key in keys.items()}
        self.current = next(iter(keys))

    @classmethod
    def parse(cls, setting: str) -> Self:
        """Read `id:base64key,id2:base64key`; the first is current. Raises KeysRefused."""
        keys: dict[str, bytes] = {}
        for entry in filter(None, (part.strip() for part in setting.split(","))):
            key_id, _, encoded = entry.partition(":")
            if key_id in keys:
                raise KeysRefused(f"key id {key_id!r} occurs twice")
            keys[key_id] = _decoded(encoded)
        return cls(keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every key id, the current one first."""
        return tuple(self._ciphers)

    def seal(self, plain: bytes, *associated: str, key_id: str | None = None) -> bytes:
        """Encrypt under the current key (or the named one); unsealing needs the same associated texts.

        Layout: version (1 byte), length of the key id (1), key id (ASCII), nonce (12), ciphertext and tag (16).
        """
        name = (self.current if key_id is None else key_id).encode("ascii")
        header = bytes((_VERSION, len(name))) + name
        nonce = os.urandom(NONCE_BYTES)
        return header + nonce + self._cipher(name.decode()).encrypt(nonce, plain, _bound(header, associated))

    def unseal(self, sealed: bytes, *associated: str) -> bytes:
        """Decrypt what `seal` made; raises KeyUnknown or SealBroken."""
        header = _header(sealed)
        body = sealed[len(header) :]
        try:
            cipher = self._cipher(header[2:].decode("ascii"))
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], _bound(header, associated))
        except (InvalidTag, UnicodeDecodeError, ValueError):
            raise SealBroken("the seal does not fit") from None

    def digest(self, text: str, purpose: str, key_id: str | None = None) -> str:
        """HMAC-SHA256 in hex by which a sealed text is found again, under the current key (or the named one).

        Equal texts of one purpose have equal digests; without the key nobody can try out which text it is.
        """
        key = self._digest_keys[self.current if key_id is None else key_id]
        return hmac.digest(key, _bound(b"", (purpose, text)), "sha256").hex()

    def digests(self, text: str, purpose: str) -> list[str]:
        """The digest under every key of the ring: while a rotation is under way it may be any of them."""
        return [self.digest(text, purpose, key_id) for key_id in self.ids]

    def _cipher(self, key_id: str) -> AESGCM:
        try:
            return self._ciphers[key_id]
        except KeyError:
            raise KeyUnknown(key_id) from None


def new_key(key_id: str) -> str:
    """A fresh entry for PRESENSI_KEYS."""
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def key_of(sealed: bytes) -> str | None:
    """The id of the key under which a value is sealed, by its first HEAD_BYTES; None for what is no sealed value."""
    if len(sealed) < 2 or sealed[0] != _VERSION:
        return None
    name = sealed[2 : 2 + sealed[1]].decode("ascii", "replace")
    return name if len(name) == sealed[1] and _KEY_ID.fullmatch(name) else None


def _checked(key_id: str, key: bytes) -> bytes:
    if not _KEY_ID.fullmatch(key_id):
        raise KeysRefused("a key id is 1 to 32 characters of a-z, 0-9 and -, as in k1:...")
    if len(key) != KEY_BYTES:
        raise KeysRefused(f"key {key_id!r} has {len(key)} bytes instead of {KEY_BYTES}")
    return key


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise KeysRefused("a key is not base64") from None


def _header(sealed: bytes) -> bytes:
    if len(sealed) < 2 or sealed[0] != _VERSION:
        raise SealBroken("not a sealed value")
    return sealed[: 2 + sealed[1]]


def _bound(header: bytes, associated: tuple[str, ...]) -> bytes:
    """Header and texts, each with its length before it, so that ("ab", "c") is not ("a", "bc")."""
    parts = (header, *(text.encode() for text in associated))
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)
