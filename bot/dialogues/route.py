"""Which dialogue an event belongs to. `advance` is the one way into all of them, and pure."""

from dataclasses import replace

import texts.render
from attendance.checkin.today import History, OpenCheckIn, ShowHistory, ShowOpen, ShowToday, Today
from attendance.people.binding import BindRefused
from attendance.people.duplicates import DuplicateOutcome
from attendance.people.enrolment_outcomes import (
    EnrolmentOutcome,
)
from attendance.people.language import LanguageSet
from attendance.people.person import Person
from attendance.privacy.notice import NoticeOutcome
from attendance.records.say import Menu, Say
from attendance.time.schedule import Direction
from bot.dialogues import checkin, console, duplicates, enrolment, general, start, status
from bot.dialogues.turn import Draft, Elapsed, Enrolling, Event, Idle, Turn
from bot.events import (
    Contact,
    Document,
    Elsewhere,
    Inbound,
    Membership,
    Oddity,
    Photo,
    Position,
    Pressed,
    Text,
    Unsupported,
    Video,
)
from bot.steps import ConsoleOpened, NotAllowed, NoticeShown, Outcome, Welcomed

# What the keyboard says and what one may type instead.
_BUTTONS = {
    "menu-button-in": "/masuk",
    "menu-button-out": "/pulang",
    "menu-button-history": "/riwayat",
}


def advance(draft: Draft, event: Event, person: Person, answering: object = None) -> Turn:
    """One event in; the new draft, what is said, and at most one step out.

    When the step has run, `advance` is called once more with its outcome; `answering` is then the event it answers.
    """
    match event:
        case Elapsed() if not person.is_bound:
            # The account was released meanwhile: what it began is carried on from the employee's next one.
            return Turn(draft)
        case Elapsed():
            return checkin.elapsed(draft, event)
        case Elsewhere() | Membership():
            return Turn(draft)
        case Text() | Photo() | Video() | Document() | Position() | Pressed() | Contact() | Unsupported():
            if enrolment.left_behind(draft, event):
                turn = _said(Idle(), event, person)
                return replace(turn, says=(*general.closing(draft), *turn.says))
            return _said(draft, event, person)
        case _:
            return _done(draft, event, person, answering)


def expects_picture(draft: Draft, event: Inbound, person: Person) -> bool:
    """Whether this picture is to be fetched: never a stranger's, never one that will be refused unseen."""
    if not isinstance(event, Photo) or not (person.is_bound and person.acknowledged):
        return False
    if isinstance(draft, Enrolling) and not enrolment.left_behind(draft, event):
        return enrolment.taken_here(event)
    return person.enrolled and not event.oddities


def _said(draft: Draft, event: Inbound, person: Person) -> Turn:
    """Commands answer always; everything else waits for the code, then for the notice."""
    command, argument = command_in(event)
    if command in _ANYBODY:
        return _anybody(draft, command, person)
    if isinstance(event, Pressed) and event.action == general.LANGUAGE_ACTION:
        return general.language_pressed(draft, event)
    if not person.is_bound:
        return start.stranger(draft, event)
    if isinstance(event, Pressed) and event.action == start.NOTICE_ACTION:
        return start.notice_pressed(draft, event)
    if isinstance(event, Text) and (code := start.code_in(event.text)) and command in ("", "/start"):
        return start.code_again(draft, code)
    if not person.acknowledged:
        return start.notice_due(draft)
    if command and isinstance(event, Text):
        return _command(draft, command, argument, event, person)
    return _message(draft, event, person)


_ANYBODY = ("/bantuan", "/help", "/batal", "/cancel", "/bahasa", "/language")


def _anybody(draft: Draft, command: str, person: Person) -> Turn:
    match command:
        case "/bantuan" | "/help":
            return general.help_(draft, person)
        case "/batal" | "/cancel":
            return general.cancel(draft, person)
        case _:
            return general.choose_language(draft)


def _command(draft: Draft, command: str, argument: str, event: Text, person: Person) -> Turn:
    match command:
        case "/masuk":
            return checkin.asked_for(draft, Direction.IN, event.sent_at)
        case "/pulang":
            return checkin.asked_for(draft, Direction.OUT, event.sent_at)
        case "/riwayat":
            return Turn(draft, step=ShowHistory())
        case "/status":
            return Turn(draft, step=ShowToday())
        case "/start":
            return Turn(draft, (start.ready(person),))
        case "/rekam":
            return enrolment.asked_for(draft, person, argument)
        case "/ganda":
            return duplicates.asked_for(draft, person)
        case "/konsol":
            return console.asked_for(draft)
        case _:
            return general.not_understood(draft, "status", "help", general.menu_of(person))


def _message(draft: Draft, event: Inbound, person: Person) -> Turn:
    match event:
        case Photo() if isinstance(draft, Enrolling):
            return enrolment.photo(draft, event)
        case Photo():
            return checkin.photo(draft, event, person)
        case Position():
            return checkin.position(draft, event, person)
        case Document():
            return checkin.document(draft, event)
        case Pressed():
            return _pressed(draft, event)
        case Text():
            return _not_understood(draft, person)
        case Unsupported(Oddity.STORY.value):
            return checkin.story(draft)
        case _:
            return Turn(draft, (Say("general-unsupported", menu=Menu.MAIN),))


def _pressed(draft: Draft, event: Pressed) -> Turn:
    match event.action:
        case checkin.EARLY_YES | checkin.EARLY_NO:
            return checkin.early_out_pressed(draft, event)
        case enrolment.UNDO_ACTION:
            return enrolment.undo_pressed(draft, event)
        case action if action in duplicates.REASONS:
            return duplicates.pressed(draft, event)
        case _:
            return general.stale(draft)


def _not_understood(draft: Draft, person: Person) -> Turn:
    if isinstance(draft, Enrolling):
        return general.not_understood(draft, "send-photo", "cancel")
    if person.enrolled:
        return Turn(draft, step=ShowOpen())
    return general.not_understood(draft, "status", "help", Menu.MAIN)


def _done(draft: Draft, outcome: Outcome, person: Person, answering: object) -> Turn:
    match outcome:
        case Welcomed():
            return start.welcomed(draft, outcome)
        case BindRefused():
            return start.bind_refused(draft, outcome)
        case NoticeShown():
            return start.shown(draft, outcome)
        case Today():
            return status.today(draft, person, outcome)
        case History():
            return status.history(draft, outcome)
        case OpenCheckIn():
            return checkin.not_understood(draft, outcome)
        case LanguageSet():
            return general.language_set(draft, person, outcome)
        case ConsoleOpened() | NotAllowed():
            return console.opened(draft, outcome)
        case _ if isinstance(outcome, EnrolmentOutcome):
            return enrolment.told(draft, outcome, answering)
        case _ if isinstance(outcome, DuplicateOutcome):
            return duplicates.told(draft, outcome, person)
        case _ if isinstance(outcome, NoticeOutcome):
            return start.acknowledged(draft, person, outcome)
        case _:
            return checkin.told(draft, outcome, answering)


def command_in(event: Inbound) -> tuple[str, str]:
    """A slash command or a pressed key as (command, argument); two empty strings for anything else."""
    if not isinstance(event, Text):
        return "", ""
    key = texts.render.recognised(event.text, _BUTTONS)
    if key is not None:
        return _BUTTONS[key], ""
    if not event.text.startswith("/"):
        return "", ""
    word, _, argument = event.text.partition(" ")
    # In groups Telegram writes /status@the_bot; some apps do so in private chats too.
    return word.partition("@")[0].lower(), argument.strip()
