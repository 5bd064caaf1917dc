import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from attendance.people.access.binding import Bind, BindByPhone, BindProblem, BindRefused, Bound, bind, bind_by_phone
from attendance.people.access.invitation import create_invitation, new_code
from attendance.people.access.releasing import release
from attendance.people.access.roles import Grant, Role
from attendance.people.tables import ChatAccount, Invitation, Rebinding
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit, Draft, Outbox
from attendance.rules.book import RuleBook
from attendance.rules.kinds import InvitationRule
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, Office, open_account

TWO_WEEKS = timedelta(days=14)
RULE = InvitationRule(max_tries=3, lock_minutes=30, max_tries_in_all=7)
BOOK = RuleBook([WrittenRule(1, Scope.REGENCY, None, LONG_AGO, None, RULE, "Perbup")])


class Counter:
    """Accounts that bring codes, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def invites(self, employee) -> str:
        async with self.database.write(Priority.STEP) as session:
            return await create_invitation(session, employee.id, NOW, TWO_WEEKS)

    async def opens(self, external_id="77", employee=None, **more) -> ChatAccount:
        async with self.database.write(Priority.STEP) as session:
            return await open_account(session, external_id, employee, **more)

    async def brings(self, account, code, *, now=NOW) -> Bound | BindRefused:
        async with self.database.write(Priority.STEP) as session:
            return await bind(session, account, Bind(code), BOOK, now)

    async def shares(self, account, number, keyring) -> Bound | BindRefused:
        async with self.database.write(Priority.STEP) as session:
            return await bind_by_phone(session, account, BindByPhone(number), keyring, BOOK, NOW)

    async def releases(self, employee) -> int:
        async with self.database.write(Priority.STEP) as session:
            return await release(session, employee.id, NOW)

    async def sees(self, account) -> ChatAccount:
        async with self.database.read() as session:
            return await session.get_one(ChatAccount, account.id)

    async def audits(self) -> list[tuple[str, int | None]]:
        async with self.database.read() as session:
            rows = await session.scalars(select(Audit).order_by(Audit.id))
            return [(row.action, row.subject_id) for row in rows if row.subject == "chat_account"]


@pytest.fixture
def counter(database: Database) -> Counter:
    return Counter(database)


async def test_a_code_binds_the_account_to_its_employee(counter, office: Office):
    account = await counter.opens()
    outcome = await counter.brings(account, await counter.invites(office.budi))
    assert isinstance(outcome, Bound)
    assert (outcome.person.employee_id, outcome.person.name, outcome.again) == (office.budi.id, None, False)
    row = await counter.sees(account)
    assert (row.employee_id, row.bound_at, row.verified_at) == (office.budi.id, NOW, None)
    assert await counter.audits() == [("account.bound", account.id)]


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code[:5]} {code[5:]}\n"]
)
async def test_it_does_not_matter_how_the_code_is_typed(counter, office: Office, typed):
    code = await counter.invites(office.budi)
    assert isinstance(await counter.brings(await counter.opens(), typed(code)), Bound)


async def test_somebody_without_an_employment_can_be_bound(counter, office: Office):
    outcome = await counter.brings(await counter.opens(), await counter.invites(office.rahma))
    assert (outcome.person.employee_id, outcome.person.roles) == (office.rahma.id, (Grant(Role.ADMIN),))


async def test_a_code_works_once(counter, office: Office, database):
    code = await counter.invites(office.budi)
    await counter.brings(await counter.opens(channel="telegram"), code)
    second = await counter.opens("0812", channel="whatsapp")
    assert await counter.brings(second, code) == BindRefused(BindProblem.CODE_USED)
    assert (await counter.sees(second)).employee_id is None
    async with database.read() as session:
        assert (await session.scalars(select(Invitation.used_at))).one() == NOW


async def test_a_code_that_many_bring_at_once_binds_one_of_them(counter, office: Office):
    code = await counter.invites(office.budi)
    accounts = [await counter.opens(str(number), channel=f"channel {number}") for number in range(6)]
    outcomes = await asyncio.gather(*(counter.brings(account, code) for account in accounts))
    assert sum(isinstance(outcome, Bound) for outcome in outcomes) == 1
    assert outcomes.count(BindRefused(BindProblem.CODE_USED)) == 5
    assert [(await counter.sees(account)).employee_id for account in accounts].count(office.budi.id) == 1


async def test_an_expired_code_says_so(counter, office: Office):
    code, account = await counter.invites(office.budi), await counter.opens()
    late = NOW + TWO_WEEKS
    assert await counter.brings(account, code, now=late) == BindRefused(BindProblem.CODE_EXPIRED)
    assert isinstance(await counter.brings(account, code, now=late - timedelta(seconds=1)), Bound)


async def test_a_newer_invitation_ends_the_older(counter, office: Office):
    older, newer = await counter.invites(office.budi), await counter.invites(office.budi)
    account = await counter.opens()
    assert await counter.brings(account, older) == BindRefused(BindProblem.CODE_EXPIRED)
    assert isinstance(await counter.brings(account, newer), Bound)


async def test_the_same_link_pressed_twice_is_no_refusal(counter, office: Office):
    code, account = await counter.invites(office.budi), await counter.opens()
    await counter.brings(account, code)
    outcome = await counter.brings(account, code)
    assert isinstance(outcome, Bound)
    assert outcome.again
    assert await counter.audits() == [("account.bound", account.id)]


async def test_a_bound_account_cannot_become_somebody_else(counter, office: Office):
    account, code = await counter.opens(employee=office.siti), await counter.invites(office.budi)
    refused = BindRefused(BindProblem.ALREADY_BOUND)
    assert await counter.brings(account, code) == refused
    assert await counter.brings(account, new_code()) == refused
    assert (await counter.sees(account)).employee_id == office.siti.id
    assert isinstance(await counter.brings(await counter.opens("78"), code), Bound)


async def test_an_employee_has_one_account_in_a_channel_whichever_of_our_bots_and_the_code_is_used_up(
    counter, office: Office, database
):
    old = await counter.opens("1", office.budi)
    code = await counter.invites(office.budi)
    elsewhere = await counter.opens("2", our_account="another bot")
    assert await counter.brings(elsewhere, code) == BindRefused(BindProblem.EMPLOYEE_BOUND)
    assert await counter.brings(await counter.opens("3"), code) == BindRefused(BindProblem.CODE_USED)
    async with database.read() as session:
        asked = (await session.scalars(select(Rebinding))).one()
        assert (asked.old_account_id, asked.new_account_id, asked.ended_at) == (old.id, elsewhere.id, None)
        letters = (await session.scalars(select(Outbox))).all()
        assert [(letter.key, letter.account_id) for letter in letters] == [("start-rebind-question", old.id)]
    other_channel = await counter.opens("4", channel="whatsapp")
    assert isinstance(await counter.brings(other_channel, await counter.invites(office.budi)), Bound)


async def test_a_stranger_hears_unknown_and_then_nothing(counter, office: Office):
    account, code = await counter.opens(), await counter.invites(office.budi)
    until = NOW + timedelta(minutes=30)
    unknown, locked = BindRefused(BindProblem.CODE_UNKNOWN), BindRefused(BindProblem.LOCKED, until)
    assert [await counter.brings(account, new_code()) for _ in range(3)] == [unknown, unknown, locked]
    assert await counter.brings(account, code, now=until - timedelta(seconds=1)) == locked
    assert [action for action, _ in await counter.audits()] == ["account.code_failed"] * 3
    assert isinstance(await counter.brings(account, code, now=until), Bound)


async def test_after_a_lock_the_count_begins_anew(counter, office: Office):
    account, later = await counter.opens(), NOW + timedelta(minutes=30)
    for _ in range(3):
        await counter.brings(account, new_code())
    assert await counter.brings(account, new_code(), now=later) == BindRefused(BindProblem.CODE_UNKNOWN)


async def test_a_success_forgets_the_failures(counter, office: Office):
    account = await counter.opens()
    await counter.brings(account, new_code())
    await counter.brings(account, await counter.invites(office.budi))
    row = await counter.sees(account)
    assert (row.failed_codes, row.locked_until) == (0, None)


async def test_whoever_guesses_with_many_accounts_hears_nothing_and_keeps_nobody_out(counter, office: Office):
    for number in range(7):
        await counter.brings(await counter.opens(str(number)), new_code())
    guesser, honest = await counter.opens("guesser"), await counter.opens("honest")
    assert await counter.brings(guesser, new_code()) == BindRefused(BindProblem.LOCKED, NOW + timedelta(hours=1))
    assert isinstance(await counter.brings(honest, await counter.invites(office.budi)), Bound)
    later = NOW + timedelta(hours=1)
    assert await counter.brings(guesser, new_code(), now=later) == BindRefused(BindProblem.CODE_UNKNOWN)


async def test_an_account_bound_by_its_number_does_not_search_for_the_code(counter, office: Office):
    """The code would make a trusted account of one that a stranger may have by the number."""
    account, code = await counter.opens(employee=office.budi, bound_by="phone"), await counter.invites(office.budi)
    bound, locked = BindRefused(BindProblem.ALREADY_BOUND), BindRefused(BindProblem.LOCKED, NOW + timedelta(minutes=30))
    assert [await counter.brings(account, new_code()) for _ in range(3)] == [bound, bound, locked]
    assert await counter.brings(account, code) == locked
    assert isinstance(await counter.brings(account, code, now=NOW + timedelta(minutes=30)), Bound)


async def test_a_code_of_somebody_else_is_a_wrong_one_for_a_bound_account(counter, office: Office):
    account, code = await counter.opens(employee=office.siti), await counter.invites(office.budi)
    outcomes = [(await counter.brings(account, code)).reason for _ in range(3)]
    assert outcomes == [BindProblem.ALREADY_BOUND, BindProblem.ALREADY_BOUND, BindProblem.LOCKED]


async def test_numbers_that_nobody_knows_keep_no_code_out(counter, office: Office, keyring):
    """On the first days of a drive hundreds share a number that the roster does not have."""
    for n in range(8):
        shared = await counter.shares(await counter.opens(f"9{n}"), f"+6281100000{n:02}", keyring)
        assert shared == BindRefused(BindProblem.PHONE_UNKNOWN)
    account = await counter.opens()
    assert await counter.brings(account, new_code()) == BindRefused(BindProblem.CODE_UNKNOWN)
    assert isinstance(await counter.brings(account, await counter.invites(office.budi)), Bound)


async def test_the_number_of_an_account_is_looked_up_a_few_times_an_hour(counter, office: Office, keyring):
    account = await counter.opens()
    outcomes = [(await counter.shares(account, "+6281100000000", keyring)).reason for _ in range(4)]
    assert outcomes == [BindProblem.PHONE_UNKNOWN] * 2 + [BindProblem.LOCKED] * 2
    assert isinstance(await counter.brings(account, await counter.invites(office.budi)), Bound)


@pytest.mark.parametrize("code", ["", "   ", "⁂", "x" * 5000])
async def test_whatever_is_typed_is_at_worst_unknown(counter, office: Office, code):
    assert await counter.brings(await counter.opens(), code) == BindRefused(BindProblem.CODE_UNKNOWN)


async def test_a_released_account_is_a_strangers_and_another_can_be_bound(counter, office: Office, database):
    old, new = await counter.opens("77"), await counter.opens("78")
    await counter.brings(old, await counter.invites(office.budi))
    async with database.write(Priority.STEP) as session:
        (await session.get_one(ChatAccount, old.id)).verified_at = NOW
        session.add(Draft(account_id=old.id, state={"kind": "idle"}, version=1, updated_at=NOW))
    refused = await counter.brings(new, await counter.invites(office.budi))
    assert refused == BindRefused(BindProblem.EMPLOYEE_BOUND)
    assert await counter.releases(office.budi) == 1
    row = await counter.sees(old)
    assert (row.employee_id, row.bound_at, row.verified_at) == (None, None, None)
    async with database.read() as session:
        assert await session.get(Draft, old.id) is None
    assert isinstance(await counter.brings(new, await counter.invites(office.budi)), Bound)
    row = await counter.sees(new)
    assert (row.employee_id, row.bound_at, row.verified_at) == (office.budi.id, NOW, None)
    assert await counter.audits() == [
        ("account.bound", old.id),
        ("account.released", old.id),
        ("account.bound", new.id),
    ]


async def test_accounts_of_other_people_are_not_released(counter, office: Office):
    sitis = await counter.opens("77", office.siti)
    assert await counter.releases(office.budi) == 0
    assert (await counter.sees(sitis)).employee_id == office.siti.id
