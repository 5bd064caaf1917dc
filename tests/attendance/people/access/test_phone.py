"""Numbers as people write them."""

import pytest

from attendance.people.access.phone import (
    PHONE_SENTENCES,
    PhoneReason,
    PhoneRefused,
    mask_phone,
    parse_phone,
    platform_phone,
)


@pytest.mark.parametrize(
    "written",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "81234567890",
        "6281234567890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "62081234567890",
        "0062 812 3456 7890",
        "'081234567890",
        "0812\u20113456\u20117890",
    ],
)
def test_every_way_to_write_an_indonesian_number_gives_the_same(written: str) -> None:
    assert parse_phone(written) == "+6281234567890"


@pytest.mark.parametrize(
    ("written", "number"), [("+60 12-345 6789", "+60123456789"), ("0060123456789", "+60123456789")]
)
def test_a_number_of_another_country_has_its_code(written: str, number: str) -> None:
    assert parse_phone(written) == number


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("6.28123E+12", PhoneReason.SPREADSHEET),
        ("6,28123E+12", PhoneReason.SPREADSHEET),
        ("81234567890.0", PhoneReason.SPREADSHEET),
        ("081234567890 / 085234567890", PhoneReason.SEVERAL),
        ("081234567890,085234567890", PhoneReason.SEVERAL),
        ("081234567890 atau 085234567890", PhoneReason.SEVERAL),
        ("tidak ada", PhoneReason.NOT_A_NUMBER),
        ("0812x4567890", PhoneReason.NOT_A_NUMBER),
        ("\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", PhoneReason.NOT_A_NUMBER),
        ("0401 312 1234", PhoneReason.NOT_MOBILE),
        ("0812345", PhoneReason.NOT_MOBILE),
        ("08123456789012345", PhoneReason.NOT_MOBILE),
        ("+0123456789", PhoneReason.NOT_MOBILE),
        ("+", PhoneReason.NOT_A_NUMBER),
    ],
)
def test_what_is_no_usable_number_is_named_and_never_repeated(written: str, reason: PhoneReason) -> None:
    with pytest.raises(PhoneRefused) as refused:
        parse_phone(written)
    assert refused.value.reason is reason
    assert str(refused.value) == PHONE_SENTENCES[reason]


def test_a_platform_tells_numbers_of_any_country_without_the_plus() -> None:
    assert platform_phone("6281234567890") == "+6281234567890"
    assert platform_phone("+60123456789") == platform_phone("60123456789") == "+60123456789"
    assert platform_phone("081234567890") is platform_phone("") is platform_phone("x") is None


def test_a_masked_number_shows_the_country_and_three_digits() -> None:
    assert mask_phone("+6281234567890") == "+62***890"
