"""After a streak of near misses somebody is asked to enrol again: the face has changed, or the pictures were poor."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.desk import Desk
from attendance.checkin.evidence import EvidenceValue
from attendance.checkin.tables import Attempt, Decision, Evidence
from attendance.people.tables import RenewalRequest
from attendance.records.audit import append_audit
from attendance.rules.kinds import FaceRule, RenewalRule
from attendance.time.schedule import work_date_of
from recognition.matching import Match


async def asks_to_renew(
    session: AsyncSession, desk: Desk, evidence: EvidenceValue, face: FaceRule, evidence_id: int
) -> bool:
    """Whether to ask now, and that it was asked goes on record. Most check-ins cost no query."""
    today = work_date_of(desk.now, desk.attendee.timezone)
    rule = desk.book.get(RenewalRule, desk.attendee.scope, today).value
    enrolment_id = evidence.selfie.enrolment_id if evidence.selfie else None
    if not rule.enabled or enrolment_id is None or not is_near_miss(evidence, face, rule):
        return False
    if await _was_asked(session, desk, rule):
        return False
    before = await _before(session, desk, rule, evidence_id)
    if len(before) < rule.near_misses - 1 or not all(_is_of(one, enrolment_id, face, rule) for one in before):
        return False
    await _ask(session, desk, enrolment_id)
    return True


def _is_of(earlier: EvidenceValue, enrolment_id: int, face: FaceRule, rule: RenewalRule) -> bool:
    """Near misses of an enrolment that has been replaced since say nothing about this one."""
    of_this = earlier.selfie is not None and earlier.selfie.enrolment_id == enrolment_id
    return of_this and is_near_miss(earlier, face, rule)


def is_near_miss(evidence: EvidenceValue, face: FaceRule, rule: RenewalRule) -> bool:
    """The lowest part of what is accepted, and what was left to a second look or to a human."""
    if evidence.selfie is None or evidence.selfie.face.similarity is None:
        return False
    found = evidence.selfie.face
    return found.match is not Match.DIFFERENT and evidence.selfie.face.similarity < face.accept + rule.margin


async def _was_asked(session: AsyncSession, desk: Desk, rule: RenewalRule) -> bool:
    asked = select(RenewalRequest.id).where(
        RenewalRequest.employee_id == desk.attendee.employee_id,
        RenewalRequest.asked_at > desk.now - timedelta(days=rule.ask_every_days),
    )
    return await session.scalar(asked.limit(1)) is not None


async def _before(session: AsyncSession, desk: Desk, rule: RenewalRule, evidence_id: int) -> Sequence[EvidenceValue]:
    """The check-ins before this one, as many as the streak needs where there are so many in that time."""
    earlier = (
        select(Evidence.value)
        .join(Decision, Decision.evidence_id == Evidence.id)
        .join(Attempt, Attempt.id == Evidence.attempt_id)
        .where(Attempt.employee_id == desk.attendee.employee_id)
        .where(Decision.outcome.in_(("accepted", "needs_review")), Evidence.id != evidence_id)
        .where(Evidence.examined_at > desk.now - timedelta(days=rule.within_days))
        .order_by(Evidence.id.desc())
        .limit(rule.near_misses - 1)
    )
    return [EvidenceValue.model_validate(value) for value in await session.scalars(earlier)]


async def _ask(session: AsyncSession, desk: Desk, enrolment_id: int) -> None:
    request = RenewalRequest(employee_id=desk.attendee.employee_id, enrolment_id=enrolment_id, asked_at=desk.now)
    session.add(request)
    await session.flush()
    append_audit(
        session,
        at=desk.now,
        actor_id=None,
        action="face.renewal_asked",
        subject="renewal_request",
        subject_id=request.id,
    )
