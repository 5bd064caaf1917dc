"""Accepted selfies refresh an ageing enrolment, where an agency wants it: one template more, the original ones stay.

Away from the check-in: the picture is examined as an enrolment picture is, and searched for duplicates like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.evidence import EvidenceValue, SelfieFindings
from attendance.checkin.selfie import Laboratory
from attendance.checkin.tables import Attempt, Decision, Evidence
from attendance.people.employment import scope_of
from attendance.people.faces.duplicates import suspects
from attendance.people.faces.enrolment import SEARCHED
from attendance.people.faces.gallery import Gallery, Searched
from attendance.people.faces.look_alikes import look_alikes_of
from attendance.people.faces.templates import current_enrolment_id, load_templates, sealed_templates
from attendance.people.tables import ChatAccount, Employee, Enrolment, TemplateRefresh
from attendance.records.audit import append_audit
from attendance.records.database import Priority
from attendance.records.tables import Media
from attendance.rules.book import RuleBook
from attendance.rules.kinds import DuplicateRule, FaceRule, PadRule, TemplateRefreshRule
from attendance.vault.files import MediaMissing
from attendance.vault.keyring import SealBroken
from recognition.embedding import Embedding
from recognition.matching import Match
from recognition.quality import QualityLimits

#: Decisions looked at in one go.
BITE = 50

#: After an outage no older ones are made good: tomorrow's selfie will do.
LOOKED_BACK = timedelta(days=1)


class RefreshOutcome(StrEnum):
    """What came of a selfie that was fit for it by its check-in."""

    ADDED = "added"
    NOTED = "noted"
    """The rule only records."""
    UNFIT = "unfit"
    """Not good enough as an enrolment picture, or not alike enough at the second look."""
    SUSPECT = "suspect"
    """The face is known under another name: nothing is added, and the enrolment stays as it is."""


@dataclass(frozen=True)
class Candidate:
    """An accepted check-in by a face: whose, by which enrolment and which selfie, under which rules."""

    attempt_id: int
    employee_id: int
    enrolment_id: int
    media_id: int
    rule: TemplateRefreshRule
    face: FaceRule
    duplicates: DuplicateRule


async def refresh_templates(
    room: Laboratory, gallery: Gallery, engines: Sequence[str], book: RuleBook, after: int, now: datetime
) -> int:
    """Look at the accepted check-ins behind a decision; the newest that was looked at, `after` when there is none.

    Raises what an engine raises that is down, KeyUnknown, and OSError.
    """
    values = [rule.value for rule in book.of(TemplateRefreshRule)]
    if not any(isinstance(value, TemplateRefreshRule) and value.level != "off" for value in values):
        return after
    async with room.database.read() as session:
        rows = (
            await session.execute(_ACCEPTED.where(Decision.id > after, Decision.decided_at > now - LOOKED_BACK))
        ).all()
        found = [await _candidate(session, attempt, value, book, now) for _, attempt, value in rows]
    for candidate in found:
        if candidate is not None:
            await _refresh(room, gallery, engines, candidate, now)
    return max((decision_id for decision_id, _, _ in rows), default=after)


def is_fit(selfie: SelfieFindings, rule: TemplateRefreshRule, face: FaceRule, pad: PadRule) -> bool:
    """Beyond doubt by what was found at the check-in: at the first look, live if that was assessed, not sent before."""
    found, live = selfie.face, selfie.pad.live_score
    return (
        found.match is Match.SAME
        and found.similarity is not None
        and found.similarity >= face.accept + rule.margin
        and not found.look_alike
        and (live is None or live >= pad.live_at)
        and selfie.reuse is None
    )


_ACCEPTED = (
    select(Decision.id, Attempt, Evidence.value)
    .join(Attempt, Attempt.id == Decision.attempt_id)
    .join(Evidence, Evidence.id == Decision.evidence_id)
    .where(Decision.outcome == "accepted", Decision.author_id.is_(None))
    .order_by(Decision.id)
    .limit(BITE)
)


async def _candidate(
    session: AsyncSession, attempt: Attempt, value: object, book: RuleBook, now: datetime
) -> Candidate | None:
    """None for nearly everybody."""
    evidence = EvidenceValue.model_validate(value)
    selfie = evidence.selfie
    scope = await scope_of(session, attempt.employee_id, attempt.work_date)
    rule = book.get(TemplateRefreshRule, scope, attempt.work_date).value
    face = book.get(FaceRule, scope, attempt.work_date).value
    if selfie is None or evidence.suspected or rule.level == "off" or face.engine != SEARCHED:
        return None
    if not is_fit(selfie, rule, face, book.get(PadRule, scope, attempt.work_date).value):
        return None
    account = await session.get_one(ChatAccount, attempt.account_id)
    if account.verified_at is None or account.verified_at >= attempt.created_at:
        return None
    enrolment_id = await current_enrolment_id(session, attempt.employee_id)
    if enrolment_id is None or enrolment_id != selfie.enrolment_id:
        return None
    if not await _is_aged(session, enrolment_id, rule, now) or await look_alikes_of(session, attempt.employee_id):
        return None
    duplicates = book.get(DuplicateRule, scope, attempt.work_date).value
    return Candidate(attempt.id, attempt.employee_id, enrolment_id, selfie.media_id, rule, face, duplicates)


async def _is_aged(session: AsyncSession, enrolment_id: int, rule: TemplateRefreshRule, now: datetime) -> bool:
    """Neither is the enrolment young, nor what was added to it last, nor has it as many as it may."""
    added = select(func.count(), func.max(TemplateRefresh.at)).where(
        TemplateRefresh.enrolment_id == enrolment_id,
        TemplateRefresh.outcome.in_((RefreshOutcome.ADDED, RefreshOutcome.NOTED)),
    )
    count, newest = (await session.execute(added)).one()
    enrolment = await session.get_one(Enrolment, enrolment_id)
    since = max(one for one in (enrolment.enrolled_at, newest) if one is not None)
    return count < rule.most_added and now - since >= timedelta(days=rule.min_age_days)


async def _refresh(
    room: Laboratory, gallery: Gallery, engines: Sequence[str], candidate: Candidate, now: datetime
) -> None:
    embeddings = await _embeddings(room, engines, candidate)
    if not embeddings:
        await _note(room, candidate, RefreshOutcome.UNFIT, now)
        return
    probes = [one for one in embeddings if one.engine == SEARCHED]
    searched = await gallery.search(probes, candidate.employee_id, candidate.duplicates.suspect_at)
    async with room.database.write(Priority.BULK) as session:
        # As enrolling and undoing do, refreshing takes turns over the employee.
        await session.get_one(Employee, candidate.employee_id, with_for_update=True)
        if await current_enrolment_id(session, candidate.employee_id) != candidate.enrolment_id:
            return
        outcome = await _judged(session, gallery, searched, candidate)
        if outcome is RefreshOutcome.ADDED:
            enrolment = await session.get_one(Enrolment, candidate.enrolment_id)
            session.add_all(sealed_templates(enrolment, candidate.media_id, embeddings, room.keyring))
        await _write(session, candidate, outcome, now)


async def _embeddings(room: Laboratory, engines: Sequence[str], candidate: Candidate) -> tuple[Embedding, ...]:
    """Of the selfie as an enrolment picture; none where it is not good enough for one."""
    async with room.database.read() as session:
        media = await session.get_one(Media, candidate.media_id)
        templates = await load_templates(session, candidate.employee_id, room.keyring)
    try:
        data = await room.files.read(media.file, str(media.employee_id))
    except (MediaMissing, SealBroken):
        return ()
    every_engine = list(dict.fromkeys((SEARCHED, *engines)))
    examination = await room.examiner.examine(data, every_engine, QualityLimits())
    mine = examination.embedding(SEARCHED)
    if mine is None or examination.problems or not (enrolled := templates.of(mine)):
        return ()
    alike = room.examiner.similarity(mine, enrolled) >= candidate.face.accept + candidate.rule.margin
    return examination.embeddings if alike else ()


async def _judged(session: AsyncSession, gallery: Gallery, searched: Searched, candidate: Candidate) -> RefreshOutcome:
    others = await gallery.completed(session, searched)
    if await suspects(session, others, searched, candidate.duplicates):
        return RefreshOutcome.SUSPECT
    return RefreshOutcome.ADDED if candidate.rule.level == "enforce" else RefreshOutcome.NOTED


async def _note(room: Laboratory, candidate: Candidate, outcome: RefreshOutcome, now: datetime) -> None:
    async with room.database.write(Priority.BULK) as session:
        await _write(session, candidate, outcome, now)


async def _write(session: AsyncSession, candidate: Candidate, outcome: RefreshOutcome, now: datetime) -> None:
    row = TemplateRefresh(enrolment_id=candidate.enrolment_id, attempt_id=candidate.attempt_id, outcome=outcome, at=now)
    session.add(row)
    await session.flush()
    append_audit(
        session,
        at=now,
        actor_id=None,
        action=f"face.refresh_{outcome}",
        subject="template_refresh",
        subject_id=row.id,
    )
