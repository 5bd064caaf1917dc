"""Which dialogue an event belongs to. `advance` is the one way into all of them, and pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from attendance.checkin.reporting import ReportOutcome
from attendance.checkin.today import History, OpenCheckIn, ShowHistory, ShowOpen, ShowToday, Today
from attendance.checkin.vouching import Call, Testified, WitnessRefused
from attendance.people.access.accounts import AccountOutcome
from attendance.people.access.binding import BindRefused
from attendance.people.access.granting import RoleOutcome
from attendance.people.access.pin import PinForgotten, PinRefused, PinSet
from attendance.people.access.rebinding import RebindOutcome
from attendance.people.faces.confirmation import ConfirmationOutcome
from attendance.people.faces.duplicates import DuplicateOutcome
from attendance.people.faces.enrolment_outcomes import EnrolmentOutcome
from attendance.people.language import LanguageSet
from attendance.people.person import Person
from attendance.privacy.notice import NoticeOutcome
from attendance.privacy.own_data import OwnDataOutcome
from attendance.privacy.withdrawal import WithdrawalOutcome
from attendance.records.deadline import DeadlineKind
from attendance.records.say import Menu, Say
from attendance.reports.campaign import CampaignOutcome
from attendance.review.suspicions import SuspicionOutcome
from attendance.time.schedule import Direction
from bot.dialogues import (
    accounts,
    campaign,
    challenge,
    checkin,
    commands,
    confirmation,
    console,
    doubt,
    duplicates,
    enrolment,
    general,
    notice,
    privacy,
    rebinding,
    roles,
    start,
    status,
    suspicions,
    witness,
)
from bot.dialogues.commands import Asked, Name, Standing
from bot.dialogues.presses import PRESSES
from bot.dialogues.turn import Draft, Elapsed, Enrolling, Event, Idle, Replacing, Turn
from bot.events import (
    Contact,
    Document,
    Elsewhere,
    Inbound,
    Membership,
    Photo,
    Position,
    Pressed,
    Text,
    Unsupported,
    Video,
)
from bot.steps import ConsoleOpened, NotAllowed, NoticeShown, Outcome, Welcomed


def advance(draft: Draft, event: Event, person: Person, answering: object = None) -> Turn:
    """One event in; the new draft, what is said, and at most one step out.

    When the step has run, `advance` is called once more with its outcome; `answering` is then the event it answers.
    """
    if person.suspended:
        return _suspended(draft, event)
    match event:
        case Elapsed() if not person.is_bound:
            # The account was let go meanwhile, and what it had begun was settled then.
            return Turn(draft)
        case Elapsed():
            return _elapsed(draft, event)
        case Elsewhere() | Membership():
            return Turn(draft)
        case Text() | Photo() | Video() | Document() | Position() | Pressed() | Contact() | Unsupported():
            if enrolment.left_behind(draft, event) or rebinding.is_over(draft, event):
                turn = _said(Idle(), event, person)
                return replace(turn, says=(*general.closing(draft), *turn.says))
            return _said(draft, event, person)
        case _:
            return _done(draft, event, person, answering)


def _suspended(draft: Draft, event: Event) -> Turn:
    """Whoever holds a lost phone learns nothing; what its owner had begun goes on without a word."""
    match event:
        case Elapsed():
            return _elapsed(draft, event)
        case Text() | Photo() | Video() | Document() | Position() | Pressed() | Contact() | Unsupported():
            return Turn(draft, (Say("start-suspended", menu=Menu.NONE),))
        case _:
            return Turn(draft)


def _elapsed(draft: Draft, event: Elapsed) -> Turn:
    return rebinding.elapsed(draft, event) if event.what is DeadlineKind.REBIND else checkin.elapsed(draft, event)


def expects_picture(draft: Draft, event: Inbound, person: Person) -> bool:
    """Whether this picture or round video is to be fetched: never a stranger's, never one that is refused unseen."""
    if not isinstance(event, Photo | Video) or person.suspended or not (person.is_bound and person.acknowledged):
        return False
    if isinstance(draft, Enrolling) and not enrolment.left_behind(draft, event):
        return enrolment.taken_here(event) and (isinstance(event, Photo) or event.round)
    if isinstance(draft, Replacing) and not rebinding.is_over(draft, event):
        return rebinding.expects(event, person)
    if person.awaits is not None:
        return person.enrolled and challenge.takes(event, person)
    return isinstance(event, Photo) and person.enrolled and not event.oddities


