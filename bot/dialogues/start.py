"""From a stranger to an employee: the one-time code, the privacy notice, its acknowledgement."""

import re
from typing import assert_never

from attendance.people.access.binding import Bind, BindByPhone, BindProblem, BindRefused
from attendance.people.access.invitation import ALPHABET, GROUP_LENGTH, GROUPS
from attendance.people.person import Person
from attendance.privacy.notice import Acknowledged, AlreadyAcknowledged, FaceRefused, NoticeOutcome, NoticeOutdated
from attendance.records.say import Menu, Say
from bot.dialogues import notice
from bot.dialogues.turn import Draft, Turn
from bot.events import Contact, Inbound, Photo, Text
from bot.steps import NoticeShown, ShowNotice, Welcomed

# What a deep link can carry at most (PLATFORMS.md A4).
LONGEST_CODE = 64
_GROUP = f"[{ALPHABET}]{{{GROUP_LENGTH}}}"
_CODE = re.compile("[ -]?".join([_GROUP] * GROUPS), re.IGNORECASE)

_REFUSED: dict[BindProblem, str] = {
    BindProblem.CODE_UNKNOWN: "start-code-unknown",
    BindProblem.CODE_EXPIRED: "start-code-expired",
    BindProblem.CODE_USED: "start-code-used",
    BindProblem.LOCKED: "start-code-locked",
    BindProblem.ALREADY_BOUND: "start-account-bound-to-other",
    BindProblem.EMPLOYEE_BOUND: "start-employee-bound-elsewhere",
    BindProblem.PHONE_UNKNOWN: "start-phone-unknown",
    BindProblem.PHONE_NOT_NEEDED: "start-already-bound",
}


def stranger(draft: Draft, event: Inbound) -> Turn:
    """Whoever is bound to nobody learns how to begin, and nothing else; media stay where they are."""
    match event:
        case Text() if code := code_in(event.text):
            return Turn(draft, step=Bind(code))
        case Contact(number, own=True):
            return Turn(draft, step=BindByPhone(number))
        case Contact():
            return Turn(draft, (Say("start-contact-not-own", menu=Menu.CONTACT),))
        case _:
            return Turn(draft, (Say("general-stranger", menu=Menu.CONTACT),))


def code_in(text: str) -> str | None:
    """Whatever follows /start, by a deep link or typed; without it only what is written as our codes are."""
    command, _, argument = text.strip().partition(" ")
    if command.partition("@")[0].lower() == "/start":
        return argument.strip()[:LONGEST_CODE] or None
    return text.strip() if _CODE.fullmatch(text.strip()) else None


def code_again(draft: Draft, code: str) -> Turn:
    """A code from an account that is bound: the use case knows whether it is the person's own or somebody else's."""
    return Turn(draft, step=Bind(code))


def notice_due(draft: Draft) -> Turn:
    """Before the first picture the notice is read; until then nothing else happens."""
    return Turn(draft, step=ShowNotice())


def told(draft: Draft, outcome: Welcomed | BindRefused | NoticeShown | NoticeOutcome, person: Person) -> Turn:
    match outcome:
        case Welcomed():
            return Turn(draft, _welcome(outcome))
        case BindRefused(reason):
            return Turn(draft, (Say(_REFUSED[reason]),))
        case NoticeShown(shown):
            return Turn(draft, (notice.own(shown),))
        case Acknowledged():
            return Turn(draft, (Say("start-notice-thanks"), ready(person)))
        case AlreadyAcknowledged() if person.by_number:
            # As if nobody had read it before.
            return Turn(draft, (Say("start-notice-thanks"), ready(person)))
        case AlreadyAcknowledged():
            return Turn(draft, (ready(person),))
        case NoticeOutdated(current):
            return Turn(draft, (notice.own(current),))
        case FaceRefused():
            return Turn(draft, (Say("start-face-refused"), Say("start-ready-without-face", menu=Menu.MAIN)))
        case _:
            assert_never(outcome)


def _welcome(outcome: Welcomed) -> tuple[Say, ...]:
    """Without a name: a code may have come into other hands, and until the face matches it is only somebody's word."""
    if outcome.again:
        return (Say("start-already-bound"),)
    welcome = "start-welcome-operator" if outcome.person.roles else "start-welcome"
    return Say(welcome), notice.own(outcome.notice)


def unverified(person: Person) -> Say:
    """Nothing on record is told before the face has matched from this account."""
    if person.enrolled and not person.by_number:
        return Say("start-unverified", menu=Menu.MAIN)
    return ready(person)


def learns_nothing(person: Person, event: Inbound) -> bool:
    """Whether the answer to a part of a check-in would tell a stranger that there is no face on record, and why."""
    return person.by_number and not (person.enrolled if isinstance(event, Photo) else person.checks_in)


def ready(person: Person) -> Say:
    """What one can do now: check in, or first have one's face enrolled.

    The same to all who have come by a number: whether somebody has a face on record is the former owner's affair.
    """
    if person.by_number:
        return Say("start-by-number", menu=Menu.MAIN)
    if person.without_face:
        return Say("start-ready-without-face", menu=Menu.MAIN)
    return Say("start-ready" if person.enrolled else "start-not-enrolled-yet", menu=Menu.MAIN)
