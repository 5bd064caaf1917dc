"""/ganda and its cards: a face that was found under two names is decided by a second person."""

from typing import assert_never

from attendance.people.faces.duplicate_cases import Case, DuplicateReason, said_of
from attendance.people.faces.duplicates import (
    Cases,
    DecideDuplicate,
    DuplicateClosed,
    DuplicateDecided,
    DuplicateOutcome,
    DuplicateProblem,
    DuplicateRefused,
    DuplicateWithdrawn,
    ShowDuplicates,
)
from attendance.people.person import Person
from attendance.records.say import Button, Line, Say, Value
from bot.dialogues import enrolment
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

REASONS = {reason.action: reason for reason in DuplicateReason}

_REFUSED: dict[DuplicateProblem, str] = {
    DuplicateProblem.NOT_ALLOWED: "duplicate-not-allowed",
    DuplicateProblem.INVOLVED: "duplicate-involved",
}


def asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=ShowDuplicates())


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=DecideDuplicate(event.row_id, event.version, REASONS[event.action]))


def told(draft: Draft, outcome: DuplicateOutcome, person: Person) -> Turn:
    return Turn(draft, _says(outcome, person.timezone))


def _says(outcome: DuplicateOutcome, zone: str) -> tuple[Say, ...]:
    match outcome:
        case Cases():
            return _cases(outcome, zone)
        case Case():
            return (said_of(outcome, zone),)
        case DuplicateDecided():
            return (_decided(outcome),)
        case DuplicateClosed(name, reason, by, at):
            args: dict[str, Value] = {"name": name, "reason": _line(reason), "by": by, "at": at}
            return (Say("duplicate-closed", args),)
        case DuplicateWithdrawn(name):
            return (Say("duplicate-withdrawn", {"name": name}),)
        case DuplicateRefused(reason=problem):
            return (Say(_REFUSED[problem]),)
        case _:
            assert_never(outcome)


def _cases(outcome: Cases, zone: str) -> tuple[Say, ...]:
    if not outcome.shown:
        return (Say("duplicate-none"),)
    says = tuple(said_of(case, zone) for case in outcome.shown)
    return (*says, Say("duplicate-more")) if outcome.more else says


def _decided(outcome: DuplicateDecided) -> Say:
    args: dict[str, Value] = {
        "name": outcome.case.new.name,
        "known": outcome.case.known.name,
        "reason": _line(outcome.reason),
    }
    if outcome.reason.is_same_person:
        known = outcome.case.known
        undo = Button("enrolment-undo", enrolment.UNDO_ACTION, known.enrolment_id, known.version)
        return Say("duplicate-decided-same", args, buttons=(undo,))
    return Say("duplicate-decided-two", args | {"undecided": outcome.undecided})


def _line(reason: DuplicateReason) -> Line:
    return Line(f"duplicate-reason-{reason.value}")
