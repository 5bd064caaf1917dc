"""Another account wants to take this one's place: its owner agrees, and shows the living face in a video."""

from typing import assert_never

from attendance.challenge.video import Film
from attendance.people.access.rebind_challenge import AgreeToRebind, AnswerRebind, LapseRebind
from attendance.people.access.rebinding import (
    NO_ACTION,
    YES_ACTION,
    RebindAsked,
    RebindByOperator,
    RebindDenied,
    RebindDone,
    RebindOutcome,
    RebindOver,
    RebindSettled,
    RebindStands,
    RebindTooEarly,
    RebindUnjudged,
)
from attendance.people.person import Person
from attendance.records.say import Button, Line, Menu, Say, Value
from bot.dialogues import challenge, general
from bot.dialogues.turn import Draft, Elapsed, Idle, Replacing, Turn
from bot.events import Document, Inbound, Oddity, Photo, Pressed, Video

ACTIONS = (YES_ACTION, NO_ACTION)


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=AgreeToRebind(event.row_id, yes=event.action == YES_ACTION))


def elapsed(draft: Draft, event: Elapsed) -> Turn:
    return Turn(draft, step=LapseRebind(event.subject_id))


def is_over(draft: Draft, event: Inbound) -> bool:
    """What is filmed or photographed later is a check-in again."""
    if not isinstance(event, Photo | Video | Document):
        return False
    return isinstance(draft, Replacing) and event.sent_at > draft.until


def expects(event: Photo | Video, person: Person) -> bool:
    """Whether it may be the answer, as far as can be told unseen."""
    return isinstance(event, Video) and person.enrolled and not event.oddities


def not_film(draft: Replacing, event: Photo | Document) -> Turn:
    """A picture shows nobody alive."""
    return Turn(draft) if Oddity.EDITED in event.oddities else Turn(draft, (Say("start-rebind-not-video"),))


def video(draft: Replacing, event: Video, person: Person) -> Turn:
    if Oddity.EDITED in event.oddities:
        return Turn(draft)
    if event.oddities:
        return Turn(draft, (Say("start-rebind-not-fresh"),))
    if not person.enrolled:
        # The face has been withdrawn since: the question is put once more, and finds so.
        return Turn(draft, step=AgreeToRebind(draft.rebinding_id, yes=True))
    if event.gone:
        return Turn(draft, (Say("challenge-refused-video-gone"),))
    if event.media_id is None:
        raise ValueError("a video was judged before it was fetched")
    film = Film(event.media_id, mirrored=event.round)
    return Turn(draft, step=AnswerRebind(draft.rebinding_id, film, event.sent_at))


def told(draft: Draft, outcome: RebindOutcome) -> Turn:
    match outcome:
        case RebindAsked(rebinding_id, until):
            closed = () if isinstance(draft, Replacing) else general.closing(draft)
            return Turn(Replacing(rebinding_id, until), (*closed, _asked(outcome)))
        case RebindTooEarly(drawn):
            return Turn(draft, (Say("start-rebind-too-early", challenge.actions(drawn)),))
        case RebindUnjudged(rebinding_id, until):
            return Turn(Replacing(rebinding_id, until), (unjudged(outcome),))
        case RebindStands(rebinding_id, until):
            mine = isinstance(draft, Replacing) and draft.rebinding_id == rebinding_id
            return Turn(Replacing(rebinding_id, until) if mine else draft)
        case RebindSettled():
            return Turn(draft)
        case _:
            return _ended(draft, outcome)


def _ended(draft: Draft, outcome: RebindDenied | RebindDone | RebindByOperator | RebindOver) -> Turn:
    """Another dialogue that is open meanwhile stays so."""
    left = Idle() if isinstance(draft, Replacing) else draft
    match outcome:
        case RebindDenied():
            return Turn(left, (Say("start-rebind-denied"),))
        case RebindDone():
            # Its last words are said where it is let go.
            return Turn(Idle())
        case RebindByOperator():
            return Turn(left, (Say("start-rebind-by-operator", menu=Menu.MAIN),))
        case RebindOver():
            return Turn(left, (Say("start-rebind-over", menu=Menu.MAIN),))
        case _:
            assert_never(outcome)


def unjudged(outcome: RebindUnjudged) -> Say:
    """Our own fault, with the way on and the way round it."""
    again = Button("start-rebind-button-again", YES_ACTION, outcome.rebinding_id)
    return Say("start-rebind-unjudged", buttons=(again,))


def _asked(outcome: RebindAsked) -> Say:
    """In neutral words, whatever was found in the video before."""
    args: dict[str, Value] = {"minutes": outcome.minutes, **challenge.actions(outcome.drawn)}
    key = "start-rebind-video"
    if outcome.why is not None:
        key, args = "start-rebind-again", {"why": Line(outcome.why), **args}
    return Say(key, args, starts_nonce=outcome.nonce_id, attachment=challenge.pictogram(outcome.drawn))