def _said(draft: Draft, event: Inbound, person: Person) -> Turn:
    """What strangers may ask is answered always; everything else waits for the code, then for the notice."""
    asked = commands.asked_in(event)
    if asked is not None and asked.command is not None and asked.command.standing is Standing.STRANGER:
        return _command(draft, asked, event, person)
    if isinstance(event, Pressed) and event.action == general.LANGUAGE_ACTION:
        return general.language_pressed(draft, event)
    if not person.is_bound:
        return start.stranger(draft, event)
    if isinstance(event, Pressed) and event.action in (notice.ACCEPT, notice.REFUSE):
        if event.action == notice.REFUSE and not person.trusted:
            # Whoever has come by a number must not end the face of its former owner.
            return Turn(draft, (Say("start-refusal-unverified"),))
        return notice.pressed(draft, event)
    if isinstance(event, Text) and _may_be_code(asked) and (code := start.code_in(event.text)):
        return start.code_again(draft, code)
    if not person.acknowledged:
        return start.notice_due(draft)
    if asked is not None:
        return _command(draft, asked, event, person)
    return _message(draft, event, person)


def _may_be_code(asked: Asked | None) -> bool:
    return asked is None or (asked.command is not None and asked.command.name is Name.START)


def _command(draft: Draft, asked: Asked, event: Inbound, person: Person) -> Turn:
    """One that the person may not use is answered as one that does not exist."""
    command = asked.command
    if command is None or not isinstance(event, Text) or not command.is_for(person):
        return general.unknown(draft, person)
    begins = command.name in (Name.MASUK, Name.PULANG)
    if command.waits_for(person) or (begins and start.learns_nothing(person, event)):
        return Turn(draft, (start.unverified(person),))
    return _ANSWERS[command.name](draft, asked.argument, event, person)


_ANSWERS: Mapping[Name, Callable[[Draft, str, Text, Person], Turn]] = {
    Name.MASUK: lambda draft, _, event, __: checkin.asked_for(draft, Direction.IN, event.sent_at),
    Name.PULANG: lambda draft, _, event, __: checkin.asked_for(draft, Direction.OUT, event.sent_at),
    Name.RIWAYAT: lambda draft, *_: Turn(draft, step=ShowHistory()),
    Name.STATUS: lambda draft, *_: Turn(draft, step=ShowToday()),
    Name.REKAM: lambda draft, argument, *_: enrolment.asked_for(draft, argument),
    Name.REKAM_SAYA: lambda draft, argument, *_: enrolment.own_asked_for(draft, argument),
    Name.KONFIRMASI: lambda draft, *_: confirmation.asked_for(draft),
    Name.GANDA: lambda draft, *_: duplicates.asked_for(draft),
    Name.CURIGA: lambda draft, *_: suspicions.asked_for(draft),
    Name.KAMPANYE: lambda draft, *_: campaign.asked_for(draft),
    Name.KONSOL: lambda draft, *_: console.asked_for(draft),
    Name.PERAN: lambda draft, argument, *_: roles.asked_for(draft, argument),
    Name.PERIKSA: lambda draft, argument, *_: doubt.asked_for(draft, argument),
    Name.PIN: lambda draft, argument, *_: witness.pin_chosen(draft, argument),
    Name.LUPA_PIN: lambda draft, argument, *_: witness.pin_forgotten(draft, argument),
    Name.SAKSI: lambda draft, argument, *_: witness.asked_for(draft, argument),
    Name.TANGGUHKAN: lambda draft, argument, *_: accounts.suspension_asked_for(draft, argument),
    Name.LEPAS: lambda draft, argument, *_: accounts.release_asked_for(draft, argument),
    Name.DATA_SAYA: lambda draft, *_: privacy.own_data_asked_for(draft),
    Name.TARIK_PERSETUJUAN: lambda draft, argument, *_: privacy.asked_for(draft, argument),
    Name.BATAL: lambda draft, _, __, person: general.cancel(draft, person),
    Name.BAHASA: lambda draft, *_: general.choose_language(draft),
    Name.BANTUAN: lambda draft, _, __, person: general.help_(draft, person),
    Name.START: lambda draft, _, __, person: Turn(draft, (start.ready(person),)),
}


