"""/rekam NIP: three pictures of an employee become templates."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from attendance.people.faces.enrolment import MOST_PICTURES, BeginEnrolment, BeginOwnEnrolment, Enrol, JudgePicture
from attendance.people.faces.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentBegun,
    EnrolmentHeld,
    EnrolmentOutcome,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
    EnrolmentWaits,
    NoticeToShow,
    PictureBad,
    PictureGood,
    Present,
    RefusedBefore,
    Result,
    SetDropped,
    UndoReasonDue,
    VideoBad,
)
from attendance.people.faces.enrolment_progress import Progress
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.enrolment_undo import OPERATORS_REASONS, UndoEnrolment
from attendance.people.faces.enrolment_video import EnrolVideo
from attendance.records.say import Button, Line, Say, Value
from bot.dialogues import general, notice
from bot.dialogues.turn import Draft, Enrolling, Idle, Turn
from bot.events import Inbound, Oddity, Photo, Pressed, Text, Video

UNDO_ACTION = "undo-enrolment"
UNDO_REASONS = {f"undo-{reason.value}": reason for reason in OPERATORS_REASONS}

# Three pictures take a minute or two. An enrolment left open longer would take the operator's own next selfie for a
# picture of the employee. Its pictures wait for /rekam NIP.
LEFT_BEHIND_AFTER = timedelta(minutes=15)

# What may follow the NIP: how many pictures, or that those of an interrupted set are not wanted.
_WISHES = re.compile(r"(?P<nip>.*?)(?:\s+(?P<wish>[3-5]|ulang|anew))?", re.IGNORECASE | re.DOTALL)

_REFUSED: dict[EnrolmentProblem, str] = {
    EnrolmentProblem.UNKNOWN_NIP: "enrolment-unknown-nip",
    EnrolmentProblem.OUT_OF_SCOPE: "enrolment-out-of-scope",
    EnrolmentProblem.NOT_ALLOWED: "enrolment-not-allowed",
    EnrolmentProblem.START_AGAIN: "enrolment-start-again",
    EnrolmentProblem.SUPERSEDED: "enrolment-superseded",
    EnrolmentProblem.NOT_BY_ONESELF: "enrolment-not-by-oneself",
    EnrolmentProblem.ENROLLED_ALREADY: "enrolment-enrolled-already",
    EnrolmentProblem.TOO_MANY_SETS: "enrolment-too-many-sets",
    EnrolmentProblem.NOT_INFORMED: "enrolment-not-informed",
}


def left_behind(draft: Draft, event: Inbound) -> bool:
    """Whether this text, picture or video comes too long after the last of an enrolment, by the platform's times."""
    if not isinstance(draft, Enrolling) or not isinstance(event, Text | Photo | Video):
        return False
    return draft.touched_at is None or event.sent_at - draft.touched_at > LEFT_BEHIND_AFTER


def asked_for(draft: Draft, nip: str) -> Turn:
    """A new enrolment closes the one that was open."""
    if not nip:
        return Turn(draft, (Say("enrolment-usage"),))
    return Turn(Idle(), general.closing(draft), _begin(nip))


def own_asked_for(draft: Draft, argument: str = "") -> Turn:
    """By /rekam_saya; what comes of it waits for somebody who looks at the pictures."""
    anew = argument.casefold() in ("ulang", "anew")
    return Turn(Idle(), general.closing(draft), BeginOwnEnrolment(anew))


def _begin(argument: str) -> BeginEnrolment:
    match = _WISHES.fullmatch(argument)
    if match is None or match["wish"] is None:
        return BeginEnrolment(argument)
    if match["wish"].isdecimal():
        return BeginEnrolment(match["nip"], wanted=min(int(match["wish"]), MOST_PICTURES))
    return BeginEnrolment(match["nip"], anew=True)


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
    if len(draft.kept) + 1 < draft.wanted:
        return Turn(draft, step=JudgePicture(draft.employee_id, event.media_id, draft.kept))
    return Turn(draft, step=Enrol(draft.employee_id, (*draft.kept, event.media_id)))


