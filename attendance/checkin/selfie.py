"""A selfie arrives: it is examined at once, and what was found is stored on its attempt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.checkin.attempt import is_living
from attendance.checkin.attendee import Attendee
from attendance.checkin.evidence import FaceFinding, PadEvidence, Reuse, SelfieFindings
from attendance.checkin.look_alikes import beside_look_alikes
from attendance.checkin.tables import Attempt, Nonce
from attendance.people.faces.look_alikes import load_rivals
from attendance.people.faces.portraits import Darkroom, advice_of
from attendance.people.faces.templates import Templates, load_templates
from attendance.records.tables import Media
from attendance.rules.kinds import FaceRule
from attendance.vault.keyring import Keyring
from recognition import sface
from recognition.dlib_resnet import EngineUnavailable
from recognition.embedding import Embedding
from recognition.examination import Examination, Examiner, Look
from recognition.liveness import PadFinding
from recognition.matching import LIMITS, Match, MatchLimits, verdict
from recognition.quality import SELFIE_LIMITS


@dataclass(frozen=True)
class JudgeSelfie:
    """The step of a photo that arrived for a check-in. `sent_at` is the platform's time."""

    media_id: int
    sent_at: datetime


@dataclass(frozen=True)
class PictureRefused:
    """The picture cannot be used; `advice` are keys of the catalogues. `face_seen`: it was an attempt at a selfie."""

    advice: tuple[str, ...]
    face_seen: bool


@dataclass(frozen=True)
class Laboratory(Darkroom):
    """A darkroom with the keys to the templates."""

    keyring: Keyring


async def examine_selfie(
    laboratory: Laboratory, attendee: Attendee, media_id: int, rule: FaceRule
) -> SelfieFindings | PictureRefused:
    """Everything about the picture that costs time, outside of any transaction."""
    async with laboratory.database.glance() as session:
        media, earlier = (await session.execute(_WITH_EARLIER, {"media_id": media_id})).one()
        templates = await load_templates(session, attendee.employee_id, laboratory.keyring)
        rivals = await load_rivals(session, attendee.employee_id, laboratory.keyring)
        reuse = await _reuse(session, media, earlier)
    data = await laboratory.files.read(media.file, str(media.employee_id))
    examination = await laboratory.examiner.examine(data, [rule.engine], SELFIE_LIMITS, Look.ONCE)
    if refused := refusal_of(examination):
        return refused
    face = await _compare(laboratory.examiner, data, examination, templates, rule)
    probe = _of(examination.embeddings, rule.engine)
    return SelfieFindings(
        media_id=media_id,
        sha256=examination.sha256,
        dhash=f"{examination.dhash or 0:016x}",
        enrolment_id=templates.enrolment_id,
        face=beside_look_alikes(laboratory.examiner, rivals, probe, face),
        pad=_pad(examination.pad),
        reuse=reuse,
        versions=dict(examination.versions),
    )


def refusal_of(examination: Examination) -> PictureRefused | None:
    """Advice for a picture that is not good enough; never a word about the match."""
    advice = advice_of(examination)
    return PictureRefused(advice, face_seen=examination.face is not None) if advice else None


async def _compare(
    examiner: Examiner, data: bytes, examination: Examination, templates: Templates, rule: FaceRule
) -> FaceFinding:
    """A quick look; where it is in doubt a longer one, and where that is too, the second engine.

    A second engine that is down leaves the doubt standing.
    """
    finding = _first(examiner, examination, templates, rule)
    if finding.match is Match.UNSURE and rule.engine == sface.NAME:
        longer = await examiner.examine(data, [rule.engine], SELFIE_LIMITS, Look.TWICE)
        finding = _first(examiner, longer, templates, rule)
    if finding.match is not Match.UNSURE or rule.second_opinion is None:
        return finding
    try:
        return finding.model_copy(update=await _second(examiner, data, templates, rule.second_opinion))
    except EngineUnavailable:
        return finding


def _first(examiner: Examiner, examination: Examination, templates: Templates, rule: FaceRule) -> FaceFinding:
    """What the rule's own engine says."""
    probe = _of(examination.embeddings, rule.engine)
    enrolled = templates.of(probe)
    similarity = examiner.similarity(probe, enrolled) if enrolled else None
    match = None if similarity is None else verdict(similarity, MatchLimits(rule.accept, rule.review))
    return FaceFinding(
        engine=probe.engine, version=probe.version, templates=len(enrolled), similarity=similarity, match=match
    )


async def _second(examiner: Examiner, data: bytes, templates: Templates, engine: str) -> dict[str, object]:
    examination = await examiner.examine(data, [engine], SELFIE_LIMITS)
    probe = _of(examination.embeddings, engine)
    enrolled = templates.of(probe)
    if not enrolled:
        return {}
    similarity = examiner.similarity(probe, enrolled)
    match = verdict(similarity, LIMITS[engine])
    return {"second_engine": engine, "second_similarity": similarity, "second": match}


def _of(embeddings: Sequence[Embedding], engine: str) -> Embedding:
    return next(embedding for embedding in embeddings if embedding.engine == engine)


def _pad(finding: PadFinding) -> PadEvidence:
    return PadEvidence(live_score=finding.live_score, version=finding.version, signals=dict(finding.signals))


def _with_earlier() -> Select[Media, Media | None]:
    """A picture, and the earliest one with the same bytes or the same file of the platform."""
    alike, before = aliased(Media), aliased(Media)
    same = (alike.sha256 == Media.sha256) | (alike.platform_unique_id == Media.platform_unique_id)
    first = select(func.min(alike.id)).where(same, alike.id < Media.id).correlate(Media).scalar_subquery()
    return select(Media, before).outerjoin(before, before.id == first).where(Media.id == bindparam("media_id"))


_WITH_EARLIER = _with_earlier()


async def _reuse(session: AsyncSession, media: Media, earlier: Media | None) -> Reuse | None:
    """When the picture came first and whose it was, to the reviewer only.

    The same picture twice in one attempt is somebody who was not sure that the first had arrived.
    """
    if earlier is None or await _of_this_attempt(session, earlier, media):
        return None
    same = earlier.employee_id == media.employee_id
    return Reuse(media_id=earlier.id, first_at=earlier.created_at, same_person=same)


async def _of_this_attempt(session: AsyncSession, earlier: Media, media: Media) -> bool:
    if earlier.employee_id != media.employee_id:
        return False
    asked_at = await session.scalar(
        select(Nonce.asked_at)
        .join(Attempt, Attempt.nonce_id == Nonce.id)
        .where(Attempt.employee_id == media.employee_id, is_living)
    )
    return asked_at is not None and asked_at <= earlier.created_at
