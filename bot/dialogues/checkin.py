"""The check-in: a selfie and a position, in either order, prompted or not."""

from datetime import datetime
from typing import assert_never

from attendance.challenge.drawing import Awaited
from attendance.checkin.attempt import AttemptOpened, Missing, Nothing, OpenAttempt, Part, PartKept, Way
from attendance.checkin.challenges import ChallengeAsked
from attendance.checkin.check_in import ConfirmEarlyOut
from attendance.checkin.decide import AskKind
from attendance.checkin.evidence import PlaceEvidence, Reason
from attendance.checkin.look_after import LookAfter
from attendance.checkin.outcomes import (
    AlreadyIn,
    AnswerAgain,
    AnswerRefused,
    Asked,
    Cancelled,
    CheckInOutcome,
    Held,
    PositionUnusable,
    Receipt,
    Refused,
    StillPending,
    Superseded,
    WitnessAsked,
)
from attendance.checkin.position import CheckIn
from attendance.checkin.provenance import NoteOddPart, Sent
from attendance.checkin.selfie import JudgeSelfie, PictureRefused
from attendance.checkin.today import OpenCheckIn
from attendance.people.access.pin import PinLocked, PinWrong
from attendance.people.person import Person
from attendance.records.deadline import DeadlineKind
from attendance.records.inbound import Revive
from attendance.records.say import Button, Line, Menu, Say, Value
from attendance.time.schedule import Direction
from bot.dialogues import challenge, general, witness
from bot.dialogues.turn import Draft, Elapsed, Idle, Turn
from bot.events import Document, Oddities, Oddity, Photo, Position, Pressed, Text, Unsupported, Video

EARLY_YES, EARLY_NO = "early-yes", "early-no"

_CAN_SEND: dict[Part, str] = {
    "selfie": "send-selfie",
    "posed": "send-posed",
    "video": "send-video",
    "pin": "send-pin",
    "position": "share-location",
}
_NEEDS: dict[Part, str] = {"selfie": "checkin-needs-selfie", "pin": "pin-needed", "position": "checkin-needs-location"}

# Of several oddities the first in this order is told; each names its remedy.
_TOLD_FIRST = (
    Oddity.FORWARDED,
    Oddity.STORY,
    Oddity.PAID_MEDIA,
    Oddity.LIVE_PHOTO,
    Oddity.VIA_BOT,
    Oddity.GUEST,
    Oddity.SCHEDULED,
    Oddity.BUSINESS,
    Oddity.SENDER_CHAT,
    Oddity.EXTERNAL_REPLY,
    Oddity.EDITED,
    Oddity.ALBUM,
    Oddity.DOCUMENT,
)


def asked_for(draft: Draft, direction: Direction, sent_at: datetime) -> Turn:
    """Masuk or Pulang, which closes whatever else was going on."""
    return Turn(Idle(), general.closing(draft), OpenAttempt(direction, sent_at))


def photo(draft: Draft, event: Photo, person: Person) -> Turn:
    """A picture outside of any other dialogue is the selfie of a check-in, or the second one of a challenge."""
    is_answer = challenge.takes(event, person)
    if event.album is not None and not is_answer:
        return _album(draft, event, person)
    if not person.enrolled:
        return Turn(draft, (_refusal(_without_template(person)),))
    if event.oddities and not is_answer:
        return _odd_part(draft, Sent.PHOTO, event.oddities, event.sent_at)
    if (other := challenge.other_kind(draft, event, person)) is not None:
        return other
    if event.album is not None:
        # Whatever else is in it is not answered any more.
        draft = Idle(album=event.album)
    if person.awaits is Awaited.POSED:
        return challenge.posed(draft, event)
    if event.gone:
        return Turn(draft, (Say("checkin-ask-selfie-again", {"advice": Line("image-truncated")}),))
    if event.media_id is None:
        raise ValueError("a selfie was judged before it was fetched")
    return Turn(draft, step=JudgeSelfie(event.media_id, event.sent_at))


def video(draft: Draft, event: Video, person: Person) -> Turn:
    """It answers a challenge, or nothing. Somebody's video, passed on, is as odd as a picture would be."""
    if event.oddities and person.enrolled:
        return _odd_part(draft, Sent.VIDEO, event.oddities, event.sent_at)
    if challenge.takes(event, person):
        return challenge.video(draft, event)
    return challenge.other_kind(draft, event, person) or Turn(draft, (Say("general-unsupported", menu=Menu.MAIN),))


