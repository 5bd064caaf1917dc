from datetime import UTC, datetime, timedelta

from bot.flood import MOST, REMEMBERED, WITHIN, Flood

AT = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_limit_is_reached_within_a_minute_and_each_message_beyond_is_counted() -> None:
    flood = Flood()
    assert [flood.excess(1, AT) for _ in range(MOST)] == [0] * MOST
    assert [flood.excess(1, AT + timedelta(seconds=30)) for _ in range(3)] == [1, 2, 3]


def test_a_minute_later_the_account_may_write_again() -> None:
    flood = Flood()
    for _ in range(MOST + 5):
        flood.excess(1, AT)
    assert flood.excess(1, AT + WITHIN) == 0


def test_one_account_does_not_use_up_the_room_of_another() -> None:
    flood = Flood()
    for _ in range(MOST + 5):
        flood.excess(1, AT)
    assert flood.excess(2, AT) == 0


def test_a_backlog_is_judged_by_when_it_was_sent() -> None:
    flood = Flood()
    assert [flood.excess(1, AT + timedelta(seconds=2 * number)) for number in range(200)] == [0] * 200


def test_accounts_that_have_been_quiet_are_forgotten() -> None:
    flood = Flood()
    for account in range(REMEMBERED + 1):
        flood.excess(account, AT)
    flood.excess(-1, AT + WITHIN)
    assert len(flood._sent) == 1
