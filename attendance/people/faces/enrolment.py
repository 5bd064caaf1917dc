"""Enrolling a face: an operator names an employee and sends pictures, at once or after an interruption.

A new enrolment supersedes the older one; see `templates` for which one counts. Before it counts its face is searched
among those of all other people: see `duplicates` for what happens to one that is found.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.employment import employment_of, scope_of
from attendance.people.faces.confirmation import put_before_confirmers
from attendance.people.faces.duplicates import put_before_others, record_findings, suspects
from attendance.people.faces.enrolment_cards import masked_nip_of
from attendance.people.faces.enrolment_outcomes import (
    Enrolled,
    EnrolmentBegun,
    EnrolmentHeld,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentWaits,
    NoticeToShow,
    PictureBad,
    PictureGood,
    RefusedBefore,
    SetDropped,
)
from attendance.people.faces.enrolment_progress import Progress, progress_of
from attendance.people.faces.enrolment_rights import id_of, own_refusal, photo_refusal, refusal, today_of
from attendance.people.faces.enrolment_rows import Confirmation, NewEnrolment, store_enrolment
from attendance.people.faces.enrolment_undo import present_enrolment
from attendance.people.faces.gallery import Gallery, Searched, one_at_a_time
from attendance.people.faces.informing import WitnessNotice, is_informed, notice_due, record_answer
from attendance.people.faces.known_faces import Alike
from attendance.people.faces.open_sets import drop_set, keep_set, kept_pictures, oldest
from attendance.people.faces.portraits import Darkroom, PictureFindings, Sitting, examine_portraits
from attendance.people.faces.second_person import confirmation_of
from attendance.people.nip import NipRefused, parse_nip
from attendance.people.person import Person
from attendance.people.tables import Employee, Enrolment, Nip
from attendance.privacy.notice import RefusedThoughEnrolled
from attendance.rules.book import RuleBook
from attendance.rules.kinds import DuplicateRule, EnrolmentRule
from attendance.rules.resolve import PersonScope
from attendance.vault.keyring import Keyring
from recognition import sface
from recognition.embedding import Embedding

#: With three templates and the best of three, no impostor and no miss among 123 probes at FAR 1e-4 (RECOGNITION 1).
FEWEST_PICTURES, MOST_PICTURES = 3, 5

#: Whose templates are searched for duplicates, whatever engine verifies: at a threshold that finds every second set of
#: the same person dlib takes thousands of strangers for one another (RECOGNITION 1).
SEARCHED = sface.NAME


@dataclass(frozen=True, slots=True)
class BeginEnrolment:
    """The step of /rekam; the NIP as it was typed.

    `anew`: without the pictures of a set that was interrupted. `wanted`: more pictures than the rule asks for, at most
    MOST_PICTURES.
    """

    nip: str
    anew: bool = False
    wanted: int | None = None


@dataclass(frozen=True, slots=True)
class BeginOwnEnrolment:
    """The step of /rekam_saya: somebody without a role photographs himself."""

    anew: bool = False


@dataclass(frozen=True, slots=True)
class JudgePicture:
    """The step of a picture; `kept` are the good ones before it."""

    employee_id: int
    media_id: int
    kept: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrol:
    """The step of the last picture: all of them in the order they were sent."""

    employee_id: int
    media_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DropSet:
    """The step of /batal: the pictures so far are not wanted any more."""

    employee_id: int


@dataclass(frozen=True)
class EnrolmentFindings:
    """What the pictures show, and where else the face was found; None where nothing was searched."""

    pictures: PictureFindings
    searched: Searched | None
    duplicates: DuplicateRule


async def begin_enrolment(
    session: AsyncSession, actor: Person, step: BeginEnrolment, book: RuleBook, now: datetime
) -> EnrolmentBegun | NoticeToShow | EnrolmentRefused:
    """Find the employee; an older NIP of theirs will do. Whoever has not read the notice in force is shown it first."""
    if not actor.may_anywhere(Action.ENROL):
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    today = today_of(actor, now)
    nip = await _known_nip(session, step.nip, today)
    if nip is None:
        return EnrolmentRefused(EnrolmentProblem.UNKNOWN_NIP)
    if (refused := await refusal(session, actor, nip.employee_id, today)) is not None:
        return refused
    due = await notice_due(session, nip.employee_id, book, today)
    return due or await _begun(session, actor, nip.employee_id, step, book, now)


async def begin_own_enrolment(
    session: AsyncSession, actor: Person, step: BeginOwnEnrolment, book: RuleBook, now: datetime
) -> EnrolmentBegun | EnrolmentRefused:
    """What comes of it waits for a human who looks at the pictures."""
    if (refused := await own_refusal(session, actor, book, now)) is not None:
        return refused
    employee_id = id_of(actor)
    if not await is_informed(session, employee_id, book, today_of(actor, now)):
        return EnrolmentRefused(EnrolmentProblem.NOT_INFORMED)
    return await _begun(session, actor, employee_id, BeginEnrolment("", step.anew), book, now)


async def witness_notice(
    session: AsyncSession, actor: Person, step: WitnessNotice, book: RuleBook, now: datetime
) -> EnrolmentBegun | NoticeToShow | RefusedBefore | RefusedThoughEnrolled | EnrolmentRefused:
    """The operator says what the employee answered to the notice."""
    today = today_of(actor, now)
    if (refused := await refusal(session, actor, step.employee_id, today)) is not None:
        return refused
    answered = await record_answer(session, id_of(actor), step, book, today, now)
    return answered or await _begun(session, actor, step.employee_id, BeginEnrolment(""), book, now)


async def _begun(
    session: AsyncSession, actor: Person, employee_id: int, step: BeginEnrolment, book: RuleBook, now: datetime
) -> EnrolmentBegun:
    today = today_of(actor, now)
    employee = await session.get_one(Employee, employee_id)
    employed = await employment_of(session, employee_id, today)
    scope = employed.scope if employed else PersonScope(employee_id)
    rule = book.get(EnrolmentRule, scope, today).value
    return EnrolmentBegun(
        employee_id,
        employee.name,
        employed.agency if employed else None,
        await masked_nip_of(session, employee_id),
        now,
        wanted=max(rule.pictures, step.wanted or 0),
        kept=await _taken_up(session, id_of(actor), employee_id, step, rule, now),
        present=await present_enrolment(session, employee_id, actor.timezone),
        own=employee_id == actor.employee_id,
    )


async def _taken_up(
    session: AsyncSession, operator_id: int, employee_id: int, step: BeginEnrolment, rule: EnrolmentRule, now: datetime
) -> tuple[int, ...]:
    """Fewer than make the set: the last one that is still to come is judged beside them."""
    if step.anew:
        await drop_set(session, operator_id, employee_id)
        return ()
    kept = await kept_pictures(session, operator_id, employee_id, oldest(now, rule.resume_hours))
    return kept[: max(rule.pictures, step.wanted or 0) - 1]


async def examine_picture(
    room: Darkroom, actor: Person, step: JudgePicture, engines: tuple[str, ...], book: RuleBook, now: datetime
) -> PictureFindings:
    """What `judge_picture` needs to know, without a transaction: by all `engines`, as templates are made of it."""
    sitting = Sitting(id_of(actor), step.employee_id, (*step.kept, step.media_id), today_of(actor, now))
    return await examine_portraits(room, sitting, _with_searched(engines), book)


async def judge_picture(
    session: AsyncSession, actor: Person, step: JudgePicture, findings: PictureFindings, book: RuleBook, now: datetime
) -> PictureGood | PictureBad | EnrolmentRefused:
    """Say whether the newest picture may stay beside the others; if so, it can be taken up after an interruption."""
    refused = await photo_refusal(session, actor, step.employee_id, book, now)
    if refused is not None:
        return refused
    if advice := findings.newest.refusal(findings.rules):
        return PictureBad(advice)
    await keep_set(session, id_of(actor), step.employee_id, (*step.kept, step.media_id), now)
    return PictureGood(step.media_id)


async def drop_pictures(session: AsyncSession, actor: Person, step: DropSet) -> SetDropped:
    """One's own set, whoever it is of; an account that was let go meanwhile has none."""
    if actor.employee_id is not None:
        await drop_set(session, actor.employee_id, step.employee_id)
    return SetDropped()


