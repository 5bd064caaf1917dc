from datetime import UTC, datetime

import pytest

from bot.bucket import Bucket
from tests.fixtures.town_clock import TownClock


class StillClock(TownClock):
    """Its seconds pass only when they are told to."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 11, 23, tzinfo=UTC))
        self.seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


def test_a_burst_goes_at_once_and_then_one_a_second(clock: StillClock) -> None:
    bucket = Bucket(clock, per_second=1.0, burst=3.0)
    for _ in range(3):
        assert bucket.wait_s() == 0
        bucket.take()
    assert bucket.wait_s() == pytest.approx(1.0)
    clock.seconds += 0.75
    assert bucket.wait_s() == pytest.approx(0.25)
    clock.seconds += 0.25
    assert bucket.wait_s() == pytest.approx(0.0)


def test_what_is_not_used_does_not_pile_up_beyond_the_burst(clock: StillClock) -> None:
    bucket = Bucket(clock, per_second=30.0, burst=2.0)
    clock.seconds += 3600
    assert bucket.is_full
    bucket.take()
    bucket.take()
    assert bucket.wait_s() == pytest.approx(1 / 30)
    assert not bucket.is_full


def test_the_platform_s_pause_holds_whatever_was_left(clock: StillClock) -> None:
    bucket = Bucket(clock, per_second=30.0, burst=30.0)
    bucket.pause(7)
    assert bucket.wait_s() == pytest.approx(7.0)
    clock.seconds += 7
    assert bucket.wait_s() == pytest.approx(0.0)


def test_a_shorter_pause_does_not_end_a_longer_one(clock: StillClock) -> None:
    bucket = Bucket(clock, per_second=1.0, burst=3.0)
    bucket.pause(60)
    bucket.pause(2)
    assert bucket.wait_s() == pytest.approx(60.0)
