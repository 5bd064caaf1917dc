"""Pictures for an enrolment: examined outside of any transaction, then judged by pure rules."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import scope_of
from attendance.records.database import Database
from attendance.records.tables import Media
from attendance.rules.book import RuleBook
from attendance.rules.kinds import FaceRule, PoseDiversityRule
from attendance.vault.files import MediaFiles
from recognition.embedding import Embedding
from recognition.examination import Examination, Examiner
from recognition.fingerprint import to_bytes
from recognition.hashing import hamming
from recognition.quality import QualityLimits

NOT_SAME_PERSON = "enrolment-not-same-person"
TOO_ALIKE = "enrolment-too-alike"
SAME_PICTURE = "enrolment-same-picture"

#: Of 150 LFW photographs and their copies, scaled and compressed anew, all differed in 2 bits of `difference_hash` at
#: most and were more alike than 0.95; of 150 pairs of different ones all differed in 7, but for one pair that is the
#: same photograph twice (2 bits, 0.958). The variations that the demo makes of one portrait differ in 5 and more.
COPY_BITS = 3
COPY_LIKENESS = 0.92

#: Portraits kept in memory: the open sets of a dozen operators.
REMEMBERED = 64

#: Said of a picture that is no longer there, or is not the sender's: it is to be sent again.
GONE = "image-empty"


@dataclass(frozen=True)
class PortraitRules:
    """What the employee's own rules ask of the pictures."""

    face: FaceRule
    poses: PoseDiversityRule


@dataclass(frozen=True)
class Portrait:
    """What was found in one picture.

    `advice`: keys of the catalogues, the one to tell first in front; empty for a picture of good quality.
    `likeness`: to the most similar of the pictures before it, on the scale of the face rule's engine; None for the
    first one and where there is no face. `copy`: it is one of those once more, perhaps smaller or compressed anew.
    """

    media_id: int
    advice: tuple[str, ...]
    embeddings: tuple[Embedding, ...] = ()
    likeness: float | None = None
    sha256: str = ""
    dhash: int = 0
    fingerprint: bytes | None = None
    copy: bool = False

    def of(self, engine: str) -> list[Embedding]:
        """What that engine made of the face: one embedding or none."""
        return [embedding for embedding in self.embeddings if embedding.engine == engine]

    def is_too_alike(self, rules: PortraitRules) -> bool:
        """The same pose again says nothing new, and a picture of a picture is often sent thrice."""
        alike = self.likeness is not None and self.likeness > rules.poses.max_similarity
        return alike and rules.poses.level != "off"

    def refusal(self, rules: PortraitRules) -> tuple[str, ...]:
        """Why the picture cannot stay; empty when it can. The same person is whom a check-in would accept as such."""
        if self.advice:
            return self.advice
        if self.copy:
            return (SAME_PICTURE,)
        if self.likeness is not None and self.likeness < rules.face.accept:
            return (NOT_SAME_PERSON,)
        if self.is_too_alike(rules) and rules.poses.level == "enforce":
            return (TOO_ALIKE,)
        return ()


@dataclass(frozen=True)
class PictureFindings:
    """The pictures of one enrolment in the order they were sent, and the rules they are judged by."""

    portraits: tuple[Portrait, ...]
    rules: PortraitRules

    @property
    def newest(self) -> Portrait:
        return self.portraits[-1]

    @property
    def are_alike(self) -> bool:
        """Whether poses should have differed more."""
        return any(portrait.is_too_alike(self.rules) for portrait in self.portraits)

    @property
    def earlier_stay(self) -> bool:
        """False when a picture that was good before is not good any more: the rules changed, or it is gone."""
        return not any(portrait.refusal(self.rules) for portrait in self.portraits[:-1])


