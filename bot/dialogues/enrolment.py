"""/rekam NIP: three pictures of an employee become templates."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from attendance.people.enrolment import (
    BeginEnrolment,
    Enrol,
    JudgePicture,
    UndoEnrolment,
)
from attendance.people.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentBegun,
    EnrolmentHeld,
    EnrolmentOutcome,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
    NoticeToShow,
    PictureBad,
    PictureGood,
    RefusedBefore,
)
from attendance.records.say import Button, Line, Say, Value
from bot.dialogues import general, notice
from bot.dialogues.turn import PICTURES, Draft, Enrolling, Idle, Turn
from bot.events import Inbound, Oddity, Photo, Pressed, Text

UNDO_ACTION = "undo-enrolment"

# Three pictures take a minute or two. An enrolment left open longer would take the operator's own next selfie for a
# picture of the employee.
LEFT_BEHIND_AFTER = timedelta(minutes=15)

_REFUSED: dict[EnrolmentProblem, str] = {
    EnrolmentProblem.UNKNOWN_NIP: "enrolment-unknown-nip",
    EnrolmentProblem.OUT_OF_SCOPE: "enrolment-out-of-scope",
    EnrolmentProblem.NOT_ALLOWED: "enrolment-not-allowed",
    EnrolmentProblem.START_AGAIN: "enrolment-start-again",
    EnrolmentProblem.SUPERSEDED: "enrolment-superseded",
    EnrolmentProblem.NOT_INFORMED: "enrolment-not-informed",
}


def left_behind(draft: Draft, event: Inbound) -> bool:
    """Whether this text or picture comes too long after the last of an enrolment, by the platform's times."""
    if not isinstance(draft, Enrolling) or not isinstance(event, Text | Photo):
        return False
    return draft.touched_at is None or event.sent_at - draft.touched_at > LEFT_BEHIND_AFTER


def asked_for(draft: Draft, nip: str) -> Turn:
    """A new enrolment closes the one that was open."""
    if not nip:
        return Turn(draft, (Say("enrolment-usage"),))
    return Turn(Idle(), general.closing(draft), BeginEnrolment(nip))


def photo(draft: Enrolling, event: Photo) -> Turn:
    """The last picture finishes the enrolment; an album simply is several pictures."""
    if Oddity.EDITED in event.oddities:
        # It was judged when it came; another caption makes no other picture of it.
        return Turn(draft)
    draft = replace(draft, touched_at=event.sent_at)
    if not taken_here(event):
        return Turn(draft, (Say("enrolment-photo-from-elsewhere", {"number": len(draft.kept) + 1}),))
    if event.gone:
        args: dict[str, Value] = {"number": len(draft.kept) + 1, "advice": Line("image-truncated")}
        return Turn(draft, (Say("enrolment-photo-bad", args),))
    if event.media_id is None:
        raise ValueError("a picture was judged before it was fetched")
    if len(draft.kept) + 1 < PICTURES:
        return Turn(draft, step=JudgePicture(draft.employee_id, event.media_id, draft.kept))
    return Turn(draft, step=Enrol(draft.employee_id, (*draft.kept, event.media_id)))


def taken_here(event: Photo) -> bool:
    """Whether somebody may have been photographed for it: what is forwarded or scheduled is of somewhere else."""
    return event.oddities <= {Oddity.ALBUM}


def undo_pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=UndoEnrolment(event.row_id, event.version))


def told(draft: Draft, outcome: EnrolmentOutcome, event: object) -> Turn:
    match outcome:
        case EnrolmentBegun():
            touched_at = event.sent_at if isinstance(event, Text) else outcome.begun_at
            return Turn(Enrolling(outcome.employee_id, outcome.name, touched_at=touched_at), (_begun(outcome),))
        case NoticeToShow():
            return Turn(Idle(), (notice.to_show(outcome),))
        case RefusedBefore(name):
            return Turn(Idle(), (Say("enrolment-refused-by-employee", {"name": name}),))
        case PictureGood(media_id):
            return _good(draft, media_id, event)
        case PictureBad():
            return Turn(draft, (_bad(draft, outcome),))
        case Enrolled():
            return Turn(_done(event), (_counts(outcome),))
        case EnrolmentStands():
            return Turn(draft, (_counts(outcome),))
        case EnrolmentHeld():
            return Turn(_done(event), (_held(outcome),))
        case EnrolmentUndone(name=name):
            return Turn(draft, (Say("enrolment-undone", {"name": name}),))
        case AlreadyUndone():
            return Turn(draft, (Say("enrolment-already-undone"),))
        case EnrolmentRefused(reason):
            return Turn(Idle(), (Say(_REFUSED[reason]),))
        case _:
            assert_never(outcome)


def _done(event: object) -> Idle:
    """More pictures of the album that finished it are no check-in of the operator."""
    return Idle(album=event.album if isinstance(event, Photo) else None)


def _begun(outcome: EnrolmentBegun) -> Say:
    """Name and agency are echoed: a NIP has no check digit."""
    args: dict[str, Value] = {
        "name": outcome.name,
        "agency": outcome.agency or "-",
        "nip": outcome.masked_nip,
        "total": PICTURES,
    }
    return Say("enrolment-begin", args)


def _counts(outcome: Enrolled | EnrolmentStands) -> Say:
    button = Button("enrolment-undo", UNDO_ACTION, outcome.enrolment_id, outcome.version)
    return Say("enrolment-done", {"name": outcome.name, "count": outcome.pictures}, buttons=(button,))


def _held(outcome: EnrolmentHeld) -> Say:
    """Under whose name the face is known is for whoever decides, not for the one who photographed."""
    button = Button("enrolment-undo", UNDO_ACTION, outcome.enrolment_id, outcome.version)
    key = "enrolment-held" if outcome.deciders else "enrolment-held-alone"
    return Say(key, {"name": outcome.name}, buttons=(button,))


def _good(draft: Draft, media_id: int, event: object) -> Turn:
    """Of an album only what is wrong and the end are told: three answers to one sending would be two too many."""
    if not isinstance(draft, Enrolling):
        return Turn(draft)
    kept = replace(draft, kept=(*draft.kept, media_id))
    if isinstance(event, Photo) and event.album is not None:
        return Turn(kept)
    return Turn(kept, (Say("enrolment-photo-good", {"count": len(kept.kept), "total": PICTURES}),))


def _bad(draft: Draft, outcome: PictureBad) -> Say:
    number = len(draft.kept) + 1 if isinstance(draft, Enrolling) else 1
    advice = outcome.advice[0]
    if advice.startswith("enrolment-"):
        return Say(advice, {"number": number})
    return Say("enrolment-photo-bad", {"number": number, "advice": Line(advice)})
