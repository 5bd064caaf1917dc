"""Without a face: the PIN that takes the place of a selfie, and the witness who is there."""

from typing import assert_never

from attendance.checkin.outcomes import WitnessAsked
from attendance.checkin.vouching import Call, FindCall, Testified, Testify, VouchingOutcome, WitnessRefused
from attendance.checkin.without_face import GivePin
from attendance.people.access.pin import (
    ForgetPin,
    PinForgotten,
    PinLocked,
    PinOutcome,
    PinRefused,
    PinSet,
    PinWrong,
    SetPin,
    looks_like_pin,
)
from attendance.people.person import Person
from attendance.records.say import Button, Menu, Say, Value
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed, Text

YES, NO = "vouch", "vouch-no"


def is_pin(event: Text, person: Person) -> bool:
    """Six digits of somebody whose presensi goes that way; of anybody else they mean nothing."""
    return person.without_face and looks_like_pin(event.text)


def pin_given(draft: Draft, event: Text) -> Turn:
    return Turn(draft, step=GivePin(event.text.strip(), event.sent_at))


def pin_chosen(draft: Draft, argument: str) -> Turn:
    """The new one, or the old one and the new one."""
    match argument.split():
        case [new]:
            return Turn(draft, step=SetPin(new))
        case [old, new]:
            return Turn(draft, step=SetPin(new, old))
        case _:
            return Turn(draft, (Say("pin-usage"),))


def pin_forgotten(draft: Draft, argument: str) -> Turn:
    return Turn(draft, step=ForgetPin(argument)) if argument else Turn(draft, (Say("pin-forgotten-usage"),))


def asked_for(draft: Draft, argument: str) -> Turn:
    """/saksi: by the code that somebody has just said aloud."""
    code = "".join(argument.split())
    return Turn(draft, step=FindCall(code)) if code else Turn(draft, (Say("witness-usage"),))


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=Testify(event.row_id, str(event.version), yes=event.action == YES))


def told(draft: Draft, outcome: VouchingOutcome | PinOutcome) -> Turn:
    return Turn(draft, (_said(outcome),))


def during_check_in(outcome: WitnessAsked | PinWrong | PinLocked) -> Say:
    match outcome:
        case WitnessAsked(code, until):
            return Say("witness-wanted", {"code": code, "until": until}, menu=Menu.MAIN)
        case PinWrong():
            return Say("pin-wrong")
        case PinLocked(until):
            return Say("pin-locked", {"until": until})
        case _:
            assert_never(outcome)


def _said(outcome: VouchingOutcome | PinOutcome) -> Say:
    match outcome:
        case Call():
            return _card(outcome)
        case Testified(name, yes):
            return Say("witness-thanks" if yes else "witness-denied", {"name": name})
        case WitnessRefused(problem):
            return Say(f"witness-refused-{problem.value}")
        case PinSet():
            return Say("pin-set")
        case PinForgotten(name):
            return Say("pin-forgotten", {"name": name})
        case PinRefused(reason):
            return Say(f"pin-refused-{reason.value}")
        case PinWrong() | PinLocked():
            return during_check_in(outcome)
        case _:
            assert_never(outcome)


def _card(call: Call) -> Say:
    """The code is the version of the buttons: a card of an earlier call answers nothing."""
    buttons = (
        Button("witness-yes", YES, call.attempt_id, int(call.code)),
        Button("witness-no", NO, call.attempt_id, int(call.code)),
    )
    args: dict[str, Value] = {"name": call.name, "site": call.site, "at": call.at, "direction": call.direction.value}
    return Say("witness-card", args, buttons=buttons)