def video(draft: Enrolling, event: Video) -> Turn:
    """A round one is the whole set; any other may be of any day."""
    if Oddity.EDITED in event.oddities:
        return Turn(draft)
    draft = replace(draft, touched_at=event.sent_at)
    if not event.round:
        return Turn(draft, (Say("enrolment-video-not-round"),))
    if not taken_here(event):
        return Turn(draft, (Say("enrolment-video-from-elsewhere"),))
    if event.gone:
        return Turn(draft, (Say("enrolment-video-bad", {"advice": Line("video-too-large-file")}),))
    if event.media_id is None:
        raise ValueError("a video was judged before it was fetched")
    return Turn(draft, step=EnrolVideo(draft.employee_id, event.media_id))


def taken_here(event: Photo | Video) -> bool:
    """Whether somebody may have been photographed for it: what is forwarded or scheduled is of somewhere else."""
    return event.oddities <= {Oddity.ALBUM}


def undo_pressed(draft: Draft, event: Pressed) -> Turn:
    """First the button under the card, then one of the reasons that it asks for."""
    return Turn(draft, step=UndoEnrolment(event.row_id, event.version, UNDO_REASONS.get(event.action)))


def told(draft: Draft, outcome: EnrolmentOutcome, event: object) -> Turn:
    match outcome:
        case EnrolmentBegun():
            touched_at = event.sent_at if isinstance(event, Text) else outcome.begun_at
            begun = Enrolling(outcome.employee_id, outcome.name, outcome.kept, outcome.wanted, touched_at)
            return Turn(begun, (_begun(outcome),))
        case NoticeToShow():
            return Turn(Idle(), (notice.to_show(outcome),))
        case RefusedBefore(name):
            return Turn(Idle(), (Say("enrolment-refused-by-employee", {"name": name}),))
        case PictureGood(media_id):
            return _good(draft, media_id, event)
        case PictureBad():
            return Turn(draft, (_bad(draft, outcome),))
        case VideoBad(advice):
            return Turn(draft, (Say("enrolment-video-bad", {"advice": Line(advice[0])}),))
        case Enrolled() | EnrolmentHeld() | EnrolmentWaits():
            return Turn(_done(event), (_finished(outcome),))
        case UndoReasonDue() | EnrolmentUndone() | AlreadyUndone() | EnrolmentStands():
            return Turn(draft, (_undoing(outcome),))
        case SetDropped():
            return Turn(draft)
        case EnrolmentRefused(reason):
            return Turn(Idle(), (Say(_REFUSED[reason]),))
        case _:
            assert_never(outcome)


def _finished(outcome: Enrolled | EnrolmentHeld | EnrolmentWaits) -> Say:
    match outcome:
        case Enrolled():
            return _counts(outcome)
        case EnrolmentHeld():
            return _held(outcome)
        case EnrolmentWaits():
            return _waits(outcome)
        case _:
            assert_never(outcome)


def _undoing(outcome: UndoReasonDue | EnrolmentUndone | AlreadyUndone | EnrolmentStands) -> Say:
    match outcome:
        case UndoReasonDue(enrolment_id, version, name):
            buttons = tuple(
                Button(f"enrolment-undo-{reason.value}", action, enrolment_id, version)
                for action, reason in UNDO_REASONS.items()
            )
            return Say("enrolment-undo-why", {"name": name}, buttons=buttons)
        case EnrolmentUndone(name, reason):
            return Say("enrolment-undone", {"name": name, "reason": _reason(reason)})
        case AlreadyUndone(name, by, at, reason):
            return Say("enrolment-already-undone", {"name": name, "by": by, "at": at, "reason": _reason(reason)})
        case EnrolmentStands():
            return _counts(outcome)
        case _:
            assert_never(outcome)


def _reason(reason: EndReason) -> Line:
    return Line(f"enrolment-end-{reason.value}")


