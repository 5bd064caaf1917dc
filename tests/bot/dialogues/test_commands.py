"""The table of commands: each word once, each description in both languages, and who is offered what."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import texts.render
from attendance.people.access.roles import Action, Grant, Role
from attendance.people.person import Person
from bot.dialogues import route
from bot.dialogues.commands import COMMANDS, Command, Name, asked_in, offered
from bot.dialogues.route import advance
from bot.dialogues.turn import Idle
from bot.events import Text

AT = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
STRANGER = Person(1, "telegram", "id", "Asia/Makassar")
EMPLOYEE = replace(STRANGER, employee_id=5, acknowledged=True)


def holding(role: Role) -> Person:
    return replace(EMPLOYEE, roles=(Grant(role, agency_id=2),))


def shown(person: Person) -> set[str]:
    return {command.name for command in offered(person)}


def test_every_name_is_one_command_with_one_answer_and_every_word_means_one() -> None:
    assert {command.name for command in COMMANDS} == set(Name)
    assert set(route._ANSWERS) == set(Name)
    words = Counter(word for command in COMMANDS for word in (command.name, *command.aliases))
    assert set(words.values()) == {1}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_described_within_what_the_platform_takes(command: Command, language: str) -> None:
    assert 1 <= len(texts.render.render(language, command.key)) <= 256
    assert len(command.name) <= 32


def test_a_word_is_found_in_both_languages_with_the_bot_s_name_and_in_capitals() -> None:
    for typed in ("/rekam 123", "/enrol 123", "/REKAM@presensi_contoh_bot  123"):
        asked = asked_in(Text(typed, AT))
        assert asked is not None
        assert asked.command is not None
        assert (asked.command.name, asked.argument) == (Name.REKAM, "123")
    assert asked_in(Text("rekam 123", AT)) is None


def test_who_is_offered_what() -> None:
    everybody = {"batal", "bahasa", "bantuan"}
    assert shown(STRANGER) == everybody
    assert shown(replace(EMPLOYEE, acknowledged=False)) == everybody
    everybody |= {"tarik_persetujuan", "data_saya"}
    assert shown(EMPLOYEE) == everybody | {"rekam_saya", "status"}
    assert shown(holding(Role.INSPECTOR)) == everybody | {"rekam_saya", "status", "konsol", "kampanye", "curiga"}
    assert shown(holding(Role.ADMIN)) == {command.name for command in COMMANDS if command.listed}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_one_may_not_use_is_answered_as_one_that_does_not_exist(command: Command, role: Role) -> None:
    person = holding(role)
    unknown = advance(Idle(), Text("/tidakada", AT), person)
    for word in (command.name, *command.aliases):
        turn = advance(Idle(), Text(f"/{word}", AT), person)
        assert (turn == unknown) is not (command.needs is None or person.may_anywhere(command.needs))


def test_every_action_that_needs_a_role_is_somebody_s() -> None:
    assert {action for role in Role for action in Action if holding(role).may_anywhere(action)} == set(Action)