async def examine_enrolment(
    room: Darkroom,
    gallery: Gallery,
    actor: Person,
    step: Enrol,
    engines: tuple[str, ...],
    book: RuleBook,
    now: datetime,
) -> EnrolmentFindings:
    """What `enrol` needs to know, with templates of all `engines`. Raises what an engine raises that is down."""
    sitting = Sitting(id_of(actor), step.employee_id, step.media_ids, today_of(actor, now))
    pictures = await examine_portraits(room, sitting, _with_searched(engines), book)
    async with room.database.read() as session:
        rule = book.get(DuplicateRule, await scope_of(session, step.employee_id, sitting.on), sitting.on).value
    if rule.level == "off" or not _all_stay(pictures):
        return EnrolmentFindings(pictures, None, rule)
    searched = await gallery.search(_searched_for(pictures), step.employee_id, rule.suspect_at)
    return EnrolmentFindings(pictures, searched, rule)


async def enrol(
    session: AsyncSession,
    actor: Person,
    step: Enrol,
    findings: EnrolmentFindings,
    gallery: Gallery,
    keyring: Keyring,
    book: RuleBook,
    now: datetime,
) -> Enrolled | EnrolmentHeld | EnrolmentWaits | PictureBad | EnrolmentRefused:
    """Judge the last picture, store the templates of all, and hold them if the face is somebody else's too.

    Raises ValueError for too few or too many pictures.
    """
    pictures, today = findings.pictures, today_of(actor, now)
    _check_pictures(step, pictures)
    # Whoever refuses in the same moment does so before or after, never in between: what is asked below still holds.
    employee = await session.get_one(Employee, step.employee_id, with_for_update=True)
    if (refused := await photo_refusal(session, actor, step.employee_id, book, now)) is not None:
        return refused
    if not pictures.earlier_stay:
        await drop_set(session, id_of(actor), step.employee_id)
        return EnrolmentRefused(EnrolmentProblem.START_AGAIN)
    if advice := pictures.newest.refusal(pictures.rules):
        return PictureBad(advice)
    found = await _found_elsewhere(session, findings, gallery)
    suspected = bool(found) and findings.duplicates.level == "enforce"
    confirmation = await _confirmation(session, actor, employee, pictures, keyring, book, today)
    new = NewEnrolment(employee.id, id_of(actor), suspected, confirmation)
    enrolment = await store_enrolment(session, new, pictures, keyring, now)
    await drop_set(session, id_of(actor), employee.id)
    if findings.searched is not None:
        await record_findings(session, enrolment, found, findings.searched, now)
    deciders = await put_before_others(session, enrolment, book, now) if suspected else 0
    due = enrolment.confirmation == Confirmation.DUE
    confirmers = await put_before_confirmers(session, enrolment, book, now) if due else 0
    own = employee.id == actor.employee_id
    if suspected and not own:
        return EnrolmentHeld(enrolment.id, enrolment.version, employee.name, deciders)
    enrolled = await _counts(session, actor, enrolment, employee, pictures, today)
    if not enrolment.held:
        return enrolled
    # Whoever photographed himself hears nothing of a face that is known: it may be another's, and a human looks anyway.
    return EnrolmentWaits(enrolled, own, confirmers)