def _album(draft: Draft, event: Photo, person: Person) -> Turn:
    """One answer for all of its pictures."""
    if isinstance(draft, Idle) and draft.album == event.album:
        return Turn(draft)
    dealt_with = Idle(album=event.album)
    if not person.enrolled:
        return Turn(dealt_with, (_refusal(_without_template(person)),))
    return _odd_part(dealt_with, Sent.PHOTO, event.oddities, event.sent_at)


def _without_template(person: Person) -> str:
    return "without-face" if person.without_face else "not-enrolled"


def position(draft: Draft, event: Position, person: Person) -> Turn:
    if not person.checks_in:
        return Turn(draft, (_refusal("not-enrolled"),))
    if event.oddities == {Oddity.EDITED}:
        # A live location that ended says once more where it was; nobody waits for an answer to that.
        return Turn(draft)
    if event.oddities:
        return _odd_part(draft, Sent.POSITION, event.oddities, event.sent_at)
    if event.place:
        return Turn(draft, (_refusal("venue"),))
    step = CheckIn(event.latitude, event.longitude, event.accuracy_m, "live" if event.live else "static", event.sent_at)
    return Turn(draft, step=step)


def pin(draft: Draft, event: Text) -> Turn:
    """Six digits in the place of a selfie, which must be as much the person's own and of now."""
    if event.oddities:
        return _odd_part(draft, Sent.PIN, event.oddities, event.sent_at)
    return witness.pin_given(draft, event)


def document(draft: Draft, event: Document, person: Person) -> Turn:
    """A picture as a file is the way of galleries and editors."""
    if (other := challenge.other_kind(draft, event, person)) is not None:
        return other
    if not (event.mime_type or "").startswith("image/"):
        return Turn(draft, (Say("general-unsupported"),))
    if not person.enrolled:
        return Turn(draft, (_refusal("document"),))
    return _odd_part(draft, Sent.DOCUMENT, event.oddities | {Oddity.DOCUMENT}, event.sent_at)


def story(draft: Draft, event: Unsupported, person: Person) -> Turn:
    """A story, or a picture that must be paid for."""
    if event.sent_at is None or not person.checks_in:
        return Turn(draft, (_refusal("story"),))
    return _odd_part(draft, Sent.STORY, event.oddities, event.sent_at)


def _odd_part(draft: Draft, part: Sent, oddities: Oddities, sent_at: datetime) -> Turn:
    """Refused by the name of the first oddity; all of them go on record."""
    told = "story" if part is Sent.STORY else _odd(oddities)
    return Turn(draft, (_refusal(told),), NoteOddPart(part, oddities, sent_at))


def early_out_pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=ConfirmEarlyOut(event.row_id, yes=event.action == EARLY_YES))


def elapsed(draft: Draft, event: Elapsed) -> Turn:
    if event.what is DeadlineKind.REVIVE:
        return Turn(draft, step=Revive(event.subject_id))
    return Turn(draft, step=LookAfter(event.what, event.subject_id))


def told(draft: Draft, outcome: CheckInOutcome, event: object) -> Turn:
    """What a step came to, in words. `event` is what the step answered: a stale press is told so."""
    if isinstance(outcome, Superseded):
        return Turn(draft, (*told(draft, outcome.left, event).says, *told(draft, outcome.then, event).says))
    say = _say(outcome)
    if isinstance(outcome, Receipt | Held) and outcome.renew and say is not None:
        # In the same message: an accepted check-in costs one.
        say = Say("checkin-and-renew", {"told": Line(say.key, say.args)}, menu=say.menu)
    if isinstance(outcome, Nothing) and isinstance(event, Pressed):
        return general.stale(draft)
    if isinstance(outcome, Cancelled):
        kept = isinstance(event, Pressed)
        return (
            Turn(draft, (Say("checkin-early-out-kept", menu=Menu.MAIN),)) if kept else general.cancelled(draft, outcome)
        )
    return Turn(draft, (say,) if say else ())


def not_understood(draft: Draft, outcome: OpenCheckIn) -> Turn:
    """Text where a picture, a position or a press is due."""
    if outcome.question is AskKind.EARLY_OUT:
        return general.not_understood(draft, "answer-early-out", "cancel")
    if outcome.question is AskKind.WITNESS:
        return general.not_understood(draft, "call-witness", "cancel")
    if outcome.question is AskKind.LIVE_POSITION:
        return general.not_understood(draft, "share-location", "cancel", Menu.CHECKIN)
    match outcome.missing:
        case ():
            return general.not_understood(draft, "check-in", "help", Menu.MAIN)
        case (part,):
            return general.not_understood(draft, _CAN_SEND[part], "cancel", Menu.CHECKIN)
        case _:
            first, second = (_CAN_SEND[part] for part in outcome.missing)
            return general.not_understood(draft, first, second, Menu.CHECKIN)


