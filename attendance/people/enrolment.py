"""Enrolling a face: an operator names an employee, sends pictures, and may take it back.

A new enrolment supersedes the older one; see `templates` for which one counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import employment_of, scope_of
from attendance.people.nip import NipRefused, mask_nip, parse_nip
from attendance.people.person import Person
from attendance.people.portraits import Darkroom, PictureFindings, Sitting, examine_portraits
from attendance.people.roles import Action
from attendance.people.tables import Employee, Enrolment, Nip
from attendance.people.templates import sealed_templates
from attendance.records.audit import append_audit
from attendance.rules.book import RuleBook
from attendance.time.schedule import work_date_of
from attendance.vault.keyring import Keyring

#: With three templates and the best of three, no impostor and no miss among 123 probes at FAR 1e-4 (RECOGNITION 1).
FEWEST_PICTURES, MOST_PICTURES = 3, 5


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


@dataclass(frozen=True, slots=True)
class EnrolmentBegun:
    """Whom the operator is about to photograph. `agency` is None without an employment."""

    employee_id: int
    name: str
    agency: str | None
    masked_nip: str


@dataclass(frozen=True, slots=True)
class PictureGood:
    """It may be kept; the next one is awaited."""

    media_id: int


@dataclass(frozen=True, slots=True)
class PictureBad:
    """Another one is needed in its place. `advice`: keys of the catalogues, the one to tell first in front."""

    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The templates are in use from now on."""

    enrolment_id: int
    version: int
    name: str
    pictures: int


@dataclass(frozen=True, slots=True)
class EnrolmentUndone:
    """The employee is not enrolled any more, even if there was an older enrolment."""

    name: str


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    """Nothing changed."""


class EnrolmentProblem(StrEnum):
    """Why there is no enrolment."""

    UNKNOWN_NIP = "unknown-nip"
    NOT_ALLOWED = "not-allowed"
    OUT_OF_SCOPE = "out-of-scope"
    START_AGAIN = "start-again"
    """A picture that was good before is not good any more."""
    SUPERSEDED = "superseded"
    """A newer enrolment is in use; this one is history already."""


@dataclass(frozen=True, slots=True)
class EnrolmentRefused:
    """Nothing was written."""

    reason: EnrolmentProblem


EnrolmentOutcome = (
    EnrolmentBegun | PictureGood | PictureBad | Enrolled | EnrolmentUndone | AlreadyUndone | EnrolmentRefused
)


async def begin_enrolment(
    session: AsyncSession, actor: Person, step: BeginEnrolment, now: datetime
) -> EnrolmentBegun | EnrolmentRefused:
    """Find the employee; an older NIP of theirs will do."""
    if not actor.may_anywhere(Action.ENROL):
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    today = _today(actor, now)
    nip = await _known_nip(session, step.nip, today)
    if nip is None:
        return EnrolmentRefused(EnrolmentProblem.UNKNOWN_NIP)
    if (refused := await _refused(session, actor, nip.employee_id, today)) is not None:
        return refused
    employee = await session.get_one(Employee, nip.employee_id)
    employed = await employment_of(session, employee.id, today)
    return EnrolmentBegun(employee.id, employee.name, employed.agency if employed else None, mask_nip(nip.nip))


async def examine_picture(
    room: Darkroom, actor: Person, step: JudgePicture, book: RuleBook, now: datetime
) -> PictureFindings:
    """What `judge_picture` needs to know: CPU time, and no transaction."""
    sitting = Sitting(_id(actor), step.employee_id, (*step.kept, step.media_id), _today(actor, now))
    return await examine_portraits(room, sitting, (), book)


async def judge_picture(
    session: AsyncSession, actor: Person, step: JudgePicture, findings: PictureFindings, now: datetime
) -> PictureGood | PictureBad | EnrolmentRefused:
    """Say whether the newest picture may stay beside the others."""
    refused = await _refused(session, actor, step.employee_id, _today(actor, now))
    if refused is not None:
        return refused
    advice = findings.newest.refusal(findings.rules)
    return PictureBad(advice) if advice else PictureGood(step.media_id)


async def examine_enrolment(
    room: Darkroom, actor: Person, step: Enrol, engines: tuple[str, ...], book: RuleBook, now: datetime
) -> PictureFindings:
    """What `enrol` needs to know, with templates of all `engines`. Raises what an engine raises that is down."""
    sitting = Sitting(_id(actor), step.employee_id, step.media_ids, _today(actor, now))
    return await examine_portraits(room, sitting, engines, book)


