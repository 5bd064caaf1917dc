"""/lepas NIP and /tangguhkan NIP: an operator lets an account go, or suspends a lost phone."""

from typing import assert_never

from attendance.people.access.accounts import (
    AccountMoved,
    AccountOutcome,
    AccountRefused,
    AskRelease,
    Lifted,
    LiftSuspension,
    NoAccount,
    ReleaseAccount,
    ReleaseAsked,
    Released,
    Suspend,
    Suspended,
)
from attendance.people.access.releasing import ReleaseReason
from attendance.people.named import NamedProblem
from attendance.people.person import Person
from attendance.records.say import Button, Say
from bot.dialogues import general
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

LIFT_ACTION = "lift-suspension"
_OFFERED = (ReleaseReason.CHANGED, ReleaseReason.LOST, ReleaseReason.PASSED_ON)
RELEASE_ACTIONS = {f"release-{reason.value}": reason for reason in _OFFERED}


def release_asked_for(draft: Draft, nip: str) -> Turn:
    return Turn(draft, step=AskRelease(nip)) if nip else Turn(draft, (Say("account-release-usage"),))


def suspension_asked_for(draft: Draft, nip: str) -> Turn:
    return Turn(draft, step=Suspend(nip)) if nip else Turn(draft, (Say("account-suspend-usage"),))


def pressed(draft: Draft, event: Pressed) -> Turn:
    if event.action == LIFT_ACTION:
        return Turn(draft, step=LiftSuspension(event.row_id, event.version))
    return Turn(draft, step=ReleaseAccount(event.row_id, event.version, RELEASE_ACTIONS[event.action]))


def told(draft: Draft, outcome: AccountOutcome, person: Person) -> Turn:
    match outcome:
        case AccountMoved():
            return general.stale(draft)
        case AccountRefused(NamedProblem.NOT_ALLOWED):
            return general.unknown(draft, person)
        case _:
            return Turn(draft, (_say(outcome),))


def _say(outcome: ReleaseAsked | Released | NoAccount | Suspended | Lifted | AccountRefused) -> Say:
    match outcome:
        case ReleaseAsked(who, version):
            buttons = tuple(
                Button(f"account-button-{reason.value}", action, who.employee_id, version)
                for action, reason in RELEASE_ACTIONS.items()
            )
            args = {"name": who.name, "agency": who.agency or "-", "nip": who.masked_nip or "-"}
            return Say("account-release-question", args, buttons=buttons)
        case Released(who):
            return Say("account-released", {"name": who.name})
        case NoAccount(who):
            return Say("account-none", {"name": who.name})
        case Suspended(who, version, again):
            lift = Button("account-button-lift", LIFT_ACTION, who.employee_id, version)
            return Say(
                "account-suspended-before" if again else "account-suspended", {"name": who.name}, buttons=(lift,)
            )
        case Lifted(who):
            return Say("account-lifted", {"name": who.name})
        case AccountRefused(reason):
            return Say(f"account-refused-{reason.value}")
        case _:
            assert_never(outcome)
