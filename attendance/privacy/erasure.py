"""Deleting everything biometric of somebody who does not want it kept, and the certificate that it is done.

What goes: face templates, every picture of the person (enrolment, selfie, small face) and its fingerprint, the
platform's messages that brought them, and what comparing said: similarities and perceptual hashes in evidence,
examinations and findings of duplicates, and what was measured in answers to challenges. What stays: punches, decisions
with their reasons, testimonies, and of a comparison only its outcome: they are facts of attendance. The SHA-256 of a
picture stays: it is equal for equal bytes only, and says nothing of a face. That two people look alike stays too:
without it the other of them would be verified less strictly.

Evidence is written once and never changed but here: the law asks for it, and the outcome stays as it was.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from attendance.challenge.tables import Challenge
from attendance.checkin.tables import Attempt, Decision, Evidence, Punch, Testimony
from attendance.people.access.reachable import reached, tell
from attendance.people.employment import scope_of
from attendance.people.tables import DuplicateFinding, Employee, Enrolment, FaceTemplate
from attendance.privacy.choice import Choice
from attendance.privacy.pictures import shows
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.audit import append_audit
from attendance.records.base import Base
from attendance.records.database import Database, Priority
from attendance.records.say import Say, SayKind, Value, local
from attendance.records.tables import Inbound, Media, PicturePrint
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ErasureRule
from attendance.vault.files import MediaFiles

#: A picture that was being fetched when the person left is on record by then.
SETTLED = timedelta(minutes=1)

#: Rows of one write transaction.
BITE = 100

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was deleted of whom, when and by which rule; `backups_end`: the day on which the last copy is gone."""

    number: str
    employee_id: int
    choice: str
    requested_at: datetime
    promised_until: datetime
    done_at: datetime
    templates: int
    pictures: int
    messages: int
    comparisons: int
    punches_kept: int
    decisions_kept: int
    testimonies_kept: int
    rule: str
    backups_end: date

    def as_json(self) -> dict[str, Any]:
        """Every field by its name, times in UTC."""
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def digest_of(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON: sorted names, no spaces."""
    return hashlib.sha256(canonical(certificate).encode()).hexdigest()


def canonical(certificate: Mapping[str, Any]) -> str:
    return json.dumps(certificate, sort_keys=True, separators=(",", ":"))


def number_of(erasure_id: int) -> str:
    """By which a certificate is named."""
    return f"HB-{erasure_id:06d}"


async def due_erasures(database: Database, now: datetime) -> Sequence[int]:
    """What can be deleted by now, the oldest first."""
    async with database.read() as session:
        waiting = select(Erasure.id).where(Erasure.done_at.is_(None), Erasure.requested_at <= now - SETTLED)
        return (await session.scalars(waiting.order_by(Erasure.requested_at))).all()


async def overdue_erasures(session: AsyncSession, now: datetime) -> int:
    """How many promises are broken."""
    late = select(func.count()).where(Erasure.done_at.is_(None), Erasure.due_at <= now)
    return await session.scalar(late) or 0


async def erase(
    database: Database, files: MediaFiles, erasure_id: int, book: RuleBook, now: datetime
) -> Certificate | None:
    """Delete, and certify when nothing is left. None when something came meanwhile, or another node was faster.

    May be killed and repeated anywhere: rows first, then files; a file of a deleted row is removed again each time.
    Raises OSError and what a database raises.
    """
    await _delete_rows(database, erasure_id, now)
    while await _redact(database, erasure_id):
        pass
    for file in await _files(database, erasure_id):
        await files.remove(file)
    async with database.write(Priority.BULK) as session:
        return await _certify(session, erasure_id, book, now)


@dataclass(frozen=True)
class _Reach:
    """What an erasure is about: everything of the person from before they agreed anew, if they ever did."""

    employee_id: int
    until: datetime

    @property
    def pictures(self) -> ColumnElement[bool]:
        return shows(self.employee_id) & (Media.created_at < self.until)

    @property
    def enrolments(self) -> Select[int]:
        mine = Enrolment.employee_id == self.employee_id
        return select(Enrolment.id).where(mine, Enrolment.enrolled_at < self.until)

    @property
    def attempts(self) -> ColumnElement[bool]:
        return (Attempt.employee_id == self.employee_id) & (Attempt.created_at < self.until)

    @property
    def challenges(self) -> ColumnElement[bool]:
        """Those of check-ins and of changes of accounts."""
        return (Challenge.employee_id == self.employee_id) & (Challenge.drawn_at < self.until)


async def _reach(session: AsyncSession, erasure: Erasure) -> _Reach:
    agreed = select(func.min(FaceChoice.chosen_at)).where(
        FaceChoice.employee_id == erasure.employee_id,
        FaceChoice.id > erasure.choice_id,
        FaceChoice.choice == Choice.AGREED,
    )
    return _Reach(erasure.employee_id, await session.scalar(agreed) or _NEVER)


async def _delete_rows(database: Database, erasure_id: int, now: datetime) -> None:
    """Whose pictures they are is known by the templates too, so that both go at once."""
    async with database.write(Priority.BULK) as session:
        erasure = await session.get_one(Erasure, erasure_id, with_for_update=True)
        mine, reach = erasure.employee_id, await _reach(session, erasure)
        unnamed = (Media.employee_id != mine) & Media.shows_id.is_(None)
        await session.execute(_update(Media).where(reach.pictures, unnamed).values(shows_id=mine))
        pictures = _update(Media).where(reach.pictures, Media.deleted_at.is_(None)).values(deleted_at=now)
        erased = (await session.scalars(pictures.returning(Media.id))).all()
        prints = delete(PicturePrint).where(PicturePrint.media_id.in_(select(Media.id).where(reach.pictures)))
        await session.execute(prints.execution_options(synchronize_session=False))
        templates = delete(FaceTemplate).where(FaceTemplate.enrolment_id.in_(reach.enrolments))
        enrolments = (await session.scalars(templates.returning(FaceTemplate.enrolment_id))).all()
        of_pictures = Inbound.id.in_(select(Media.inbound_id).where(reach.pictures))
        messages = _update(Inbound).where(of_pictures, Inbound.raw.is_not(None)).values(raw=None)
        erasure.messages += len((await session.scalars(messages.returning(Inbound.id))).all())
        erasure.pictures += len(erased)
        erasure.templates += len(enrolments)
        for media_id in erased:
            _audit(session, "picture.erased", "media", media_id, now)
        for enrolment_id in sorted(set(enrolments)):
            _audit(session, "face.templates_erased", "enrolment", enrolment_id, now)
        await _forget_likeness(session, reach)


async def _forget_likeness(session: AsyncSession, reach: _Reach) -> None:
    mine = reach.enrolments
    about = or_(DuplicateFinding.enrolment_id.in_(mine), DuplicateFinding.other_enrolment_id.in_(mine))
    await session.execute(_update(DuplicateFinding).where(about).values(likeness=None))


async def _redact(database: Database, erasure_id: int) -> bool:
    """One bite of what comparisons said; False when there was nothing left."""
    async with database.write(Priority.BULK) as session:
        erasure = await session.get_one(Erasure, erasure_id, with_for_update=True)
        reach = await _reach(session, erasure)
        compared = Evidence.value["selfie"]["dhash"].as_string() != ""
        mine = Evidence.attempt_id.in_(select(Attempt.id).where(reach.attempts))
        rows = (await session.scalars(select(Evidence).where(mine, compared).limit(BITE))).all()
        for row in rows:
            challenges = [without_measures(one) for one in row.value.get("challenges", [])]
            row.value = row.value | {"selfie": without_biometrics(row.value["selfie"]), "challenges": challenges}
        erasure.comparisons += len(rows)
        return await _redact_attempts(session, reach) or bool(rows)


async def _redact_attempts(session: AsyncSession, reach: _Reach) -> bool:
    examined = Attempt.examination["dhash"].as_string() != ""
    rows = (await session.scalars(select(Attempt).where(reach.attempts, examined).limit(BITE))).all()
    for attempt in rows:
        attempt.examination = without_biometrics(attempt.examination or {})
    return await _redact_challenges(session, reach) or bool(rows)


async def _redact_challenges(session: AsyncSession, reach: _Reach) -> bool:
    """The version that measured goes with the measures: without one a finding has been redacted."""
    judged = Challenge.finding["version"].as_string() != ""
    rows = (await session.scalars(select(Challenge).where(reach.challenges, judged).limit(BITE))).all()
    for challenge in rows:
        challenge.finding = without_measures(challenge.finding or {}) | {"version": ""}
    return bool(rows)


def without_measures(finding: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked before the camera and what came of it, without what was measured in the face."""
    return {**finding, "scores": {}}


def without_biometrics(selfie: Mapping[str, Any]) -> dict[str, Any]:
    """Findings about a selfie without what was measured in the face; what came of the comparison stays."""
    forgotten = {"similarity": None, "second_similarity": None, "rival_similarity": None}
    return {**selfie, "dhash": "", "face": {**selfie["face"], **forgotten}}


async def _files(database: Database, erasure_id: int) -> Sequence[str]:
    async with database.read() as session:
        reach = await _reach(session, await session.get_one(Erasure, erasure_id))
        return (await session.scalars(select(Media.file).where(reach.pictures))).all()


async def _certify(session: AsyncSession, erasure_id: int, book: RuleBook, now: datetime) -> Certificate | None:
    erasure = await session.get_one(Erasure, erasure_id, with_for_update=True)
    if erasure.done_at is not None or await _is_anything_left(session, await _reach(session, erasure)):
        return None
    certificate = await _certificate(session, erasure, book, now)
    erasure.done_at, erasure.certificate = now, certificate.as_json()
    erasure.digest = digest_of(erasure.certificate)
    append_audit(
        session,
        at=now,
        actor_id=None,
        action="erasure.done",
        subject="erasure",
        subject_id=erasure.id,
        detail=canonical(erasure.certificate),
    )
    await _tell(session, erasure, certificate, book, now)
    return certificate


async def _tell(
    session: AsyncSession, erasure: Erasure, certificate: Certificate, book: RuleBook, now: datetime
) -> None:
    """To the person; where there is no account, to the operator who was the witness."""
    person = await reached(session, erasure.employee_id, book, now)
    witness_id = (await session.get_one(FaceChoice, erasure.choice_id)).witness_id
    if person is None and witness_id is not None:
        person = await reached(session, witness_id, book, now)
    if person is None:
        return
    args: dict[str, Value] = {
        "certificate": certificate.number,
        "name": (await session.get_one(Employee, erasure.employee_id)).name,
        "at": local(certificate.done_at, person.timezone),
        "templates": certificate.templates,
        "photos": certificate.pictures,
        "comparisons": certificate.comparisons,
        "punches": certificate.punches_kept,
        "until": certificate.backups_end,
        "digest": erasure.digest,
    }
    tell(session, person, Say("privacy-certificate", args, kind=SayKind.REPORT), now)


async def _is_anything_left(session: AsyncSession, reach: _Reach) -> bool:
    templates = select(func.count(FaceTemplate.id)).where(FaceTemplate.enrolment_id.in_(reach.enrolments))
    pictures = select(func.count(Media.id)).where(reach.pictures, Media.deleted_at.is_(None))
    mine = PicturePrint.media_id.in_(select(Media.id).where(reach.pictures))
    prints = select(func.count(PicturePrint.id)).where(mine)
    return any([await session.scalar(left) for left in (templates, pictures, prints)])


async def _certificate(session: AsyncSession, erasure: Erasure, book: RuleBook, now: datetime) -> Certificate:
    mine, today = erasure.employee_id, now.date()
    rule = book.get(ErasureRule, await scope_of(session, mine, today), today)
    attempts = select(Attempt.id).where(Attempt.employee_id == mine)
    return Certificate(
        number=number_of(erasure.id),
        employee_id=mine,
        choice=(await session.get_one(FaceChoice, erasure.choice_id)).choice,
        requested_at=erasure.requested_at,
        promised_until=erasure.due_at,
        done_at=now,
        templates=erasure.templates,
        pictures=erasure.pictures,
        messages=erasure.messages,
        comparisons=erasure.comparisons,
        punches_kept=await _count(session, Punch.id, Punch.employee_id == mine),
        decisions_kept=await _count(session, Decision.id, Decision.attempt_id.in_(attempts)),
        testimonies_kept=await _count(session, Testimony.id, Testimony.about_id == mine),
        rule=rule.why,
        backups_end=today + timedelta(days=rule.value.backup_days),
    )


async def _count(session: AsyncSession, column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count(column)).where(condition)) or 0


def _update(table: type[Base]) -> Update:
    return update(table).execution_options(synchronize_session=False)


def _audit(session: AsyncSession, action: str, subject: str, subject_id: int, now: datetime) -> None:
    append_audit(session, at=now, actor_id=None, action=action, subject=subject, subject_id=subject_id)


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case _:
            return value
