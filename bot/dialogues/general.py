"""What always answers: help, language, cancelling, and whatever was not understood."""

from attendance.checkin.check_in import CancelAttempt
from attendance.checkin.outcomes import Cancelled
from attendance.people.faces.enrolment import DropSet
from attendance.people.language import LanguageSet, SetLanguage
from attendance.people.person import Person
from attendance.records.say import Button, Line, Menu, Say
from bot.dialogues.commands import offered
from bot.dialogues.turn import Draft, Enrolling, Idle, Replacing, Turn
from bot.events import Pressed

LANGUAGE_ACTION = "language"
# A button carries numbers only; these are the rows of /bahasa.
LANGUAGES = ("id", "en")


def menu_of(person: Person) -> Menu:
    """The keyboard of check-ins is for those who can check in."""
    return Menu.MAIN if person.is_bound and person.acknowledged else Menu.KEEP


def help_(draft: Draft, person: Person) -> Turn:
    lines = tuple(Line("general-help-line", {"command": c.shown, "what": Line(c.key)}) for c in offered(person))
    key = "general-help-without-face" if person.without_face and not person.by_number else "general-help"
    return Turn(draft, (Say(key, {"commands": lines}, menu=menu_of(person)),))


def unknown(draft: Draft, person: Person) -> Turn:
    """A command that does not exist, at least not for this person."""
    return not_understood(draft, "status", "help", menu_of(person))


def choose_language(draft: Draft) -> Turn:
    buttons = tuple(
        Button(f"general-language-button-{language}", LANGUAGE_ACTION, row) for row, language in enumerate(LANGUAGES)
    )
    return Turn(draft, (Say("general-language-choose", buttons=buttons),))


def language_pressed(draft: Draft, event: Pressed) -> Turn:
    if event.row_id >= len(LANGUAGES):
        return stale(draft)
    return Turn(draft, step=SetLanguage(LANGUAGES[event.row_id]))


def language_set(draft: Draft, person: Person, _: LanguageSet) -> Turn:
    return Turn(draft, (Say("general-language-changed", menu=menu_of(person)),))


def cancel(draft: Draft, person: Person) -> Turn:
    """The enrolment that is open, else the check-in, if there is one."""
    match draft:
        case Enrolling():
            cancelled = Say("general-cancelled", {"name": Line("general-dialogue-enrolment")})
            return Turn(Idle(), (cancelled,), DropSet(draft.employee_id))
        case Replacing():
            return Turn(Idle(), (Say("general-cancelled", {"name": Line("general-dialogue-rebind")}, menu=Menu.MAIN),))
        case Idle() if person.is_bound:
            return Turn(draft, step=CancelAttempt())
        case Idle():
            return Turn(draft, (Say("general-nothing-to-cancel"),))


def cancelled(draft: Draft, outcome: Cancelled) -> Turn:
    if not outcome.found:
        return Turn(draft, (Say("general-nothing-to-cancel", menu=Menu.MAIN),))
    return Turn(draft, (Say("general-cancelled", {"name": Line("general-dialogue-checkin")}, menu=Menu.MAIN),))


def not_understood(draft: Draft, first: str, second: str, menu: Menu = Menu.KEEP) -> Turn:
    """Any text that no dialogue knows is answered with the two things one can do now."""
    args = {"first": Line(f"general-can-{first}"), "second": Line(f"general-can-{second}")}
    return Turn(draft, (Say("general-not-understood", args, menu=menu),))


def stale(draft: Draft) -> Turn:
    return Turn(draft, (Say("general-stale-button"),))


def closing(draft: Draft) -> tuple[Say, ...]:
    """A new dialogue closes the old one with a sentence."""
    if isinstance(draft, Enrolling):
        return (Say("general-dialogue-closed", {"name": Line("general-dialogue-enrolment")}),)
    if isinstance(draft, Replacing):
        return (Say("general-dialogue-closed", {"name": Line("general-dialogue-rebind")}),)
    return ()
