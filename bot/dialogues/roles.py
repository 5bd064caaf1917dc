"""/peran NIP: what somebody may do here, given and ended by an admin of the scope above."""

from collections.abc import Mapping
from typing import assert_never

from attendance.people.access.granting import (
    EndRole,
    GiveRole,
    GiveRoleHere,
    RoleEnded,
    RoleGiven,
    RoleOutcome,
    RoleProblem,
    RoleRefused,
    RolesShown,
    ShowRoles,
)
from attendance.people.access.held_roles import HeldRole
from attendance.people.access.roles import Role
from attendance.people.named import Named
from attendance.people.person import Person
from attendance.records.say import Button, Say, Value
from bot.dialogues import general
from bot.dialogues.role_words import Unreadable, read
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

END_ACTION = "end-role"
GIVE_ACTIONS = {f"give-role-{role.value}": role for role in Role}


def asked_for(draft: Draft, argument: str) -> Turn:
    match read(argument):
        case Unreadable(""):
            return Turn(draft, (Say("role-usage"),))
        case Unreadable(word):
            return Turn(draft, (Say("role-unreadable", {"word": word[:40]}),))
        case ShowRoles() | GiveRole() as step:
            return Turn(draft, step=step)


def pressed(draft: Draft, event: Pressed) -> Turn:
    if event.action == END_ACTION:
        return Turn(draft, step=EndRole(event.row_id))
    return Turn(draft, step=GiveRoleHere(event.row_id, GIVE_ACTIONS[event.action], event.version))


def told(draft: Draft, outcome: RoleOutcome, person: Person) -> Turn:
    match outcome:
        case RolesShown():
            return Turn(draft, _card(outcome))
        case RoleGiven(who, role):
            args: Mapping[str, Value] = {"name": who.name, "role": role.line}
            return Turn(draft, (Say("role-given", args, buttons=(_end(role),)),))
        case RoleEnded(who, role):
            return Turn(draft, (Say("role-ended", {"name": who.name, "role": role.line}),))
        case RoleRefused(RoleProblem.NOT_ALLOWED):
            return general.unknown(draft, person)
        case RoleRefused(reason):
            return Turn(draft, (Say(f"role-refused-{reason.value}"),))
        case _:
            assert_never(outcome)


def _card(shown: RolesShown) -> tuple[Say, ...]:
    """One message for whom it is about and one for each role, so that each has its own button."""
    give = tuple(
        Button(f"role-button-{role.value}", f"give-role-{role.value}", shown.who.employee_id, shown.newest)
        for role in shown.offered
    )
    head = Say("role-card" if shown.held else "role-card-none", _whom(shown.who), buttons=give)
    return (head, *(_held(role, may_end) for role, may_end in shown.held))


def _held(role: HeldRole, may_end: bool) -> Say:
    return Say("role-line", {"role": role.line}, buttons=(_end(role),) if may_end else ())


def _end(role: HeldRole) -> Button:
    return Button("role-button-end", END_ACTION, role.id)


def _whom(who: Named) -> Mapping[str, Value]:
    return {"name": who.name, "agency": who.agency or "-", "nip": who.masked_nip or "-"}
