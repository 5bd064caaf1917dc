from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.tables import Decision
from attendance.people.access.roles import Grant, Role
from attendance.people.tables import Employee, Nip
from attendance.records.database import Database, Priority
from attendance.reports.live import LiveList, LiveRow, live_list, live_mark
from attendance.rules.book import RuleBook
from attendance.rules.kinds import DayHours, WorkHoursRule
from attendance.rules.resolve import Scope, WrittenRule
from attendance.time.day import DayStatus
from attendance.time.schedule import Direction
from tests.attendance.people.office import LONG_AGO, NIP_BUDI, NOW, TODAY, Office, employment, open_account
from tests.attendance.reports.records import attempted, open_site, punch, unread

WITA, WIB = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jakarta")


def wita(clock: str) -> datetime:
    return datetime.combine(TODAY, time.fromisoformat(clock), tzinfo=WITA)


@dataclass
class Desk:
    """Where somebody looks at the list."""

    database: Database
    book: RuleBook

    async def looks(self, now: datetime, *, on: date = TODAY, agency_id: int | None = None) -> LiveList:
        async with self.database.read() as session:
            return await live_list(session, self.book, agency_id, on, now)

    async def row(self, name: str, now: datetime) -> LiveRow:
        return next(row for row in (await self.looks(now)).rows if row.name == name)

    async def mark(self) -> tuple[object, ...]:
        async with self.database.read() as session:
            return await live_mark(session, self.book)

    async def happens(self, what, *arguments, **named):
        async with self.database.write(Priority.STEP) as session:
            return await what(session, *arguments, **named)


@pytest.fixture
def desk(database: Database, office: Office) -> Desk:
    return Desk(database, RuleBook())


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement of every engine while the block runs."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def words(seen: LiveList) -> dict[str, DayStatus]:
    return {row.name: row.status for row in seen.rows}


async def test_in_time_is_present_with_times_of_the_place_and_the_site_s_name(desk, office):
    site = await desk.happens(open_site, "Kantor Bupati")
    await desk.happens(punch, office.budi, Direction.IN, wita("07:29"), site)
    row = await desk.row("Budi", wita("07:35"))
    assert (row.status, row.late_minutes, row.site) == (DayStatus.PRESENT, 0, "Kantor Bupati")
    assert (row.in_at, row.out_at) == (wita("07:29"), None)
    assert row.in_at.tzname() == "WITA"


async def test_every_agency_has_the_hours_of_its_own_zone(desk, office):
    await desk.happens(punch, office.siti, Direction.IN, datetime.combine(TODAY, time(7, 42), tzinfo=WIB))
    row = await desk.row("Siti", wita("09:00"))
    assert (row.status, row.late_minutes) == (DayStatus.LATE, 12)
    assert row.in_at.tzname() == "WIB"


async def test_the_first_in_and_the_last_out_count(desk, office):
    first, second = await desk.happens(open_site, "Gerbang"), await desk.happens(open_site, "Kebun")
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"), first)
    await desk.happens(punch, office.budi, Direction.OUT, wita("16:01"), second)
    await desk.happens(punch, office.budi, Direction.OUT, wita("17:30"), second)
    row = await desk.row("Budi", wita("18:00"))
    assert (row.in_at, row.out_at, row.site) == (wita("07:20"), wita("17:30"), "Gerbang")
    assert row.newest_at == wita("17:30")


async def test_a_check_out_alone_shows_its_site(desk, office):
    site = await desk.happens(open_site, "Kebun")
    await desk.happens(punch, office.budi, Direction.OUT, wita("16:01"), site)
    row = await desk.row("Budi", wita("18:00"))
    assert (row.in_at, row.site) == (None, "Kebun")


@pytest.mark.parametrize("status", [AttemptStatus.HELD, AttemptStatus.PENDING])
async def test_what_waits_for_a_decision_is_pending_and_not_absent(desk, office, status):
    await desk.happens(attempted, office.budi, wita("07:28"), status)
    row = await desk.row("Budi", wita("23:59"))
    assert (row.status, row.newest_at) == (DayStatus.PENDING, wita("07:28"))


@pytest.mark.parametrize("status", [AttemptStatus.OPEN, AttemptStatus.WAITING, AttemptStatus.DONE])
async def test_an_attempt_that_waits_for_the_person_is_not_pending(desk, office, status):
    await desk.happens(attempted, office.budi, wita("07:28"), status)
    assert (await desk.row("Budi", wita("08:00"))).status is DayStatus.NOT_YET


async def test_a_photo_that_nobody_has_read_yet_makes_pending_and_a_text_does_not(desk, office):
    await desk.happens(unread, await desk.happens(open_account, "71", office.budi), wita("07:28"))
    await desk.happens(unread, await desk.happens(open_account, "72", office.siti), wita("07:28"), part=False)
    await desk.happens(unread, await desk.happens(open_account, "73"), wita("07:28"))
    seen = await desk.looks(wita("07:30"))
    assert words(seen) == {"Budi": DayStatus.PENDING, "Siti": DayStatus.NOT_YET}


async def test_what_was_sent_yesterday_says_nothing_about_today(desk, office):
    account = await desk.happens(open_account, "71", office.budi)
    await desk.happens(unread, account, wita("07:28") - timedelta(days=1))
    await desk.happens(attempted, office.budi, wita("07:28") - timedelta(days=1), AttemptStatus.HELD)
    await desk.happens(punch, office.budi, Direction.IN, wita("07:28") - timedelta(days=1))
    row = await desk.row("Budi", wita("08:00"))
    assert (row.status, row.newest_at) == (DayStatus.NOT_YET, None)


