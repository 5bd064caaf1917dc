"""Sealing: bound to its place, named keys, nothing told."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from attendance.vault.keyring import HEAD_BYTES, Keyring, KeysRefused, KeyUnknown, SealBroken, key_of, new_key

OLD, NEW = new_key("k1"), new_key("k2")
RING = Keyring.parse(OLD)


@given(some.binary(max_size=300), some.lists(some.text(max_size=20), max_size=4))
def test_what_was_sealed_unseals_with_the_same_associated_texts(plain: bytes, associated: list[str]) -> None:
    assert RING.unseal(RING.seal(plain, *associated), *associated) == plain


@given(some.lists(some.text(max_size=5), max_size=3), some.lists(some.text(max_size=5), max_size=3))
def test_other_associated_texts_do_not_unseal(sealed_with: list[str], tried: list[str]) -> None:
    if sealed_with == tried:
        return
    with pytest.raises(SealBroken):
        RING.unseal(RING.seal(b"face", *sealed_with), *tried)


def test_texts_cut_at_another_place_do_not_unseal() -> None:
    with pytest.raises(SealBroken):
        RING.unseal(RING.seal(b"face", "ab", "c"), "a", "bc")


def test_no_byte_can_be_changed_or_cut() -> None:
    sealed = RING.seal(b"face", "owner 7")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises((SealBroken, KeyUnknown)):
            RING.unseal(bytes(altered), "owner 7")
        with pytest.raises((SealBroken, KeyUnknown)):
            RING.unseal(sealed[:position], "owner 7")


def test_sealing_twice_gives_different_bytes() -> None:
    assert RING.seal(b"face") != RING.seal(b"face")


def test_the_first_key_seals_and_every_key_unseals() -> None:
    rotated = Keyring.parse(f"{NEW},{OLD}")
    assert rotated.unseal(RING.seal(b"face")) == b"face"
    with pytest.raises(KeyUnknown, match="k2") as refused:
        RING.unseal(rotated.seal(b"face"))
    assert refused.value.key_id == "k2"


def test_another_key_of_the_same_id_does_not_unseal() -> None:
    with pytest.raises(SealBroken):
        Keyring.parse(new_key("k1")).unseal(RING.seal(b"face"))


def test_both_alphabets_of_base64_and_spaces_are_read() -> None:
    plain = bytes(range(224, 256))
    sealed = Keyring({"k1": plain}).seal(b"face")
    assert Keyring.parse(" k1:4OHi4-Tl5ufo6err7O3u7_Dx8vP09fb3-Pn6-_z9_v8= ,").unseal(sealed) == b"face"
    assert Keyring.parse("k1:4OHi4+Tl5ufo6err7O3u7/Dx8vP09fb3+Pn6+/z9/v8=").unseal(sealed) == b"face"


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("", "there is no key"),
        (" , ", "there is no key"),
        ("c2VjcmV0", "a key id is"),
        ("k1:", "0 bytes instead of 32"),
        ("k1:c2VjcmV0", "6 bytes instead of 32"),
        ("k1:not base64!", "not base64"),
        ("K 1:" + OLD.partition(":")[2], "a key id is"),
        (f"{OLD},{new_key('k1')}", "'k1' occurs twice"),
    ],
)
def test_a_setting_that_is_no_list_of_keys_is_refused_without_telling_it(setting: str, reason: str) -> None:
    with pytest.raises(KeysRefused, match=reason) as refused:
        Keyring.parse(setting)
    assert "c2VjcmV0" not in str(refused.value)
    assert OLD.partition(":")[2] not in str(refused.value)


@pytest.mark.parametrize("key_id", ["k", "k1", "a-key-of-2026", "k" * 32])
def test_the_head_of_a_sealed_value_names_its_key(key_id):
    sealed = Keyring.parse(new_key(key_id)).seal(b"", "owner 7")
    assert key_of(sealed[:HEAD_BYTES]) == key_of(sealed) == key_id


@given(some.binary(max_size=60))
def test_what_is_no_sealed_value_names_no_key(data):
    named = key_of(data)
    assert named is None or data.startswith(bytes((1, len(named))) + named.encode())


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x01\x00", b"\x01\x02k", b"\x02\x02k1", b"\x01\x02K1", b"\x01\x02\xff1"]
)
def test_a_head_that_is_cut_or_foreign_names_no_key(data):
    assert key_of(data) is None