class Recent:
    """The last portraits that were made, in memory: each picture of a set is looked at again beside the next ones."""

    def __init__(self) -> None:
        self._portraits = OrderedDict[tuple[int, tuple[str, ...]], Portrait]()

    def get(self, media_id: int, engines: Sequence[str]) -> Portrait | None:
        return self._portraits.get((media_id, tuple(engines)))

    def keep(self, portrait: Portrait, engines: Sequence[str]) -> None:
        self._portraits[portrait.media_id, tuple(engines)] = portrait
        if len(self._portraits) > REMEMBERED:
            self._portraits.popitem(last=False)

    def forget(self) -> None:
        """All of them: one may be of somebody whose face was erased."""
        self._portraits.clear()


@dataclass(frozen=True)
class Darkroom:
    """What examining pictures needs."""

    database: Database
    files: MediaFiles
    examiner: Examiner
    recent: Recent = field(default_factory=Recent, kw_only=True)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Pictures of `employee_id` that the account of `sender_id` sent, in that order, on a day."""

    sender_id: int
    employee_id: int
    media_ids: tuple[int, ...]
    on: date


async def examine_portraits(
    room: Darkroom, sitting: Sitting, engines: Iterable[str], book: RuleBook
) -> PictureFindings:
    """Examine the pictures by the engine of the employee's face rule and by `engines`."""
    async with room.database.read() as session:
        media = await _media(session, sitting.sender_id, sitting.media_ids)
        scope = await scope_of(session, sitting.employee_id, sitting.on)
    rules = PortraitRules(
        book.get(FaceRule, scope, sitting.on).value, book.get(PoseDiversityRule, scope, sitting.on).value
    )
    every_engine = list(dict.fromkeys((rules.face.engine, *engines)))
    found = await asyncio.gather(*(_examine(room, media.get(one), one, every_engine) for one in sitting.media_ids))
    return PictureFindings(compared(found, rules.face.engine, room.examiner), rules)


def advice_of(examination: Examination) -> tuple[str, ...]:
    """What to do better, as keys of the catalogues; empty for a picture of good quality."""
    if examination.refusal is not None:
        return (f"image-{examination.refusal.value}".replace("_", "-"),)
    return tuple(f"quality-{problem.value}".replace("_", "-") for problem in examination.problems)


def compared(portraits: Sequence[Portrait], engine: str, examiner: Examiner) -> tuple[Portrait, ...]:
    """Each portrait with its likeness to those before it, and whether it is one of them."""
    return tuple(_beside(portrait, portraits[:number], engine, examiner) for number, portrait in enumerate(portraits))


def _beside(portrait: Portrait, earlier: Sequence[Portrait], engine: str, examiner: Examiner) -> Portrait:
    mine = portrait.of(engine)
    before = [(one, embedding) for one in earlier for embedding in one.of(engine)]
    if not mine or not before:
        return portrait
    alike = [(one, examiner.similarity(mine[0], [embedding])) for one, embedding in before]
    return replace(
        portrait,
        likeness=max(likeness for _, likeness in alike),
        copy=any(_is_copy(portrait, one, likeness) for one, likeness in alike),
    )


def _is_copy(one: Portrait, other: Portrait, likeness: float) -> bool:
    near = hamming(one.dhash, other.dhash) <= COPY_BITS and likeness >= COPY_LIKENESS
    return one.sha256 == other.sha256 or near


async def _media(session: AsyncSession, sender_id: int, media_ids: Sequence[int]) -> dict[int, Media]:
    rows = await session.scalars(
        select(Media).where(Media.id.in_(media_ids), Media.employee_id == sender_id, Media.deleted_at.is_(None))
    )
    return {row.id: row for row in rows}


async def _examine(room: Darkroom, media: Media | None, media_id: int, engines: Sequence[str]) -> Portrait:
    if media is None:
        return Portrait(media_id, (GONE,))
    if (seen := room.recent.get(media_id, engines)) is not None:
        return seen
    data = await room.files.read(media.file, str(media.employee_id))
    examination = await room.examiner.examine(data, engines, QualityLimits())
    portrait = Portrait(
        media_id,
        advice_of(examination),
        examination.embeddings,
        sha256=examination.sha256,
        dhash=examination.dhash or 0,
        fingerprint=None if examination.hypotheses is None else to_bytes(examination.hypotheses[0]),
    )
    room.recent.keep(portrait, engines)
    return portrait