def _message(draft: Draft, event: Inbound, person: Person) -> Turn:
    match event:
        case Photo() | Position() if start.learns_nothing(person, event):
            return Turn(draft, (start.unverified(person),))
        case Photo() | Video() if isinstance(draft, Enrolling):
            return _of_enrolment(draft, event)
        case Photo() | Video() | Document() if isinstance(draft, Replacing):
            return _of_rebinding(draft, event, person)
        case Photo():
            return checkin.photo(draft, event, person)
        case Position():
            return checkin.position(draft, event, person)
        case Video():
            return checkin.video(draft, event, person)
        case Document():
            return checkin.document(draft, event, person)
        case Pressed():
            return _pressed(draft, event, person)
        case Text() if witness.is_pin(event, person) and not isinstance(draft, Enrolling):
            return checkin.pin(draft, event)
        case Text():
            return _not_understood(draft, person)
        case Unsupported("story"):
            return checkin.story(draft, event, person)
        case _:
            return Turn(draft, (Say("general-unsupported", menu=Menu.MAIN),))


def _of_enrolment(draft: Enrolling, event: Photo | Video) -> Turn:
    return enrolment.photo(draft, event) if isinstance(event, Photo) else enrolment.video(draft, event)


def _of_rebinding(draft: Replacing, event: Photo | Video | Document, person: Person) -> Turn:
    return rebinding.video(draft, event, person) if isinstance(event, Video) else rebinding.not_film(draft, event)


def _pressed(draft: Draft, event: Pressed, person: Person) -> Turn:
    press = PRESSES.get(event.action)
    return press.answer(draft, event) if press is not None and press.is_for(person) else general.stale(draft)


def _not_understood(draft: Draft, person: Person) -> Turn:
    if isinstance(draft, Enrolling):
        return general.not_understood(draft, "send-photo", "cancel")
    if isinstance(draft, Replacing):
        return general.not_understood(draft, "send-video", "cancel")
    if person.checks_in or person.by_number:
        return Turn(draft, step=ShowOpen())
    return general.not_understood(draft, "status", "help", Menu.MAIN)


def _rights(draft: Draft, outcome: NoticeOutcome | WithdrawalOutcome | OwnDataOutcome, person: Person) -> Turn:
    if isinstance(outcome, OwnDataOutcome):
        return privacy.own_data_told(draft, outcome)
    if isinstance(outcome, WithdrawalOutcome):
        return privacy.told(draft, outcome, person)
    return start.told(draft, outcome, person)


def _done(draft: Draft, outcome: Outcome, person: Person, answering: object) -> Turn:
    match outcome:
        case Welcomed() | BindRefused() | NoticeShown():
            return start.told(draft, outcome, person)
        case Today() | History():
            return status.told(draft, outcome, person)
        case OpenCheckIn():
            return checkin.not_understood(draft, outcome)
        case LanguageSet():
            return general.language_set(draft, person, outcome)
        case ConsoleOpened():
            return console.opened(draft, outcome)
        case NotAllowed():
            return general.unknown(draft, person)
        case _ if isinstance(outcome, EnrolmentOutcome):
            return enrolment.told(draft, outcome, answering)
        case _ if isinstance(outcome, AccountOutcome | RebindOutcome | RoleOutcome | ReportOutcome):
            return _access(draft, outcome, person)
        case _ if isinstance(outcome, ConfirmationOutcome | DuplicateOutcome | CampaignOutcome | SuspicionOutcome):
            return _looked_at(draft, outcome, person)
        case _ if isinstance(outcome, NoticeOutcome | WithdrawalOutcome | OwnDataOutcome):
            return _rights(draft, outcome, person)
        case Call() | Testified() | WitnessRefused() | PinSet() | PinRefused() | PinForgotten():
            return witness.told(draft, outcome)
        case _:
            return checkin.told(draft, outcome, answering)


def _access(
    draft: Draft, outcome: AccountOutcome | RebindOutcome | RoleOutcome | ReportOutcome, person: Person
) -> Turn:
    """Who may do what from which account, and who is to be looked at more closely."""
    if isinstance(outcome, ReportOutcome):
        return doubt.told(draft, outcome, person)
    if isinstance(outcome, AccountOutcome):
        return accounts.told(draft, outcome, person)
    if isinstance(outcome, RebindOutcome):
        return rebinding.told(draft, outcome)
    return roles.told(draft, outcome, person)


def _looked_at(
    draft: Draft, outcome: ConfirmationOutcome | DuplicateOutcome | CampaignOutcome | SuspicionOutcome, person: Person
) -> Turn:
    """What takes a second person, or a look from above."""
    if isinstance(outcome, SuspicionOutcome):
        return suspicions.told(draft, outcome)
    if isinstance(outcome, CampaignOutcome):
        return campaign.told(draft, outcome, person)
    if isinstance(outcome, DuplicateOutcome):
        return duplicates.told(draft, outcome, person)
    return confirmation.told(draft, outcome, person)
