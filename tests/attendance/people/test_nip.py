"""NIP: shape, damage by spreadsheets, doubts, masking."""

from datetime import date

import pytest

from attendance.people.employment import EmployeeKind
from attendance.people.nip import NipReason, NipRefused, fits_kind, mask_nip, parse_nip, tells_same_person

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "199009132015031001",
        " 19900913 201503 1 001 ",
        "19900913.201503.1.001",
        "'199009132015031001",
        "19900913-201503-1-001",
    ],
)
def test_a_nip_is_read_however_it_is_grouped(text: str) -> None:
    assert parse_nip(text, TODAY) == "199009132015031001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", NipReason.NOT_18_DIGITS),
        ("19900913201503100", NipReason.NOT_18_DIGITS),
        ("1990091320150310011", NipReason.NOT_18_DIGITS),
        ("19900913201503100A", NipReason.NOT_18_DIGITS),
        ("١٩٩٠٠٩١٣٢٠١٥٠٣١٠٠١", NipReason.NOT_18_DIGITS),
        ("1.99E+17", NipReason.SPREADSHEET),
        ("1,99009E+17", NipReason.SPREADSHEET),
        ("199009132015031000.0", NipReason.SPREADSHEET),
        ("199009132015031000", NipReason.SERIAL),
        ("199013132015031001", NipReason.BIRTH_DATE),
        ("199002302015031001", NipReason.BIRTH_DATE),
        ("000009132015031001", NipReason.BIRTH_DATE),
        ("195511232015031001", NipReason.AGE),
        ("200911242026031001", NipReason.AGE),
        ("199009132006031001", NipReason.APPOINTMENT_YEAR),
        ("199009132028031001", NipReason.APPOINTMENT_YEAR),
        ("199009132015033001", NipReason.SEX),
        ("199009132015030001", NipReason.SEX),
    ],
)
def test_what_is_no_nip_is_refused_by_reason_without_repeating_it(text: str, reason: NipReason) -> None:
    with pytest.raises(NipRefused) as refused:
        parse_nip(text, TODAY)
    assert refused.value.reason is reason
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "195611232014031001",  # seventy today
        "195511242014031001",  # seventy-one tomorrow
        "200911232026031001",  # seventeen today
        "199009132007031001",  # appointed with seventeen
        "199009132027031001",  # appointed from next January on
    ],
)
def test_the_limits_themselves_are_inside(text: str) -> None:
    assert parse_nip(text, TODAY) == text


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("01", {EmployeeKind.PNS}),
        ("12", {EmployeeKind.PNS}),
        ("13", set()),
        ("21", {EmployeeKind.PPPK, EmployeeKind.PPPK_PART_TIME}),
        ("24", {EmployeeKind.PPPK, EmployeeKind.PPPK_PART_TIME}),
        ("30", set()),
    ],
)
def test_digits_13_and_14_fit_a_kind(code: str, kinds: set[EmployeeKind]) -> None:
    fitting = {kind for kind in EmployeeKind if fits_kind(f"199009132015{code}1001", kind)}
    assert fitting - {EmployeeKind.HONORARY} == kinds


def test_a_masked_nip_tells_neither_birth_nor_appointment() -> None:
    assert mask_nip("199009132015031001") == "**************1001"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("199512062026212009", True),  # appointed anew: another year, code and serial number
        ("199512072022212005", False),  # born a day later
        ("199512062022211005", False),  # a man
    ],
)
def test_every_nip_of_one_person_tells_one_birth_date_and_sex(other: str, same: bool) -> None:
    assert tells_same_person("199512062022212005", other) is same
