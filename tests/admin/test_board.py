from datetime import timedelta

from admin.board import STALE_AFTER, Board
from attendance.people.tables import Employee
from attendance.records.database import Priority
from attendance.time.day import DayStatus
from attendance.time.schedule import Direction
from tests.attendance.people.office import NOW, employment
from tests.attendance.reports.records import punch
from tests.attendance.reports.test_live import wita


def board_of(desk) -> Board:
    return Board(desk.database, desk.books)


async def hired(desk, office) -> None:
    async with desk.database.write(Priority.STEP) as session:
        person = Employee(name="Citra", created_at=NOW)
        session.add(person)
        await session.flush()
        session.add(employment(person, office.kominfo))


async def test_while_nothing_happens_everybody_gets_the_same_list(desk):
    board = board_of(desk)
    first = await board.current(NOW)
    assert await board.current(NOW + timedelta(seconds=20)) is first


async def test_a_punch_is_in_the_next_list(desk, office):
    board = board_of(desk)
    await board.current(NOW)
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    assert (await board.current(NOW)).figures[DayStatus.PRESENT] == 1


async def test_a_new_roster_is_in_the_list_once_the_old_one_is_stale(desk, office):
    board = board_of(desk)
    await board.current(NOW)
    await hired(desk, office)
    assert len((await board.current(NOW)).rows) == 2
    assert len((await board.current(NOW + STALE_AFTER)).rows) == 3


async def test_a_clock_that_is_set_back_shows_that_day(desk, office):
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    board = board_of(desk)
    today = await board.current(NOW)
    yesterday = await board.current(NOW - timedelta(days=1))
    assert (today.figures[DayStatus.PRESENT], yesterday.figures[DayStatus.NOT_SCHEDULED]) == (1, 2)


async def test_midnight_begins_a_new_list_at_once(desk):
    board = board_of(desk)
    evening = await board.current(wita("23:59:55"))
    night = await board.current(wita("23:59:55") + timedelta(seconds=10))
    assert night.on - evening.on == timedelta(days=1)
