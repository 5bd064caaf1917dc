"""The challenge of a check-in, in words: what is asked, what was wrong with an answer, and what is still to be sent."""

from collections.abc import Mapping
from typing import assert_never

from attendance.challenge.drawing import PHOTO, Awaited, Drawn
from attendance.challenge.life import AnswerProblem
from attendance.checkin.attempt import AttemptOpened, Missing, Part
from attendance.checkin.challenges import ChallengeAsked
from attendance.checkin.outcomes import AnswerAgain, AnswerRefused
from attendance.checkin.posing import JudgePose, JudgeVideo
from attendance.people.person import Person
from attendance.records.say import Attachment, Line, Menu, Say, Value
from bot.dialogues.turn import Draft, Turn
from bot.events import Document, Oddities, Oddity, Photo, Video
from recognition.challenge.actions import Action

PICTOGRAM = "pictogram"
"""What makes the drawing of a challenge, of its actions by their place among all."""

_ALBUM: Oddities = frozenset({Oddity.ALBUM})

_NEEDS: Mapping[Part, str] = {
    "selfie": "challenge-needs-photos",
    "posed": "challenge-needs-posed",
    "video": "challenge-needs-video",
}
_AGAIN: Mapping[Part, str] = {
    "selfie": "challenge-again-photos",
    "posed": "challenge-again-posed",
    "video": "challenge-again-video",
}


def takes(event: Photo | Video, person: Person) -> bool:
    """Whether it may be an answer, as far as can be told unseen; both pictures may come as one album."""
    if isinstance(event, Video):
        return person.awaits is Awaited.VIDEO and not event.oddities
    return person.awaits in (Awaited.NEUTRAL, Awaited.POSED) and event.oddities <= _ALBUM


def posed(draft: Draft, event: Photo) -> Turn:
    """The second picture."""
    if event.gone:
        return Turn(draft, (Say("checkin-ask-selfie-again", {"advice": Line("image-truncated")}),))
    if event.media_id is None:
        raise ValueError("an answer was judged before it was fetched")
    return Turn(draft, step=JudgePose(event.media_id, event.sent_at))


def video(draft: Draft, event: Video) -> Turn:
    if event.gone:
        return Turn(draft, (Say("challenge-refused-video-gone"),))
    if event.media_id is None:
        raise ValueError("an answer was judged before it was fetched")
    return Turn(draft, step=JudgeVideo(event.media_id, event.sent_at, mirrored=event.round))


def other_kind(draft: Draft, event: Photo | Video | Document, person: Person) -> Turn | None:
    """A picture where the video is due, or the other way round; None where neither is."""
    if person.awaits is None:
        return None
    if person.awaits is Awaited.VIDEO:
        return None if isinstance(event, Video) else Turn(draft, (Say("challenge-refused-not-video"),))
    return Turn(draft, (Say("challenge-refused-not-photo"),)) if isinstance(event, Video) else None


def prompt(opened: AttemptOpened, drawn: Drawn) -> Say:
    """The one message of a press: what to send, how, and what for."""
    args: dict[str, Value] = {"direction": opened.direction.value, "minutes": opened.minutes, **actions(drawn)}
    key = "challenge-prompt-photos" if drawn.level == PHOTO else "challenge-prompt-video"
    return Say(key, args, menu=Menu.CHECKIN, starts_nonce=opened.nonce_id, attachment=pictogram(drawn))


def told(outcome: ChallengeAsked | AnswerAgain | AnswerRefused) -> Say:
    """What came of an answer, or what is asked beyond the prompt."""
    match outcome:
        case ChallengeAsked():
            return _asked(outcome)
        case AnswerAgain():
            return _again(outcome)
        case AnswerRefused():
            return _refused(outcome)
        case _:
            assert_never(outcome)


def _asked(outcome: ChallengeAsked) -> Say:
    """A challenge beyond the prompt, or the same question once more: in neutral words, whatever led to it."""
    drawn = outcome.drawn
    position = Line("challenge-then-location") if outcome.position_due else Line("challenge-time-kept")
    key = "challenge-step-photos" if drawn.level == PHOTO else "challenge-step-video"
    args: dict[str, Value] = {"minutes": outcome.minutes, "rest": position, **actions(drawn)}
    if outcome.why is not None:
        key, args = "challenge-after", {"why": Line(outcome.why), "challenge": Line(key, args)}
    return Say(key, args, menu=Menu.CHECKIN, starts_nonce=outcome.nonce_id, attachment=pictogram(drawn))


def missing(outcome: Missing, drawn: Drawn) -> Say:
    return Say(_NEEDS[outcome.part], {"at": outcome.at, **actions(drawn)}, menu=Menu.CHECKIN)


def _again(outcome: AnswerAgain) -> Say:
    return Say(_AGAIN[outcome.part], {"advice": Line(outcome.advice), **actions(outcome.drawn)}, menu=Menu.CHECKIN)


def _refused(outcome: AnswerRefused) -> Say:
    match outcome:
        case AnswerRefused(AnswerProblem.BEFORE_ASKED, drawn=Drawn() as drawn):
            kind = "photos" if drawn.level == PHOTO else "video"
            return Say(f"challenge-refused-before-{kind}", actions(drawn), menu=Menu.CHECKIN)
        case AnswerRefused(AnswerProblem.TOO_LATE, minutes):
            return Say("challenge-refused-too-late", {"minutes": minutes}, menu=Menu.MAIN)
        case _:
            return Say("challenge-refused-answered-before", menu=Menu.CHECKIN)


def pictogram(drawn: Drawn) -> Attachment:
    every = list(Action)
    return Attachment(PICTOGRAM, tuple(every.index(action) for action in drawn.actions))


def actions(drawn: Drawn) -> dict[str, Value]:
    """One after the other, as a single text."""
    *before, last = (Line(f"challenge-action-{action.value}") for action in drawn.actions)
    told = last
    for line in reversed(before):
        told = Line("challenge-then", {"first": line, "next": told})
    return {"action": told}
