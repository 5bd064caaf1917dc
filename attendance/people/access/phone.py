"""Telephone numbers as people write them, in the form of E.164: pure."""

import re
from enum import StrEnum

_SEPARATORS = re.compile(r"[\s.()'\u2019\u00ad\u2010-\u2015-]")
_SPREADSHEET = re.compile(r"\+?\d[.,]\d+E\+?\d+|\d+[.,]0+", re.IGNORECASE)
_SEVERAL = re.compile(r"\d[\s)]*[/;,&|][\s(]*[+\d]|\d\s+(?:atau|dan|or)\s+[+\d]", re.IGNORECASE)
# ITU-T E.164: at most 15 digits, and no country code begins with 0.
_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
# An Indonesian mobile number is 08 and 8 to 11 more digits (Kominfo 14/2018: 10 to 13 digits, the 0 included).
_MOBILE = re.compile(r"8\d{8,11}", re.ASCII)
_INDONESIA = "+62"


class PhoneReason(StrEnum):
    """Why a text is no number that a chat account can have."""

    SPREADSHEET = "spreadsheet"
    SEVERAL = "several"
    NOT_A_NUMBER = "not-a-number"
    NOT_MOBILE = "not-mobile"


PHONE_SENTENCES = {
    PhoneReason.SPREADSHEET: "a spreadsheet has turned the phone into a number and lost digits; "
    "format the column as text",
    PhoneReason.SEVERAL: "phone holds more than one number; keep the one of the chat account",
    PhoneReason.NOT_A_NUMBER: "phone is no telephone number",
    PhoneReason.NOT_MOBILE: "phone is no mobile number: in Indonesia 08 and 8 to 11 more digits, abroad + and the code",
}


class PhoneRefused(ValueError):
    """Not a usable number. The text says why and never the number."""

    def __init__(self, reason: PhoneReason) -> None:
        super().__init__(PHONE_SENTENCES[reason])
        self.reason = reason


def parse_phone(text: str) -> str:
    """Such as +6281234567890. Raises PhoneRefused.

    0812..., 812... and 62812... are Indonesian; a number of another country begins with + or 00. Spaces, dots, hyphens,
    brackets and the apostrophe of spreadsheets are dropped.
    """
    if _SPREADSHEET.fullmatch(text.strip()):
        raise PhoneRefused(PhoneReason.SPREADSHEET)
    if _SEVERAL.search(text):
        raise PhoneRefused(PhoneReason.SEVERAL)
    digits = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"\+?\d+", digits, re.ASCII):
        raise PhoneRefused(PhoneReason.NOT_A_NUMBER)
    number = _international(digits)
    if number.startswith(_INDONESIA) and not _MOBILE.fullmatch(number.removeprefix(_INDONESIA)):
        raise PhoneRefused(PhoneReason.NOT_MOBILE)
    if not _E164.fullmatch(number):
        raise PhoneRefused(PhoneReason.NOT_MOBILE)
    return number


def platform_phone(text: str) -> str | None:
    """The number of an account as its platform tells it: international, with or without the +; None if it is none."""
    digits = "+" + _SEPARATORS.sub("", text).removeprefix("+")
    return digits if _E164.fullmatch(digits) else None


def mask_phone(number: str) -> str:
    """For display to others: the country code and the last three digits."""
    return f"{number[:3]}***{number[-3:]}"


def _international(digits: str) -> str:
    if digits.startswith("+"):
        # +62 (0)812 is a common way to write both forms at once.
        return _INDONESIA + digits[4:] if digits.startswith("+620") else digits
    if digits.startswith("00"):
        return "+" + digits.removeprefix("00")
    if digits.startswith("62"):
        return _INDONESIA + digits.removeprefix("62").removeprefix("0")
    return _INDONESIA + digits.removeprefix("0")
