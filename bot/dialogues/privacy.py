"""A person's rights in chat: /data_saya, and /tarik_persetujuan, explained, asked once more, then done."""

from typing import assert_never

from attendance.people.person import Person
from attendance.privacy.own_data import OWN_DATA, OwnData, OwnDataOutcome, OwnDataRefused, ShowOwnData
from attendance.privacy.withdrawal import (
    AskWithdrawal,
    Withdraw,
    WithdrawalExplained,
    WithdrawalOutcome,
    WithdrawalProblem,
    WithdrawalRefused,
    Withdrawn,
    WithoutFaceAlready,
)
from attendance.records.say import Attachment, Button, Menu, Say, Value
from bot.dialogues import general, start
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

ON, SURE, KEEP = "withdraw", "withdraw-sure", "withdraw-keep"


def asked_for(draft: Draft, argument: str) -> Turn:
    return Turn(draft, step=AskWithdrawal(argument))


def pressed(draft: Draft, event: Pressed) -> Turn:
    if event.action == KEEP:
        return Turn(draft, (Say("privacy-kept"),))
    return Turn(draft, step=Withdraw(event.row_id, event.version, sure=event.action == SURE))


def own_data_asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=ShowOwnData())


def own_data_told(draft: Draft, outcome: OwnDataOutcome) -> Turn:
    match outcome:
        case OwnDataRefused(most):
            return Turn(draft, (Say("privacy-data-often", {"count": most}),))
        case OwnData():
            args: dict[str, Value] = {
                "name": outcome.name,
                "punches": outcome.punches,
                "decisions": outcome.decisions,
                "templates": outcome.templates,
                "photos": outcome.pictures,
                "contact": outcome.contact,
            }
            return Turn(draft, (Say("privacy-data", args, attachment=Attachment(OWN_DATA, (outcome.employee_id,))),))
        case _:
            assert_never(outcome)


def told(draft: Draft, outcome: WithdrawalOutcome, person: Person) -> Turn:
    match outcome:
        case WithdrawalExplained():
            return Turn(draft, (_explained(outcome),))
        case Withdrawn():
            return Turn(draft, _withdrawn(outcome))
        case WithoutFaceAlready():
            return Turn(draft, (_state(outcome),))
        case WithdrawalRefused(WithdrawalProblem.NOT_SURE_WHO):
            return Turn(draft, (start.unverified(person),))
        case WithdrawalRefused():
            return general.unknown(draft, person)
        case _:
            assert_never(outcome)


def _explained(outcome: WithdrawalExplained) -> Say:
    key, action = ("privacy-yes", SURE) if outcome.asked else ("privacy-continue", ON)
    buttons = (
        Button(key, action, outcome.employee_id, outcome.mark),
        Button("privacy-no", KEEP, outcome.employee_id, outcome.mark),
    )
    if outcome.asked:
        return Say("privacy-sure", buttons=buttons)
    args: dict[str, Value] = {"whose": outcome.name, "hours": outcome.hours, "backup": outcome.backup_days}
    return Say("privacy-explained", args, buttons=buttons)


def _withdrawn(outcome: Withdrawn) -> tuple[Say, ...]:
    done = Say("privacy-withdrawn", {"whose": outcome.name, "until": outcome.until})
    # An operator who was the witness goes on by the face; the person learns the other way at once.
    return (done,) if outcome.name is not None else (done, Say("start-ready-without-face", menu=Menu.MAIN))


def _state(outcome: WithoutFaceAlready) -> Say:
    args: dict[str, Value] = {"whose": outcome.name, "at": outcome.since, "until": outcome.until}
    return Say("privacy-already", args | {"certificate": outcome.number})