async def test_nobody_is_scheduled_on_a_sunday(desk):
    seen = await desk.looks(wita("08:00") - timedelta(days=1), on=TODAY - timedelta(days=1))
    assert set(words(seen).values()) == {DayStatus.NOT_SCHEDULED}


async def test_hours_of_a_narrower_scope_hold_for_their_people_only(desk, office):
    early = WorkHoursRule(days={0: DayHours(start=time(7), end=time(15))})
    desk.book = RuleBook([WrittenRule(1, Scope.UNIT, office.jaringan.id, LONG_AGO, None, early, "SK")])
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    await desk.happens(punch, office.siti, Direction.IN, wita("08:20"))
    seen = await desk.looks(wita("09:00"))
    assert words(seen) == {"Budi": DayStatus.LATE, "Siti": DayStatus.PRESENT}


async def test_figures_have_every_status_and_sum_to_the_headcount(desk, office):
    await desk.happens(punch, office.budi, Direction.IN, wita("07:40"))
    figures = (await desk.looks(wita("08:00"))).figures
    assert list(figures) == list(DayStatus)
    assert (figures[DayStatus.LATE], figures[DayStatus.NOT_YET], sum(figures.values())) == (1, 1, 2)


async def test_only_those_employed_on_that_day_are_counted(desk, office):
    async def hire(session):
        gone = Employee(name="Gone", created_at=NOW)
        session.add(gone)
        await session.flush()
        session.add(employment(gone, office.kominfo, valid_to=TODAY - timedelta(days=1)))

    await desk.happens(hire)
    assert set(words(await desk.looks(NOW))) == {"Budi", "Siti"}
    assert set(words(await desk.looks(NOW, on=TODAY - timedelta(days=1)))) == {"Budi", "Siti", "Gone"}


async def test_one_agency_can_be_asked_for(desk, office):
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    seen = await desk.looks(wita("08:00"), agency_id=office.dishub.id)
    assert words(seen) == {"Siti": DayStatus.NOT_YET}


async def test_the_newest_message_is_first_then_agency_and_name(desk, office):
    async def hire(session):
        for name, agency in [("Citra", office.kominfo), ("Abdul", office.kominfo), ("Wayan", office.dishub)]:
            person = Employee(name=name, created_at=NOW)
            session.add(person)
            await session.flush()
            session.add(employment(person, agency))

    await desk.happens(hire)
    await desk.happens(punch, office.siti, Direction.IN, wita("07:10"))
    await desk.happens(attempted, office.budi, wita("07:11"), AttemptStatus.HELD)
    seen = await desk.looks(wita("08:00"))
    assert [row.name for row in seen.rows] == ["Budi", "Siti", "Wayan", "Abdul", "Citra"]


async def test_a_nip_shows_four_digits_and_is_the_one_of_that_day(desk, office):
    async def renumber(session):
        session.add(Nip(employee_id=office.budi.id, nip="198503152026111009", valid_from=TODAY + timedelta(days=1)))

    await desk.happens(renumber)
    row = await desk.row("Budi", NOW)
    assert row.masked_nip == "**************1007"
    assert row.masked_nip[-4:] == NIP_BUDI[-4:]


async def test_grants_decide_who_is_seen(desk, office):
    seen = await desk.looks(NOW)
    for grant, names in [
        (Grant(Role.ADMIN), {"Budi", "Siti"}),
        (Grant(Role.HEAD, office.dishub.id), {"Siti"}),
        (Grant(Role.SUPERVISOR, office.kominfo.id, office.jaringan.id), {"Budi"}),
        (Grant(Role.SUPERVISOR, office.kominfo.id, office.jaringan.id + 1), set()),
    ]:
        allowed = seen.seen_by([grant])
        assert set(words(allowed)) == names
        assert sum(allowed.figures.values()) == len(names)


async def test_the_number_of_queries_does_not_grow_with_the_people(desk, office):
    async def hire(session):
        for number in range(40):
            person = Employee(name=f"Pegawai {number}", created_at=NOW)
            session.add(person)
            await session.flush()
            session.add(employment(person, office.kominfo))
            await punch(session, person, Direction.IN, wita("07:20"))

    with counted_statements() as few:
        await desk.looks(NOW)
    await desk.happens(hire)
    with counted_statements() as many:
        assert len((await desk.looks(NOW)).rows) == 42
    assert len(many) == len(few)


async def test_the_mark_moves_with_everything_that_may_change_the_list(desk, office):
    attempt = await desk.happens(attempted, office.siti, wita("07:10"), AttemptStatus.OPEN)
    account = await desk.happens(open_account, "71", office.budi)

    async def hold(session):
        session.add(Decision(attempt_id=attempt.id, outcome="needs_review", reasons=[], decided_at=NOW))

    async def read(session):
        row.status = "done"
        await session.merge(row)

    marks = [await desk.mark()]
    await desk.happens(punch, office.budi, Direction.IN, wita("07:20"))
    marks.append(await desk.mark())
    await desk.happens(hold)
    marks.append(await desk.mark())
    row = await desk.happens(unread, account, wita("07:28"))
    marks.append(await desk.mark())
    await desk.happens(read)
    marks.append(await desk.mark())
    await desk.happens(attempted, office.siti, wita("07:30"), AttemptStatus.DONE)
    assert await desk.mark() == marks[-1]
    desk.book = RuleBook([WrittenRule(1, Scope.REGENCY, None, LONG_AGO, None, WorkHoursRule(), "Perbup")])
    marks.append(await desk.mark())
    assert all(earlier != later for earlier, later in pairwise(marks))
