"""The NIP: eighteen digits that tell birth, appointment, sex and a serial number, without a check digit."""

import re
from datetime import date
from enum import StrEnum

from attendance.people.employment import EmployeeKind

YOUNGEST, OLDEST = 17, 70
_SHAPE = re.compile(r"(?P<born>\d{8})(?P<year>\d{4})(?P<code>\d{2})(?P<sex>\d)(?P<serial>\d{3})", re.ASCII)
_SPREADSHEET = re.compile(r"\d[.,]\d+E\+?\d+|\d{15,}[.,]0+", re.IGNORECASE)


class NipReason(StrEnum):
    """Why a text is no NIP."""

    NOT_18_DIGITS = "not-18-digits"
    SPREADSHEET = "spreadsheet"
    BIRTH_DATE = "birth-date"
    AGE = "age"
    APPOINTMENT_YEAR = "appointment-year"
    SEX = "sex"
    SERIAL = "serial"


SENTENCES = {
    NipReason.NOT_18_DIGITS: "the NIP does not have 18 digits",
    NipReason.SPREADSHEET: "a spreadsheet has turned the NIP into a number and lost digits; format the column as text",
    NipReason.BIRTH_DATE: "the first 8 digits of the NIP are no date of birth",
    NipReason.AGE: f"after its NIP the person is not between {YOUNGEST} and {OLDEST} years old",
    NipReason.APPOINTMENT_YEAR: "digits 9 to 12 of the NIP are no possible year of appointment",
    NipReason.SEX: "digit 15 of the NIP is neither 1 nor 2",
    NipReason.SERIAL: "the NIP ends in 000: a spreadsheet may have rounded it; format the column as text",
}


class NipRefused(ValueError):
    """Not a NIP. The text says why and never the number, which holds a date of birth."""

    def __init__(self, reason: NipReason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason


def parse_nip(text: str, on: date) -> str:
    """The eighteen digits; spaces, dots and the apostrophe of spreadsheets are dropped. Raises NipRefused.

    The structure after BKN 22/2007 and 43/2007 (PNS) and as published for the NI PPPK. `on`: the day for the age.
    """
    digits = normalised(text)
    match = _SHAPE.fullmatch(digits)
    if match is None:
        damaged = _SPREADSHEET.fullmatch(text.strip())
        raise NipRefused(NipReason.SPREADSHEET if damaged else NipReason.NOT_18_DIGITS)
    born = _born(match["born"])
    if not YOUNGEST <= _age(born, on) <= OLDEST:
        raise NipRefused(NipReason.AGE)
    if not born.year + YOUNGEST <= int(match["year"]) <= on.year + 1:
        raise NipRefused(NipReason.APPOINTMENT_YEAR)
    if match["sex"] not in "12":
        raise NipRefused(NipReason.SEX)
    if match["serial"] == "000":
        raise NipRefused(NipReason.SERIAL)
    return digits


def normalised(text: str) -> str:
    """As typed or printed, without what is written between the groups."""
    return re.sub(r"[\s.'\u2019-]", "", text)


def fits_kind(nip: str, kind: EmployeeKind) -> bool:
    """Whether digits 13 and 14 are those of the kind: a month for PNS, 21 to 29 for a contract.

    Sources differ about the contract codes, so a misfit is a doubt and no refusal.
    """
    code = int(nip[12:14])
    match kind:
        case EmployeeKind.PNS:
            return 1 <= code <= 12
        case EmployeeKind.PPPK | EmployeeKind.PPPK_PART_TIME:
            return 21 <= code <= 29
        case EmployeeKind.HONORARY:
            return True


def tells_same_person(nip: str, other: str) -> bool:
    """Whether birth date and sex are the same in both, as they are in every NIP that one person gets."""
    return (nip[:8], nip[14]) == (other[:8], other[14])


def mask_nip(nip: str) -> str:
    """For display to others: the last four digits. The first eight are the date of birth."""
    return "*" * (len(nip) - 4) + nip[-4:]


def _born(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise NipRefused(NipReason.BIRTH_DATE) from None


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