def _done(event: object) -> Idle:
    """More pictures of the album that finished it are no check-in of the operator."""
    return Idle(album=event.album if isinstance(event, Photo) else None)


def _begun(outcome: EnrolmentBegun) -> Say:
    """Name and agency are echoed: a NIP has no check digit."""
    args: dict[str, Value] = {
        "name": outcome.name,
        "agency": outcome.agency or "-",
        "nip": outcome.masked_nip,
        "pictures": _asked_for(outcome),
    }
    present = outcome.present
    if outcome.own:
        return Say("enrolment-begin-own", args)
    if present is None:
        return Say("enrolment-begin", args)
    button = _undo(present.enrolment_id, present.version)
    return Say("enrolment-begin-again", args | {"before": _before(present)}, buttons=(button,))


def _before(present: Present) -> Line:
    """What is enrolled already: it can be taken back later than by the button under its card."""
    key = "enrolment-before-held" if present.held else "enrolment-before"
    return Line(key, {"count": present.pictures, "by": present.by, "at": present.at})


def _asked_for(outcome: EnrolmentBegun) -> Line:
    if outcome.kept:
        left = outcome.wanted - len(outcome.kept)
        return Line("enrolment-ask-more", {"count": len(outcome.kept), "total": outcome.wanted, "left": left})
    return Line("enrolment-ask-pictures", {"total": outcome.wanted})


def _undo(enrolment_id: int, version: int) -> Button:
    return Button("enrolment-undo", UNDO_ACTION, enrolment_id, version)


def _counts(result: Result) -> Say:
    return Say("enrolment-done", _card(result), buttons=(_undo(result.enrolment_id, result.version),))


def _waits(waits: EnrolmentWaits) -> Say:
    """One's own pictures are taken back by nobody but whoever looks at them, or by sending others."""
    whose = "own" if waits.own else "confirmation"
    alone = "" if waits.confirmers else "-alone"
    buttons = () if waits.own else (_undo(waits.result.enrolment_id, waits.result.version),)
    return Say(f"enrolment-waits-{whose}{alone}", _card(waits.result), buttons=buttons)


def _card(result: Result) -> dict[str, Value]:
    return {
        "name": result.name,
        "nip": result.masked_nip or "-",
        "count": result.pictures,
        "quality": Line("enrolment-quality-alike" if result.alike else "enrolment-quality-good"),
        "progress": _progress(result.progress),
    }


def _progress(progress: Progress | None) -> Line:
    if progress is None:
        return Line("enrolment-progress-none")
    args: dict[str, Value] = {
        "agency": progress.agency,
        "count": progress.enrolled,
        "total": progress.employees,
        "today": progress.today,
    }
    return Line("enrolment-progress", args)


def _held(outcome: EnrolmentHeld) -> Say:
    """Under whose name the face is known is for whoever decides, not for the one who photographed."""
    key = "enrolment-held" if outcome.deciders else "enrolment-held-alone"
    return Say(key, {"name": outcome.name}, buttons=(_undo(outcome.enrolment_id, outcome.version),))


def _good(draft: Draft, media_id: int, event: object) -> Turn:
    """Of an album only what is wrong and the end are told: three answers to one sending would be two too many."""
    if not isinstance(draft, Enrolling):
        return Turn(draft)
    kept = replace(draft, kept=(*draft.kept, media_id))
    if isinstance(event, Photo) and event.album is not None:
        return Turn(kept)
    return Turn(kept, (Say("enrolment-photo-good", {"count": len(kept.kept), "total": kept.wanted}),))


def _bad(draft: Draft, outcome: PictureBad) -> Say:
    number = len(draft.kept) + 1 if isinstance(draft, Enrolling) else 1
    advice = outcome.advice[0]
    if advice.startswith("enrolment-"):
        return Say(advice, {"number": number})
    return Say("enrolment-photo-bad", {"number": number, "advice": Line(advice)})
