"""What may follow /peran, and what is not guessed."""

from datetime import date

import pytest

from attendance.people.access.granting import GiveRole, ShowRoles, Where
from attendance.people.access.roles import Role
from bot.dialogues.role_words import Unreadable, day_of, read

NIP = "198503152010011007"
END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Unreadable()),
        (NIP, ShowRoles(NIP)),
        ("19850315 201001 1 007", ShowRoles("19850315 201001 1 007")),
        ("123", ShowRoles("123")),
        (f"{NIP} operator", GiveRole(NIP, Role.OPERATOR)),
        (f"{NIP} Kepala KOMINFO", GiveRole(NIP, Role.HEAD, Where("KOMINFO"))),
        (f"{NIP} head di KOMINFO plt", GiveRole(NIP, Role.HEAD, Where("KOMINFO"), acting=True)),
        (
            f"{NIP} operator KOMINFO unit Sub Bagian Umum sampai 31-12-2026",
            GiveRole(NIP, Role.OPERATOR, Where("KOMINFO", "Sub Bagian Umum"), None, END),
        ),
        (
            f"{NIP} atasan mulai 2026-12-01 sampai 2026-12-31 plh",
            GiveRole(NIP, Role.SUPERVISOR, Where(), date(2026, 12, 1), END, acting=True),
        ),
        (f"{NIP} pemeriksa kabupaten", GiveRole(NIP, Role.INSPECTOR, Where(regency=True))),
        (f"{NIP} inspector regency until 31/12/2026", GiveRole(NIP, Role.INSPECTOR, Where(regency=True), None, END)),
        (f"{NIP} raja", Unreadable("raja")),
        (f"{NIP} operator KOMINFO DISHUB", Unreadable("DISHUB")),
        (f"{NIP} operator sampai besok", Unreadable("sampai")),
        (f"{NIP} operator sampai", Unreadable("sampai")),
        (f"{NIP} operator sampai 2026-02-30", Unreadable("sampai")),
        (f"{NIP} operator kabupaten KOMINFO", Unreadable("KOMINFO")),
        ("budi operator", Unreadable("budi")),
    ],
)
def test_what_is_typed_is_read_or_named(typed: str, meant: object) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize("word", ["", "2026", "31-12", "2026-13-01", "0000-01-01", "besok", "31-12-26"])
def test_what_is_no_day_is_none(word: str) -> None:
    assert day_of(word) is None
