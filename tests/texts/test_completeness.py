"""Every member of an enum that people are told about has its text."""

from enum import StrEnum

import pytest

from attendance.checkin.evidence import Reason
from attendance.time.schedule import Direction
from bot.events import Oddity
from geofence.positions import PositionReason
from recognition.images import ImageReason
from recognition.quality import QualityProblem
from recognition.video import VideoReason
from texts.catalogue import catalogue

NEEDS = catalogue("id").needs


@pytest.mark.parametrize(
    ("prefix", "members"),
    [
        ("reason-", Reason),
        ("quality-", QualityProblem),
        ("image-", ImageReason),
        ("video-", VideoReason),
        ("checkin-refused-", Oddity),
    ],
)
def test_every_member_has_a_text_and_no_text_lacks_a_member(prefix: str, members: type[StrEnum]) -> None:
    expected = {prefix + member.value.replace("_", "-") for member in members}
    assert expected <= NEEDS.keys()
    if prefix != "checkin-refused-":  # which also holds the refusals of other kinds
        assert {key for key in NEEDS if key.startswith(prefix)} == expected


def test_directions_and_reasons_of_positions_have_their_words() -> None:
    assert NEEDS["checkin-prompt"].choices["direction"] == set(Direction)
    told_apart = {PositionReason.SWAPPED, PositionReason.OUTSIDE_COUNTRY, PositionReason.NULL_ISLAND, "other"}
    assert NEEDS["checkin-refused-position"].choices["reason"] == told_apart