async def _confirmation(
    session: AsyncSession,
    actor: Person,
    employee: Employee,
    pictures: PictureFindings,
    keyring: Keyring,
    book: RuleBook,
    on: date,
) -> Confirmation:
    """Nobody counts by his own pictures alone."""
    if employee.id == actor.employee_id:
        return Confirmation.DUE
    rule = book.get(EnrolmentRule, await scope_of(session, employee.id, on), on).value
    return await confirmation_of(session, employee.id, _searched_for(pictures), (rule, pictures.rules.face), keyring)


def _searched_for(pictures: PictureFindings) -> list[Embedding]:
    return [embedding for portrait in pictures.portraits for embedding in portrait.of(SEARCHED)]


async def _counts(
    session: AsyncSession, actor: Person, enrolment: Enrolment, employee: Employee, pictures: PictureFindings, on: date
) -> Enrolled:
    return Enrolled(
        enrolment.id,
        enrolment.version,
        employee.name,
        await masked_nip_of(session, employee.id),
        len(pictures.portraits),
        alike=pictures.are_alike,
        progress=await _progress(session, actor, employee.id, on),
    )


async def _progress(session: AsyncSession, actor: Person, employee_id: int, on: date) -> Progress | None:
    employed = await employment_of(session, employee_id, on)
    if employed is None:
        return None
    return await progress_of(session, employed.agency_id, employed.agency, id_of(actor), on, actor.timezone)


def _with_searched(engines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*engines, SEARCHED)))


async def _known_nip(session: AsyncSession, typed: str, on: date) -> Nip | None:
    try:
        digits = parse_nip(typed, on)
    except NipRefused:
        return None
    return await session.scalar(select(Nip).where(Nip.nip == digits))


def _check_pictures(step: Enrol, findings: PictureFindings) -> None:
    if not FEWEST_PICTURES <= len(set(step.media_ids)) == len(step.media_ids) <= MOST_PICTURES:
        raise ValueError(f"an enrolment takes {FEWEST_PICTURES} to {MOST_PICTURES} different pictures")
    if tuple(portrait.media_id for portrait in findings.portraits) != step.media_ids:
        raise ValueError("the findings are not about these pictures")


def _all_stay(pictures: PictureFindings) -> bool:
    return pictures.earlier_stay and not pictures.newest.refusal(pictures.rules)


async def _found_elsewhere(session: AsyncSession, findings: EnrolmentFindings, gallery: Gallery) -> list[Alike]:
    if findings.searched is None:
        await one_at_a_time(session)
        return []
    others = await gallery.completed(session, findings.searched)
    return await suspects(session, others, findings.searched, findings.duplicates)
