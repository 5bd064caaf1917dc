from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.records.database import Priority
from attendance.rules.book import RuleBook, RuleBroken, RuleWatch, read_rules
from attendance.rules.kinds import NoticeRule, PadRule, WorkHoursRule
from attendance.rules.resolve import NOBODY, PersonScope, Scope, WrittenRule, resolve
from attendance.rules.tables import Rule
from attendance.rules.write import NewRule, RuleAdded, add_rule, end_rule
from tests.attendance.people.office import LONG_AGO, NOW, TODAY


def row(value, kind=None, **fields):
    return Rule(
        kind=kind or type(value).kind,
        scope=fields.pop("scope", "regency"),
        scope_id=fields.pop("scope_id", None),
        valid_from=LONG_AGO,
        valid_to=fields.pop("valid_to", None),
        value=value if isinstance(value, dict) else value.model_dump(mode="json"),
        legal_reference="Perbup 12/2025",
        author_id=None,
        approver_id=None,
        created_at=NOW,
    )


async def book_with(database, *rows):
    async with database.write(Priority.BULK) as session:
        session.add_all(rows)
    async with database.read() as session:
        return await read_rules(session)


async def test_rows_come_back_as_values_of_their_kind(database):
    book = await book_with(
        database,
        row(WorkHoursRule()),
        row(PadRule(level="enforce"), scope="agency", scope_id=3),
        row(NoticeRule(version="2")),
    )
    assert book.get(WorkHoursRule, NOBODY, TODAY).value == WorkHoursRule()
    assert book.get(PadRule, PersonScope(agency_id=3), TODAY).value.level == "enforce"
    assert book.get(PadRule, PersonScope(agency_id=4), TODAY).value.level == "record_only"
    assert book.get(NoticeRule, NOBODY, TODAY).why == "kabupaten: Perbup 12/2025 (aturan 3)"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("spell", {}), ("pad", {"level": "sometimes"}), ("pad", {"looseness": 1}), ("notice", {"version": ""})],
)
async def test_a_row_that_cannot_be_read_stops_everything(database, kind, value):
    with pytest.raises(RuleBroken, match=f"rule 1 of kind '{kind}'") as broken:
        await book_with(database, row(value, kind=kind))
    assert broken.value.rule_id == 1


def book_of(value, **fields):
    told = {"id": 1, "scope": Scope.REGENCY, "scope_id": None, "valid_from": LONG_AGO, "valid_to": None} | fields
    return RuleBook([WrittenRule(value=value, legal_reference="Perbup", **told)])


def test_the_version_changes_with_everything_that_decides():
    books = [
        RuleBook(),
        book_of(PadRule()),
        book_of(PadRule(live_at=0.6)),
        book_of(PadRule(), id=2),
        book_of(PadRule(), scope=Scope.AGENCY, scope_id=1),
        book_of(PadRule(), scope=Scope.AGENCY, scope_id=2),
        book_of(PadRule(), valid_from=TODAY),
        book_of(PadRule(), valid_to=TODAY),
    ]
    assert len({book.version for book in books}) == len(books)


def test_the_version_is_the_same_in_any_order():
    one, other = (WrittenRule(n, Scope.REGENCY, None, LONG_AGO, None, PadRule(), "x") for n in (1, 2))
    assert RuleBook([one, other]).version == RuleBook([other, one]).version


async def test_the_watch_keeps_the_book_until_a_rule_is_added_or_ended(database):
    watch = RuleWatch()

    async def look():
        async with database.read() as session:
            return await watch.current(session)

    empty = await look()
    assert await look() is empty
    async with database.write(Priority.STEP) as session:
        added = await add_rule(
            session, NewRule(PadRule(), Scope.REGENCY, None, LONG_AGO, None, "Perbup 12/2025"), None, None, NOW
        )
    assert isinstance(added, RuleAdded)
    first = await look()
    assert first.version != empty.version
    assert await look() is first
    async with database.write(Priority.STEP) as session:
        await end_rule(session, added.rule_id, TODAY, None, NOW)
    ended = await look()
    assert [rule.valid_to for rule in ended.of(PadRule)] == [TODAY]
    assert ended.version != first.version


async def test_the_watch_notices_an_end_that_another_end_balances(database):
    """Two ends that moved by a day each way leave count and plain sum as they were."""
    watch = RuleWatch()
    await book_with(database, row(NoticeRule(), valid_to=TODAY), row(PadRule(), valid_to=TODAY))
    async with database.read() as session:
        before = await watch.current(session)
    async with database.write(Priority.BULK) as session:
        for rule_id, days in ((1, 1), (2, -1)):
            (await session.get_one(Rule, rule_id)).valid_to = TODAY + timedelta(days=days)
    async with database.read() as session:
        assert (await watch.current(session)).version != before.version


async def test_a_book_of_another_day_gives_another_value(database):
    book = await book_with(database, row(NoticeRule(version="2"), valid_to=date(2026, 12, 31)))
    assert book.get(NoticeRule, NOBODY, date(2026, 12, 31)).value.version == "2"
    assert book.get(NoticeRule, NOBODY, date(2027, 1, 1)).value.version == "1"


scopes = st.sampled_from(
    [(Scope.REGENCY, None), (Scope.AGENCY, 3), (Scope.AGENCY, 4), (Scope.UNIT, 3), (Scope.PERSON, 7)]
)
people = st.builds(
    PersonScope, st.sampled_from([7, 8, None]), st.sampled_from([3, None]), st.sampled_from([3, 4, None])
)
levels = st.sampled_from(["off", "record_only", "enforce"])


@given(st.lists(st.tuples(scopes, levels), max_size=8), people)
def test_the_book_says_what_all_rules_together_say(told, person):
    rules = [
        WrittenRule(n, *scope, LONG_AGO, None, PadRule(level=level), "x") for n, (scope, level) in enumerate(told, 1)
    ]
    assert RuleBook(rules).get(PadRule, person, TODAY) == resolve(rules, PadRule, person, TODAY)
