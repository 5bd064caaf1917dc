"""When the person was there, from the platform's times of the parts."""

from datetime import datetime, timedelta

import pytest

from attendance.checkin.attempt import keep_time, missing_part, missing_parts, time_of_record
from attendance.checkin.tables import Attempt
from attendance.rules.kinds import WindowsRule
from tests.attendance.checkin.findings import AT

WINDOWS = WindowsRule()


def at(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def attempt(first: float | None, selfie: float | None, position: float | None) -> Attempt:
    def moment(seconds: float | None) -> datetime | None:
        return None if seconds is None else at(seconds)

    return Attempt(id=1, first_message_at=moment(first), selfie_at=moment(selfie), position_at=moment(position))


@pytest.mark.parametrize(
    ("first", "selfie", "position", "counts"),
    [
        (0, 0, 10, 0),
        (0, 10, 0, 0),
        (0, 0, 600, 0),
        # A retry that we asked for keeps the first time, up to ten minutes.
        (0, 300, 10, 0),
        (0, 600, 10, 0),
        (0, 601, 10, 10),
        (0, 900, 890, 890),
        # After OUTSIDE the time was begun anew by the position that followed.
        (200, 0, 200, 200),
        (200, 0, 800, 200),
    ],
)
def test_the_time_of_record(first: float, selfie: float, position: float, counts: float) -> None:
    assert time_of_record(attempt(first, selfie, position), WINDOWS) == at(counts)


@pytest.mark.parametrize(
    ("first", "selfie", "position"), [(None, None, None), (0, 0, None), (0, None, 0), (None, 0, 0)]
)
def test_without_a_pair_there_is_no_time(first: float | None, selfie: float | None, position: float | None) -> None:
    with pytest.raises(ValueError, match="no pair"):
        time_of_record(attempt(first, selfie, position), WINDOWS)


def test_the_earliest_part_counts_in_whatever_order_they_come() -> None:
    one = attempt(None, None, None)
    for seconds in (20, 5, 30):
        keep_time(one, at(seconds), "Asia/Makassar")
    assert (one.first_message_at, one.last_message_at) == (at(5), at(30))


def test_the_selfie_is_asked_for_first() -> None:
    one = Attempt(examination=None, position_at=None)
    assert (missing_part(one), missing_parts(one)) == ("selfie", ("selfie", "position"))
    one.examination = {"media_id": 1}
    assert missing_parts(one) == ("position",)
    one.position_at = AT
    assert missing_part(one) is None