async def enrol(
    session: AsyncSession, actor: Person, step: Enrol, findings: PictureFindings, keyring: Keyring, now: datetime
) -> Enrolled | PictureBad | EnrolmentRefused:
    """Judge the last picture, then store the templates of all. Raises ValueError for too few or too many pictures."""
    _check_pictures(step, findings)
    refused = await _refused(session, actor, step.employee_id, _today(actor, now))
    if refused is not None:
        return refused
    if not findings.earlier_stay:
        return EnrolmentRefused(EnrolmentProblem.START_AGAIN)
    if advice := findings.newest.refusal(findings.rules):
        return PictureBad(advice)
    employee = await session.get_one(Employee, step.employee_id)
    enrolment = await _store(session, actor, step, findings, keyring, now)
    return Enrolled(enrolment.id, enrolment.version, employee.name, len(step.media_ids))


async def undo_enrolment(
    session: AsyncSession, actor: Person, step: UndoEnrolment, now: datetime
) -> EnrolmentUndone | AlreadyUndone | EnrolmentRefused:
    """Take back the newest enrolment of an employee; who may enrol may undo."""
    enrolment = await session.get(Enrolment, step.enrolment_id)
    if enrolment is None:
        return EnrolmentRefused(EnrolmentProblem.NOT_ALLOWED)
    refused = await _refused(session, actor, enrolment.employee_id, _today(actor, now))
    if refused is not None:
        return refused
    # An enrolment and its undoing take turns, so that the newest stays the newest until the end of this one.
    employee = await session.get_one(Employee, enrolment.employee_id, with_for_update=True)
    if await _newest(session, employee.id) != enrolment.id:
        return EnrolmentRefused(EnrolmentProblem.SUPERSEDED)
    if not await _end(session, actor, step, now):
        return AlreadyUndone()
    _audit(session, actor, "face.enrolment_undone", enrolment.id, now)
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


def _check_pictures(step: Enrol, findings: PictureFindings) -> None:
    if not FEWEST_PICTURES <= len(set(step.media_ids)) == len(step.media_ids) <= MOST_PICTURES:
        raise ValueError(f"an enrolment takes {FEWEST_PICTURES} to {MOST_PICTURES} different pictures")
    if tuple(portrait.media_id for portrait in findings.portraits) != step.media_ids:
        raise ValueError("the findings are not about these pictures")


async def _store(
    session: AsyncSession, actor: Person, step: Enrol, findings: PictureFindings, keyring: Keyring, now: datetime
) -> Enrolment:
    await session.get_one(Employee, step.employee_id, with_for_update=True)
    enrolment = Enrolment(employee_id=step.employee_id, enrolled_by=_id(actor), enrolled_at=now, version=1)
    session.add(enrolment)
    await session.flush()
    for portrait in findings.portraits:
        session.add_all(sealed_templates(enrolment, portrait.media_id, portrait.embeddings, keyring))
    _audit(session, actor, "face.enrolled", enrolment.id, now)
    if any(portrait.is_too_alike(findings.rules) for portrait in findings.portraits):
        _audit(session, actor, "face.poses_alike", enrolment.id, now)
    return enrolment


async def _newest(session: AsyncSession, employee_id: int) -> int | None:
    return await session.scalar(select(func.max(Enrolment.id)).where(Enrolment.employee_id == employee_id))


async def _end(session: AsyncSession, actor: Person, step: UndoEnrolment, now: datetime) -> bool:
    """True when this step ended it. A button of an older version finds it ended: undoing is its only change."""
    ended = await session.execute(
        update(Enrolment)
        .where(Enrolment.id == step.enrolment_id, Enrolment.version == step.version, Enrolment.undone_at.is_(None))
        .values(undone_at=now, undone_by=_id(actor), version=Enrolment.version + 1)
        .returning(Enrolment.id)
        .execution_options(synchronize_session=False)
    )
    return ended.one_or_none() is not None


def _audit(session: AsyncSession, actor: Person, action: str, enrolment_id: int, now: datetime) -> None:
    append_audit(session, at=now, actor_id=_id(actor), action=action, subject="enrolment", subject_id=enrolment_id)


def _today(actor: Person, now: datetime) -> date:
    return work_date_of(now, actor.timezone)


def _id(actor: Person) -> int:
    """Raises ValueError for an account that is bound to nobody: it has no role and gets here by a fault of ours."""
    if actor.employee_id is None:
        raise ValueError(f"account {actor.account_id} is bound to nobody")
    return actor.employee_id
