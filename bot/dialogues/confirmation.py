"""/konfirmasi and its cards: a second person looks at the pictures of an enrolment and confirms or refuses it."""

from typing import assert_never

from attendance.people.faces.confirmation import (
    ConfirmationOutcome,
    ConfirmationProblem,
    ConfirmationRefused,
    DecidedBefore,
    DecideEnrolment,
    EnrolmentDecided,
    NothingToDecide,
    ShowEnrolments,
    Waiting,
)
from attendance.people.faces.confirmation_cases import ConfirmationCase, Verdict, said_of
from attendance.people.person import Person
from attendance.records.say import Line, Say, Value
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

VERDICTS = {verdict.action: verdict for verdict in Verdict}

_REFUSED: dict[ConfirmationProblem, str] = {
    ConfirmationProblem.NOT_ALLOWED: "confirmation-not-allowed",
    ConfirmationProblem.INVOLVED: "confirmation-involved",
}


def asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=ShowEnrolments())


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=DecideEnrolment(event.row_id, event.version, VERDICTS[event.action]))


def told(draft: Draft, outcome: ConfirmationOutcome, person: Person) -> Turn:
    return Turn(draft, _says(outcome, person.timezone))


def _says(outcome: ConfirmationOutcome, zone: str) -> tuple[Say, ...]:
    match outcome:
        case Waiting():
            return _next(outcome, zone) or (Say("confirmation-none"),)
        case ConfirmationCase():
            return (said_of(outcome, zone),)
        case EnrolmentDecided():
            return _decided(outcome, zone)
        case DecidedBefore(name, verdict, by, at):
            args: dict[str, Value] = {"name": name, "reason": _line(verdict), "by": by, "at": at}
            return (Say("confirmation-closed", args),)
        case NothingToDecide(name):
            return (Say("confirmation-withdrawn", {"name": name}),)
        case ConfirmationRefused(reason):
            return (Say(_REFUSED[reason]),)
        case _:
            assert_never(outcome)


def _decided(outcome: EnrolmentDecided, zone: str) -> tuple[Say, ...]:
    """The next card comes at once: whoever has a pile presses once per person."""
    args: dict[str, Value] = {
        "name": outcome.name,
        "reason": _line(outcome.verdict),
        "undecided": outcome.undecided,
    }
    key = "confirmation-confirmed" if outcome.verdict is Verdict.CONFIRMED else "confirmation-refused"
    return (Say(key, args), *_next(outcome.then, zone))


def _next(waiting: Waiting, zone: str) -> tuple[Say, ...]:
    return () if waiting.next is None else (said_of(waiting.next, zone, waiting.count),)


def _line(verdict: Verdict) -> Line:
    return Line(f"confirmation-verdict-{verdict.value}")