def _say(outcome: CheckInOutcome) -> Say | None:
    match outcome:
        case PartKept() | Nothing() | Cancelled() | Superseded():
            return None
        case AttemptOpened() | Missing() | ChallengeAsked() | AnswerAgain() | AnswerRefused():
            return _prompt(outcome)
        case WitnessAsked() | PinWrong() | PinLocked():
            return witness.during_check_in(outcome)
        case PictureRefused(advice):
            return Say("checkin-ask-selfie-again", {"advice": Line(advice[0])})
        case PositionUnusable(reason):
            return Say("checkin-refused-position", {"reason": reason.value})
        case AlreadyIn(at, site):
            return Say("checkin-already-in", {"at": at, "site": site}, menu=Menu.MAIN)
        case Held(at=at, reasons=reasons):
            lines = tuple(Line(f"reason-{reason.value}") for reason in reasons)
            return Say("checkin-held", {"at": at, "reasons": lines}, menu=Menu.MAIN)
        case StillPending(at):
            return Say("general-our-fault", {"at": at}, menu=Menu.MAIN)
        case Receipt():
            return _receipt(outcome)
        case Asked():
            return _question(outcome)
        case Refused(reason, place):
            return _refused(reason, place)
        case _:
            assert_never(outcome)


def _prompt(outcome: AttemptOpened | Missing | ChallengeAsked | AnswerAgain | AnswerRefused) -> Say:
    """What is to be sent now."""
    if not isinstance(outcome, AttemptOpened | Missing):
        return challenge.told(outcome)
    by_face = outcome.way is Way.FACE
    if isinstance(outcome, Missing):
        if outcome.drawn is not None and outcome.part != "position":
            return challenge.missing(outcome, outcome.drawn)
        key = "pin-needs-location" if outcome.part == "position" and not by_face else _NEEDS[outcome.part]
        return Say(key, {"at": outcome.at}, menu=Menu.CHECKIN)
    if outcome.drawn is not None:
        return challenge.prompt(outcome, outcome.drawn)
    args: dict[str, Value] = {"direction": outcome.direction.value, "minutes": outcome.minutes}
    key = "checkin-prompt" if by_face else "pin-prompt"
    return Say(key, args, menu=Menu.CHECKIN, starts_nonce=outcome.nonce_id)


def _receipt(receipt: Receipt) -> Say:
    if receipt.replaced:
        return Say("checkin-replaced-out", {"at": receipt.at, "site": receipt.site}, menu=Menu.MAIN)
    args: dict[str, Value] = {
        "direction": receipt.direction.value,
        "at": receipt.at,
        "site": receipt.site,
        "distance": receipt.distance_m,
        "status": receipt.standing.value,
        "minutes": receipt.minutes,
    }
    return Say("checkin-accepted", args, menu=Menu.MAIN)


def _question(asked: Asked) -> Say:
    if asked.early_by is None:
        return Say("checkin-ask-live", menu=Menu.CHECKIN)
    buttons = (
        Button("checkin-early-out-yes", EARLY_YES, asked.attempt_id),
        Button("checkin-early-out-no", EARLY_NO, asked.attempt_id),
    )
    minutes = max(1, int(asked.early_by.total_seconds() // 60))
    return Say("checkin-early-out-question", {"left": minutes}, buttons=buttons)


def _refused(reason: Reason, place: PlaceEvidence | None) -> Say:
    match reason:
        case Reason.OUTSIDE if place is not None:
            args: dict[str, Value] = {
                "distance": place.distance_m,
                "site": place.site,
                "limit": place.radius_m,
                "accuracy": place.accuracy_m,
                "bearing": place.bearing_deg,
            }
            return Say("checkin-refused-place", args, menu=Menu.CHECKIN)
        case Reason.FACE_DIFFERENT:
            return _refusal("face")
        case Reason.NOT_ENROLLED:
            return _refusal("not-enrolled")
        case Reason.PIN_MISSING:
            return Say("pin-usage")
        case Reason.NOT_WITNESSED:
            return _refusal("not-witnessed")
        case Reason.TRIES_EXHAUSTED | Reason.FACE_HELD:
            return Say("checkin-tries-exhausted", menu=Menu.MAIN)
        case _:
            return _refusal("early-out")


def _refusal(name: str) -> Say:
    return Say(f"checkin-refused-{name}")


def _odd(oddities: Oddities) -> str:
    return next(oddity.value for oddity in _TOLD_FIRST if oddity in oddities)
