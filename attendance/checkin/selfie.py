"""A selfie arrives: it is examined at once, and what was found is stored on its attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from attendance.checkin.attendee import Attendee
from attendance.checkin.evidence import FaceFinding, PadEvidence, SelfieFindings
from attendance.checkin.look_alikes import beside_look_alikes
from attendance.checkin.reuse import WITH_EARLIER, exact_reuse, perceptual_reuse
from attendance.checkin.seen_pictures import SeenPictures
from attendance.people.faces.look_alikes import load_rivals
from attendance.people.faces.portraits import Darkroom, advice_of
from attendance.people.faces.templates import Templates, load_templates
from attendance.rules.kinds import FaceRule
from attendance.vault.keyring import Keyring
from recognition import sface
from recognition.dlib_resnet import EngineUnavailable
from recognition.embedding import Embedding
from recognition.examination import Examination, Examiner, Look
from recognition.fingerprint import to_bytes
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
    """The picture cannot be used; `advice` are keys of the catalogues. `face_seen`: it was an attempt at a selfie.

    Its fingerprint is kept as that of any other.
    """

    advice: tuple[str, ...]
    face_seen: bool
    media_id: int | None = None
    fingerprint: bytes | None = None


@dataclass(frozen=True)
class Laboratory(Darkroom):
    """A darkroom with the keys to the templates, and all pictures that were seen before."""

    keyring: Keyring
    seen: SeenPictures


async def examine_selfie(
    laboratory: Laboratory, attendee: Attendee, media_id: int, rule: FaceRule
) -> SelfieFindings | PictureRefused:
    """Everything about the picture that costs time, outside of any transaction."""
    async with laboratory.database.glance() as session:
        media, earlier = (await session.execute(WITH_EARLIER, {"media_id": media_id})).one()
        templates = await load_templates(session, attendee.employee_id, laboratory.keyring)
        rivals = await load_rivals(session, attendee.employee_id, laboratory.keyring)
        reuse = await exact_reuse(session, media, earlier)
    data = await laboratory.files.read(media.file, str(media.employee_id))
    examination = await laboratory.examiner.examine(data, [rule.engine], SELFIE_LIMITS, Look.ONCE)
    fingerprint = None if examination.hypotheses is None else to_bytes(examination.hypotheses[0])
    if refused := refusal_of(examination):
        return replace(refused, media_id=media_id, fingerprint=fingerprint)
    if reuse is None and examination.hypotheses is not None:
        reuse = await perceptual_reuse(laboratory, media, data, examination.hypotheses)
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
        fingerprint=fingerprint,
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
