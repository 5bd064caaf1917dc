"""What counts as a one-time code: whatever follows /start, and otherwise only what looks like one of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.people.access.invitation import ALPHABET, new_code
from bot.dialogues.start import code_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/start 7KQM-2XBW-R9TD", "7KQM-2XBW-R9TD"),
        ("/start@presensi_bot 7KQM2XBWR9TD", "7KQM2XBWR9TD"),
        ("/start halo", "halo"),
        ("/start", None),
        ("/starting 7KQM-2XBW-R9TD", None),
        ("7KQM-2XBW-R9TD", "7KQM-2XBW-R9TD"),
        (" 7kqm 2xbw r9td\n", "7kqm 2xbw r9td"),
        ("KQMT-XBWR-RTDA", "KQMT-XBWR-RTDA"),
        ("7KQM-2XBW", None),
        ("saya terlambat 10 menit", None),
        ("08123456789", None),
        ("199302282019022004", None),
        ("kantor saya", None),
        ("", None),
    ],
)
def test_a_code_is_told_from_other_words(text: str, code: str | None) -> None:
    assert code_in(text) == code


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_every_code_we_make_is_recognised_when_it_is_typed_by_itself(letters: str) -> None:
    """Also those without a digit, which are 2 % of them."""
    code = "-".join(letters[start : start + 4] for start in (0, 4, 8))
    assert [code_in(code), code_in(letters.lower())] == [code, letters.lower()]
    assert len(new_code()) == len(code)
