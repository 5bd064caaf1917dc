"""Enrolling a face: an operator names an employee, sends pictures, and may take it back.

A new enrolment supersedes the older one; see `templates` for which one counts. Before it counts its face is searched
among those of all other people: see `duplicates` for what happens to one that is found.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.duplicates import put_before_others, record_findings, suspects
from attendance.people.employment import scope_of
from attendance.people.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentBegun,
    EnrolmentHeld,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
    NoticeToShow,
    PictureBad,
    PictureGood,
    RefusedBefore,
)
from attendance.people.enrolment_rows import (
    NewEnrolment,
    end_enrolment,
    newest_enrolment,
    picture_count,
    store_enrolment,
)
from attendance.people.gallery import Gallery, Searched, one_at_a_time
from attendance.people.informing import WitnessNotice, begun_or_notice, is_informed, record_answer
from attendance.people.known_faces import Alike
from attendance.people.nip import NipRefused, parse_nip
from attendance.people.person import Person
from attendance.people.portraits import Darkroom, PictureFindings, Sitting, examine_portraits
from attendance.people.roles import Action
from attendance.people.tables import Employee, Enrolment, Nip
from attendance.rules.book import RuleBook
from attendance.rules.kinds import DuplicateRule
from attendance.time.schedule import work_date_of
from attendance.vault.keyring import Keyring
from recognition import sface

#: With three templates and the best of three, no impostor and no miss among 123 probes at FAR 1e-4 (RECOGNITION 1).
FEWEST_PICTURES, MOST_PICTURES = 3, 5

#: Whose templates are searched for duplicates, whatever engine verifies: at a threshold that finds every second set of
#: the same person dlib takes thousands of strangers for one another (RECOGNITION 1).
SEARCHED = sface.NAME


@dataclass(frozen=True, slots=True)
class BeginEnrolment:
    """The step of /rekam; the NIP as it was typed."""

    nip: str


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
class UndoEnrolment:
    """The step of the button under an enrolment, drawn for that version of it."""

    enrolment_id: int
    version: int


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
    today = _today(actor, now)
    nip = await _known_nip(session, step.nip, today)
    if nip is None:
        return EnrolmentRefused(EnrolmentProblem.UNKNOWN_NIP)
    if (refused := await _refused(session, actor, nip.employee_id, today)) is not None:
        return refused
    return await begun_or_notice(session, nip.employee_id, book, today, now)


async def witness_notice(
    session: AsyncSession, actor: Person, step: WitnessNotice, book: RuleBook, now: datetime
) -> EnrolmentBegun | NoticeToShow | RefusedBefore | EnrolmentRefused:
    """The operator says what the employee answered to the notice."""
    today = _today(actor, now)
    if (refused := await _refused(session, actor, step.employee_id, today)) is not None:
        return refused
    return await record_answer(session, _id(actor), step, book, today, now)


async def examine_picture(
    room: Darkroom, actor: Person, step: JudgePicture, book: RuleBook, now: datetime
) -> PictureFindings:
    """What `judge_picture` needs to know: CPU time, and no transaction."""
    sitting = Sitting(_id(actor), step.employee_id, (*step.kept, step.media_id), _today(actor, now))
    return await examine_portraits(room, sitting, (), book)


async def judge_picture(
    session: AsyncSession, actor: Person, step: JudgePicture, findings: PictureFindings, book: RuleBook, now: datetime
) -> PictureGood | PictureBad | EnrolmentRefused:
    """Say whether the newest picture may stay beside the others."""
    refused = await _may_not_photograph(session, actor, step.employee_id, book, now)
    if refused is not None:
        return refused
    advice = findings.newest.refusal(findings.rules)
    return PictureBad(advice) if advice else PictureGood(step.media_id)


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
    sitting = Sitting(_id(actor), step.employee_id, step.media_ids, _today(actor, now))
    every_engine = tuple(dict.fromkeys((*engines, SEARCHED)))
    pictures = await examine_portraits(room, sitting, every_engine, book)
    async with room.database.read() as session:
        rule = book.get(DuplicateRule, await scope_of(session, step.employee_id, sitting.on), sitting.on).value
    if rule.level == "off" or not _all_stay(pictures):
        return EnrolmentFindings(pictures, None, rule)
    probes = [embedding for portrait in pictures.portraits for embedding in portrait.of(SEARCHED)]
    return EnrolmentFindings(pictures, await gallery.search(probes, step.employee_id, rule.suspect_at), rule)


async def enrol(
    session: AsyncSession,
    actor: Person,
    step: Enrol,
    findings: EnrolmentFindings,
    gallery: Gallery,
    keyring: Keyring,
    book: RuleBook,
    now: datetime,
) -> Enrolled | EnrolmentHeld | PictureBad | EnrolmentRefused:
    """Judge the last picture, store the templates of all, and hold them if the face is somebody else's too.

    Raises ValueError for too few or too many pictures.
    """
    pictures = findings.pictures
    _check_pictures(step, pictures)
    refused = await _may_not_photograph(session, actor, step.employee_id, book, now)
    if refused is not None:
        return refused
    if not pictures.earlier_stay:
        return EnrolmentRefused(EnrolmentProblem.START_AGAIN)
    if advice := pictures.newest.refusal(pictures.rules):
        return PictureBad(advice)
    employee = await session.get_one(Employee, step.employee_id, with_for_update=True)
    found = await _found_elsewhere(session, findings, gallery)
    held = bool(found) and findings.duplicates.level == "enforce"
    new = NewEnrolment(employee.id, _id(actor), held)
    enrolment = await store_enrolment(session, new, pictures, keyring, now)
    if findings.searched is not None:
        await record_findings(session, enrolment, found, findings.searched, now)
    if not enrolment.held:
        return Enrolled(enrolment.id, enrolment.version, employee.name, len(step.media_ids))
    deciders = await put_before_others(session, enrolment, book, now)
    return EnrolmentHeld(enrolment.id, enrolment.version, employee.name, deciders)


async def undo_enrolment(
    session: AsyncSession, actor: Person, step: UndoEnrolment, now: datetime
) -> EnrolmentUndone | AlreadyUndone | EnrolmentStands | EnrolmentRefused:
    """Take back the newest enrolment of an employee, or one that is held; who may enrol may undo."""
    enrolment = await session.get(Enrolment, step.enrolment_id)
    if enrolment is None:
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    refused = await _refused(session, actor, enrolment.employee_id, _today(actor, now))
    if refused is not None:
        return refused
    # An enrolment and its undoing take turns, so that the newest stays the newest until the end of this one.
    employee = await session.get_one(Employee, enrolment.employee_id, with_for_update=True)
    await session.refresh(enrolment)
    if not enrolment.held and await newest_enrolment(session, employee.id) != enrolment.id:
        return EnrolmentRefused(EnrolmentProblem.SUPERSEDED)
    if enrolment.undone_at is not None:
        return AlreadyUndone()
    if enrolment.version != step.version:
        return EnrolmentStands(
            enrolment.id, enrolment.version, employee.name, await picture_count(session, enrolment.id)
        )
    end_enrolment(session, enrolment, _id(actor), now)
    return EnrolmentUndone(employee.name)


async def _known_nip(session: AsyncSession, typed: str, on: date) -> Nip | None:
    try:
        digits = parse_nip(typed, on)
    except NipRefused:
        return None
    return await session.scalar(select(Nip).where(Nip.nip == digits))


async def _refused(session: AsyncSession, actor: Person, employee_id: int, on: date) -> EnrolmentRefused | None:
    """Asked at the beginning and again before anything is written: a role may end between two pictures."""
    if not actor.may_anywhere(Action.ENROL):
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    if not actor.may(Action.ENROL, await scope_of(session, employee_id, on)):
        return EnrolmentRefused(EnrolmentProblem.OUT_OF_SCOPE)
    return None


async def _may_not_photograph(
    session: AsyncSession, actor: Person, employee_id: int, book: RuleBook, now: datetime
) -> EnrolmentRefused | None:
    """Between two pictures the employee may refuse, too, and the notice may change."""
    today = _today(actor, now)
    if (refused := await _refused(session, actor, employee_id, today)) is not None:
        return refused
    informed = await is_informed(session, employee_id, book, today)
    return None if informed else EnrolmentRefused(EnrolmentProblem.NOT_INFORMED)


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


def _today(actor: Person, now: datetime) -> date:
    return work_date_of(now, actor.timezone)


def _id(actor: Person) -> int:
    """Raises ValueError for an account that is bound to nobody: it has no role and gets here by a fault of ours."""
    if actor.employee_id is None:
        raise ValueError(f"account {actor.account_id} is bound to nobody")
    return actor.employee_id
