"""Another account wants to take this one's place: its owner agrees, and confirms by a selfie."""

from typing import assert_never

from attendance.people.access.rebinding import (
    NO_ACTION,
    YES_ACTION,
    AgreeToRebind,
    ConfirmRebind,
    RebindAgain,
    RebindAgreed,
    RebindDenied,
    RebindDone,
    RebindOutcome,
    RebindOver,
)
from attendance.records.say import Line, Menu, Say
from bot.dialogues import general
from bot.dialogues.turn import Draft, Idle, Replacing, Turn
from bot.events import Oddity, Photo, Pressed

ACTIONS = (YES_ACTION, NO_ACTION)


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=AgreeToRebind(event.row_id, yes=event.action == YES_ACTION))


def is_over(draft: Draft, event: Photo) -> bool:
    """A selfie that comes later is one of a check-in again."""
    return isinstance(draft, Replacing) and event.sent_at > draft.until


def photo(draft: Replacing, event: Photo) -> Turn:
    if Oddity.EDITED in event.oddities:
        return Turn(draft)
    if event.oddities:
        return Turn(draft, (Say("start-rebind-not-fresh"),))
    if event.gone:
        return Turn(draft, (Say("start-rebind-picture", {"advice": Line("image-truncated")}),))
    if event.media_id is None:
        raise ValueError("a selfie was judged before it was fetched")
    return Turn(draft, step=ConfirmRebind(draft.rebinding_id, event.media_id))


def told(draft: Draft, outcome: RebindOutcome) -> Turn:
    match outcome:
        case RebindAgreed(rebinding_id, until):
            return Turn(Replacing(rebinding_id, until), (*general.closing(draft), Say("start-rebind-selfie")))
        case RebindDenied():
            return Turn(draft, (Say("start-rebind-denied"),))
        case RebindDone():
            # Its last words are said where it is let go.
            return Turn(Idle())
        case RebindAgain(advice):
            again = Say("start-rebind-picture", {"advice": Line(advice)}) if advice else Say("start-rebind-no-match")
            return Turn(draft, (again,))
        case RebindOver():
            return Turn(Idle(), (Say("start-rebind-over", menu=Menu.MAIN),))
        case _:
            assert_never(outcome)
