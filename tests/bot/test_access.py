"""One table of who may do what: every command, every button and every address, for every role in every situation.

What is not in the table fails: whoever adds a command, a button or an address says here who may use it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

import pytest
from sqlalchemy import delete

from admin.routes import router
from attendance.checkin.selfie import Laboratory
from attendance.people.access.accounts import version_of
from attendance.people.access.bound_by import BoundBy
from attendance.people.access.roles import Action, Role
from attendance.people.person import Person, load_person
from attendance.people.tables import Agency, ChatAccount, Employee, Enrolment, RoleGrant
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule
from bot.dialogues.commands import COMMANDS, Name
from bot.dialogues.presses import PRESSES
from bot.dialogues.route import advance
from bot.dialogues.turn import Idle
from bot.events import Pressed, Text
from bot.scene import Scene
from bot.steps import Steps
from tests.admin.visitor import Desk, Visitor
from tests.attendance.people.office import LONG_AGO, NIP_BUDI, NOW, TODAY, Office, grant, open_account, open_office

BOOK = RuleBook()
NOBODY = frozenset[Role]()
ALL, ADMIN = frozenset(Role), frozenset({Role.ADMIN})
OPERATORS = frozenset({Role.OPERATOR, Role.ADMIN})
WITH_PEOPLE = ALL - {Role.INSPECTOR}
FROM_ABOVE = frozenset({Role.ADMIN, Role.HEAD, Role.INSPECTOR})

#: Whose role it takes; None: it takes none.
COMMAND_TAKES: Mapping[Name, frozenset[Role] | None] = {
    Name.MASUK: None,
    Name.PULANG: None,
    Name.RIWAYAT: None,
    Name.STATUS: None,
    Name.REKAM_SAYA: None,
    Name.PIN: None,
    Name.SAKSI: None,
    Name.TARIK_PERSETUJUAN: None,
    Name.DATA_SAYA: None,
    Name.BATAL: None,
    Name.BAHASA: None,
    Name.BANTUAN: None,
    Name.START: None,
    Name.KONSOL: ALL,
    Name.KAMPANYE: ALL,
    Name.KONFIRMASI: WITH_PEOPLE,
    Name.PERIKSA: WITH_PEOPLE,
    Name.GANDA: ADMIN,
    Name.CURIGA: FROM_ABOVE,
    Name.PERAN: ADMIN,
    Name.REKAM: OPERATORS,
    Name.LUPA_PIN: OPERATORS,
    Name.TANGGUHKAN: OPERATORS,
    Name.LEPAS: OPERATORS,
}
#: Aimed at one person, who must be inside the scope.
AIMED = (Name.PERIKSA, Name.PERAN, Name.REKAM, Name.LUPA_PIN, Name.TANGGUHKAN, Name.LEPAS)

PRESS_TAKES: Mapping[str, frozenset[Role] | None] = {
    "early-yes": None,
    "early-no": None,
    "withdraw": None,
    "withdraw-sure": None,
    "withdraw-keep": None,
    "vouch": None,
    "vouch-no": None,
    "rebind-yes": None,
    "rebind-no": None,
    "informed": OPERATORS,
    "informed-refuses": OPERATORS,
    "lift-suspension": OPERATORS,
    "end-role": ADMIN,
}
#: By the beginning of the action, for those that end with one of several reasons.
PRESSES_TAKE: Mapping[str, frozenset[Role]] = {
    "undo-": OPERATORS,
    "release-": OPERATORS,
    "duplicate-": ADMIN,
    "give-role-": ADMIN,
    "enrolment-": WITH_PEOPLE,
    "campaign-": ALL,
    "look-": FROM_ABOVE,
}
AIMED_PRESSES = ("release-lost", "lift-suspension", "end-role", "give-role-operator", "undo-enrolment")

ROUTES = {
    ("GET", "/health"): None,
    ("GET", "/konsol/masuk/{token}"): None,
    ("POST", "/konsol/masuk/{token}"): None,
    ("POST", "/konsol/keluar"): ALL,
    ("GET", "/konsol"): ALL,
    ("GET", "/konsol/daftar"): ALL,
}

SITUATIONS = ("inside", "outside", "unit", "expired", "not yet", "ended")


@dataclass
class House:
    """An office in which Rahma has one role at a time, and Budi is whom it is about."""

    database: Database
    office: Office
    rahma: ChatAccount
    budi: ChatAccount
    enrolment: Enrolment
    budis_role: RoleGrant

    async def holds(self, role: Role | None, situation: str) -> Person:
        """Rahma as she is loaded with that role there and then."""
        async with self.database.write(Priority.STEP) as session:
            await session.execute(delete(RoleGrant).where(RoleGrant.employee_id == self.office.rahma.id))
            if role is not None:
                session.add(self._grant(role, situation))
            await session.flush()
            account = await session.get_one(ChatAccount, self.rahma.id)
            return await load_person(session, account, BOOK, NOW)

    def _grant(self, role: Role, situation: str) -> RoleGrant:
        agency: Agency = self.office.dishub if situation == "outside" else self.office.kominfo
        unit = self.office.jaringan if situation == "unit" else None
        first, last = _days(situation)
        return grant(self.office.rahma, role, agency=agency, unit=unit, valid_from=first, valid_to=last)

    async def answers(self, person: Person, event: Text | Pressed) -> tuple[str, ...]:
        """The keys of what is said in the end; whatever was written is undone."""
        turn = advance(Idle(), event, person)
        said = [say.key for say in turn.says]
        if turn.step is None:
            return tuple(said)
        scene = Scene(person, person.account_id, BOOK, NOW)
        findings = await self.steps.prepare(turn.step, scene)
        async with self.database.write(Priority.STEP) as session:
            outcome = await self.steps.perform(session, turn.step, findings, scene)
            said += [say.key for say in advance(turn.draft, outcome, person, event).says]
            await session.rollback()
        return tuple(said)

    @property
    def steps(self) -> Steps:
        laboratory = Laboratory(self.database, *(cast("None", None),) * 4)  # type: ignore[arg-type]
        return Steps(laboratory, (), "https://presensi.example")

    def press(self, action: str) -> Pressed:
        """The button as it would be drawn for Budi."""
        row_id, version = {
            "release-lost": (self.office.budi.id, version_of(self.budi)),
            "lift-suspension": (self.office.budi.id, version_of(self.budi)),
            "end-role": (self.budis_role.id, 0),
            "give-role-operator": (self.office.budi.id, self.budis_role.id),
            "undo-enrolment": (self.enrolment.id, 1),
        }.get(action, (1, 1))
        return Pressed(action, row_id, version, "q")


def _days(situation: str) -> tuple[date, date | None]:
    match situation:
        case "expired":
            return LONG_AGO, TODAY - timedelta(days=1)
        case "not yet":
            return TODAY + timedelta(days=1), None
        case "ended":  # as EndRole leaves it
            return TODAY, TODAY - timedelta(days=2)
        case _:
            return LONG_AGO, None


@pytest.fixture
async def house(sqlite_database: Database) -> House:
    async with sqlite_database.write(Priority.STEP) as session:
        office = await open_office(session)
        rahma, budi = await open_account(session, "1", office.rahma), await open_account(session, "2", office.budi)
        for account in (rahma, budi):
            account.bound_at, account.bound_by = NOW, BoundBy.CODE
        budi.suspended_at = NOW
        version = NoticeRule().version
        for employee, account in ((office.rahma, rahma), (office.budi, budi)):
            session.add(_acknowledged(employee, account, version))
        enrolment = Enrolment(employee_id=office.budi.id, enrolled_by=office.budi.id, enrolled_at=NOW, version=1)
        role = grant(office.budi, Role.SUPERVISOR, agency=office.kominfo, unit=office.jaringan)
        session.add_all([enrolment, role])
        await session.flush()
        return House(sqlite_database, office, rahma, budi, enrolment, role)


def _acknowledged(employee: Employee, account: ChatAccount, version: str) -> NoticeAcknowledgement:
    return NoticeAcknowledgement(employee_id=employee.id, account_id=account.id, version=version, acknowledged_at=NOW)


def _every() -> Iterator[tuple[Role | None, str]]:
    yield None, "inside"
    for role in Role:
        for situation in SITUATIONS:
            yield role, situation


def _holds(situation: str) -> bool:
    return situation in ("inside", "outside", "unit")


def _reaches_budi(situation: str) -> bool:
    """His unit belongs to Kominfo."""
    return situation in ("inside", "unit")


def test_every_command_button_and_address_stands_in_the_table() -> None:
    assert {command.name for command in COMMANDS} == set(COMMAND_TAKES)
    assert {action for action in PRESSES if _takes(action) is ...} == set()
    assert set(PRESS_TAKES) <= set(PRESSES)
    routes = {(method, route.path) for route in router.routes for method in getattr(route, "methods", ())}
    assert routes == set(ROUTES)


def test_a_reader_is_allowed_nothing_but_to_read() -> None:
    writing = [*COMMAND_TAKES.values(), *PRESS_TAKES.values(), *PRESSES_TAKE.values()]
    # /konsol, /kampanye, /curiga and their buttons
    reading = [roles for roles in writing if roles is not None and Role.INSPECTOR in roles]
    assert sorted(reading, key=len) == [FROM_ABOVE, FROM_ABOVE, ALL, ALL, ALL]


@pytest.mark.parametrize("name", COMMAND_TAKES)
async def test_a_command_exists_for_its_roles_while_they_hold_and_reaches_into_their_scope(
    house: House, name: Name
) -> None:
    takes = COMMAND_TAKES[name]
    for role, situation in _every():
        person = await house.holds(role, situation)
        unknown = await house.answers(person, Text("/tidakada", NOW))
        argument = NIP_BUDI if name in AIMED else ""
        answer = await house.answers(person, Text(f"/{name} {argument}".strip(), NOW))
        has_it = takes is None or (role in takes and _holds(situation))
        assert (answer == unknown) is not has_it, (role, situation, answer)
        if name in AIMED and has_it:
            assert _is_refused(answer) is not _reaches_budi(situation), (role, situation, answer)


@pytest.mark.parametrize("action", PRESSES)
async def test_a_button_works_for_its_roles_while_they_hold_and_reaches_into_their_scope(
    house: House, action: str
) -> None:
    takes = cast("frozenset[Role] | None", _takes(action))
    event = house.press(action)
    for role, situation in _every():
        person = await house.holds(role, situation)
        turn = advance(Idle(), event, person)
        is_stale = [say.key for say in turn.says] == ["general-stale-button"] and turn.step is None
        has_it = takes is None or (role in takes and _holds(situation))
        assert is_stale is not has_it, (role, situation)
        if action in AIMED_PRESSES and has_it:
            answer = await house.answers(person, event)
            assert _is_refused(answer) is not _may_reach(action, situation), (role, situation, answer)


def _is_refused(answer: tuple[str, ...]) -> bool:
    why = ("out-of-scope", "unknown-nip", "too-wide", "general-not-understood")
    return any(key.endswith(why) for key in answer)


def _may_reach(action: str, situation: str) -> bool:
    """A role where Budi works is wider than what an admin of his unit may give."""
    return situation == "inside" if action == "give-role-operator" else _reaches_budi(situation)


def _takes(action: str) -> object:
    """Ellipsis for what the table does not know."""
    if action in PRESS_TAKES:
        return PRESS_TAKES[action]
    return next((roles for beginning, roles in PRESSES_TAKE.items() if action.startswith(beginning)), ...)


async def test_every_address_opens_for_roles_that_hold_and_shows_their_scope(house: House) -> None:
    for role, situation in _every():
        if role is None:
            continue
        await house.holds(role, "inside")
        async with Visitor(Desk(house.database)) as visitor:
            await visitor.enters(house.office.rahma)
            await house.holds(role, situation)
            for method, path in ROUTES:
                if (method, path) in (("GET", "/konsol"), ("GET", "/konsol/daftar")):
                    answer = await visitor.opens(path)
                    assert answer.status_code == (200 if _holds(situation) else 401), (role, situation, path)
                    assert ("Budi" in answer.text) is _reaches_budi(situation), (role, situation, path)
            assert (await visitor.opens("/health")).status_code == 200
            left = await visitor.submits("/konsol/keluar")
            assert left.status_code == (200 if _holds(situation) else 401)
            assert (await visitor.opens("/konsol")).status_code == 401


async def test_nobody_without_a_role_gets_a_link_and_a_link_outlives_no_role(house: House) -> None:
    desk = Desk(house.database)
    link = await desk.link(house.office.rahma)
    await house.holds(None, "inside")
    async with Visitor(desk) as visitor:
        await visitor.submits(link)
        assert (await visitor.opens("/konsol")).status_code == 401
    assert not (await house.holds(Role.OPERATOR, "expired")).may_anywhere(Action.SEE_ATTENDANCE)
