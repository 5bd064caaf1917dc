"""/curiga: check-ins that together should be looked at, and each of these clusters opened with its evidence.

The words are neutral: it says what was seen, never what somebody did. What a machine measured is told
here only, to whoever weighs it.
"""

from typing import assert_never

from attendance.records.say import Attachment, Button, Line, Say, Value
from attendance.review.clusters import Sign
from attendance.review.suspicions import (
    OpenSuspicion,
    Piece,
    ShowSuspicions,
    SuspicionCard,
    SuspicionGone,
    SuspicionOpened,
    SuspicionOutcome,
    Suspicions,
)
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed

OPEN_CHECK_IN, OPEN_ODD_PART = "look-check-in", "look-odd-part"
ACTIONS = (OPEN_CHECK_IN, OPEN_ODD_PART)

#: The attachment's maker: pictures side by side, numbered in the order in which they are named.
EVIDENCE = "evidence-sheet"


def asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=ShowSuspicions())


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=OpenSuspicion(event.row_id, odd=event.action == OPEN_ODD_PART))


def told(draft: Draft, outcome: SuspicionOutcome) -> Turn:
    return Turn(draft, _says(outcome))


def _says(outcome: SuspicionOutcome) -> tuple[Say, ...]:
    match outcome:
        case Suspicions():
            return (_list(outcome),)
        case SuspicionOpened():
            return _opened(outcome)
        case SuspicionGone():
            return (Say("suspicion-gone"),)
        case _:
            assert_never(outcome)


def _list(outcome: Suspicions) -> Say:
    if not outcome.shown:
        return Say("suspicion-none", {"window": outcome.days})
    lines = tuple(Line("suspicion-line", _args(card) | {"number": number}) for number, card in _numbered(outcome))
    buttons = tuple(
        Button("suspicion-open", OPEN_ODD_PART if card.odd else OPEN_CHECK_IN, card.row_id, args={"number": number})
        for number, card in _numbered(outcome)
    )
    return Say("suspicion-list", {"window": outcome.days, "lines": lines, "more": outcome.more}, buttons=buttons)


def _numbered(outcome: Suspicions) -> list[tuple[int, SuspicionCard]]:
    return list(enumerate(outcome.shown, 1))


def _args(card: SuspicionCard) -> dict[str, Value]:
    seen = [Line(f"suspicion-seen-{sign.value}", {"count": card.signs[sign]}) for sign in Sign if card.signs.get(sign)]
    if card.same_scene is not None:
        seen.append(Line("suspicion-seen-scene" if card.same_scene else "suspicion-seen-other-scenes"))
    return {
        "people": card.people,
        "traces": card.traces,
        "since": card.since,
        "minutes": card.minutes,
        "sites": ", ".join(card.sites) or None,
        "seen": tuple(seen),
    }


def _opened(outcome: SuspicionOpened) -> tuple[Say, ...]:
    pieces = tuple(Line("suspicion-piece", _piece(piece)) for piece in outcome.pieces)
    rest = outcome.card.traces - len(outcome.pieces)
    told = Say("suspicion-opened", _args(outcome.card) | {"pieces": pieces, "others": rest})
    if not outcome.media_ids:
        return (told,)
    sheet = Say(
        "suspicion-pictures", {"count": len(outcome.media_ids)}, attachment=Attachment(EVIDENCE, outcome.media_ids)
    )
    return (told, sheet)


def _piece(piece: Piece) -> dict[str, Value]:
    percent = None if piece.live_score is None else round(100 * piece.live_score)
    measured: dict[str, Value] = {"live": percent, "bits": piece.bits}
    words = [Line(f"suspicion-sign-{sign.value}", measured) for sign in piece.signs if sign is not Sign.ODD_WAY]
    words += [Line(f"suspicion-way-{way}") for way in piece.ways]
    if piece.first_by is not None:
        words.append(Line("suspicion-first", {"name": piece.first_by, "at": piece.first_at}))
    if piece.same_scene:
        words.append(Line("suspicion-sign-scene"))
    return {
        "name": piece.name,
        "nip": piece.nip,
        "at": piece.at,
        "site": piece.site,
        "pictures": ", ".join(map(str, piece.pictures)) or None,
        "words": tuple(words),
    }
