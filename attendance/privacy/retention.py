"""Pictures go when their time is over. Their rows stay: later pictures are compared with the digests in them.

The row is marked before the file goes; a crash in between leaves a file that no living row names, which is swept.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Challenge
from attendance.checkin.attempt import AttemptStatus, is_living
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.tables import FaceTemplate
from attendance.privacy.periods import Periods
from attendance.records.audit import append_audit
from attendance.records.database import Database, Priority
from attendance.records.tables import Media, PicturePrint
from attendance.rules.book import RuleBook
from attendance.rules.kinds import RetentionRule
from attendance.vault.files import MediaFiles

#: Pictures of one write transaction.
BITE = 200


class PictureKind(StrEnum):
    """What a picture that is kept for a time only has come to: see RetentionRule."""

    ACCEPTED = "accepted"
    HELD = "held"
    REJECTED = "rejected"

    def days(self, rule: RetentionRule) -> int:
        """How long it is kept."""
        match self:
            case PictureKind.ACCEPTED:
                return rule.accepted_days
            case PictureKind.HELD:
                return rule.held_days
            case PictureKind.REJECTED:
                return rule.rejected_days
            case _:
                assert_never(self)


@dataclass(frozen=True)
class Case:
    """An attempt whose selfie a picture is, or whose answer to a challenge, which is no selfie and is never punched.

    `decided_at` is the time of its newest decision.
    """

    status: AttemptStatus
    punched: bool
    decided_at: datetime | None


@dataclass(frozen=True)
class Term:
    """A picture is kept as this kind, from then on."""

    kind: PictureKind
    since: datetime


def term_of(picture: Media, cases: Sequence[Case], enrolled: Set[int]) -> Term | None:
    """None for a picture without an end: of a template, of an attempt under way, or about to be made small."""
    if picture.id in enrolled:
        return None
    kind = PictureKind.ACCEPTED if picture.shrunk_at is not None else _kind(cases)
    decided = [case.decided_at for case in cases if case.decided_at is not None]
    return None if kind is None else Term(kind, max([picture.created_at, *decided]))


def _kind(cases: Sequence[Case]) -> PictureKind | None:
    over = {AttemptStatus.HELD, AttemptStatus.DONE}
    if any(case.punched or case.status not in over for case in cases):
        return None
    held = any(case.status is AttemptStatus.HELD for case in cases)
    return PictureKind.HELD if held else PictureKind.REJECTED


async def expire_pictures(database: Database, files: MediaFiles, book: RuleBook, now: datetime) -> AsyncIterator[int]:
    """Delete the pictures whose time is over, in bites; how many went in each."""
    periods = Periods(book, now)
    async with database.read() as session:
        enrolled = frozenset(await session.scalars(select(FaceTemplate.media_id).distinct()))
    large, small = Media.shrunk_at.is_(None), Media.shrunk_at.is_not(None)
    soonest = {large: (PictureKind.HELD, PictureKind.REJECTED), small: (PictureKind.ACCEPTED,)}
    for shelf, kinds in soonest.items():
        latest = max(periods.latest(kind.days) for kind in kinds)
        async for page in _pages(database, shelf, latest):
            async with database.read() as session:
                over = await _over(session, page, enrolled, periods)
            if over:
                yield await _delete(database, files, over, now)


async def expire_prints(database: Database, book: RuleBook, now: datetime) -> AsyncIterator[int]:
    """Delete the fingerprints whose time is over, in bites; how many went in each."""
    periods, after = Periods(book, now), 0
    latest = periods.latest(_fingerprint_days)
    while True:
        query = (
            select(PicturePrint.id, PicturePrint.made_at, Media.employee_id)
            .join(Media, Media.id == PicturePrint.media_id)
            .where(PicturePrint.id > after, PicturePrint.made_at <= latest)
            .order_by(PicturePrint.id)
            .limit(BITE)
        )
        async with database.read() as session:
            rows = (await session.execute(query)).all()
            over = [id_ for id_, made, whose in rows if await periods.is_over(session, whose, _fingerprint_days, made)]
        if not rows:
            return
        after = rows[-1].id
        async with database.write(Priority.BULK) as session:
            gone = delete(PicturePrint).where(PicturePrint.id.in_(over))
            await session.execute(gone.execution_options(synchronize_session=False))
        yield len(over)


def _fingerprint_days(rule: RetentionRule) -> int:
    return rule.fingerprint_days


async def _pages(database: Database, shelf: ColumnElement[bool], latest: datetime) -> AsyncIterator[Sequence[Media]]:
    """The pictures of a shelf in the order they came, up to that time."""
    after = 0
    while True:
        query = select(Media).where(shelf, Media.deleted_at.is_(None), Media.id > after).order_by(Media.id).limit(BITE)
        async with database.read() as session:
            page = (await session.scalars(query)).all()
        if not page:
            return
        yield page
        if page[-1].created_at > latest:
            return
        after = page[-1].id


async def _over(
    session: AsyncSession, page: Sequence[Media], enrolled: Set[int], periods: Periods
) -> Mapping[int, PictureKind]:
    cases, over = await _cases(session, [picture.id for picture in page]), dict[int, PictureKind]()
    for picture in page:
        term = term_of(picture, cases[picture.id], enrolled)
        if term and await periods.is_over(session, picture.employee_id, term.kind.days, term.since):
            over[picture.id] = term.kind
    return over


async def _cases(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, list[Case]]:
    query = (
        select(Attempt.selfie_media_id, Attempt.status, func.max(Punch.id), func.max(Decision.decided_at))
        .outerjoin(Punch, Punch.attempt_id == Attempt.id)
        .outerjoin(Decision, Decision.attempt_id == Attempt.id)
        .where(Attempt.selfie_media_id.in_(ids))
        .group_by(Attempt.id)
    )
    cases = defaultdict[int, list[Case]](list)
    for media_id, status, punch_id, decided_at in await session.execute(query):
        if media_id is not None:
            cases[media_id].append(Case(AttemptStatus(status), punch_id is not None, decided_at))
    for answer_id, status, settled_at in await session.execute(_answers(ids)):
        if answer_id is not None:
            cases[answer_id].append(Case(AttemptStatus(status), punched=False, decided_at=settled_at))
    return cases


def _answers(ids: Sequence[int]) -> Select[int | None, str, datetime | None]:
    """Posed pictures and videos: once a check-in is accepted they have done their work."""
    return (
        select(Challenge.media_id, Attempt.status, func.max(Decision.decided_at))
        .join(Attempt, Attempt.nonce_id == Challenge.nonce_id)
        .outerjoin(Decision, Decision.attempt_id == Attempt.id)
        .where(Challenge.media_id.in_(ids))
        .group_by(Challenge.id, Attempt.status)
    )


async def _delete(database: Database, files: MediaFiles, over: Mapping[int, PictureKind], now: datetime) -> int:
    """What somebody began to work on, or let pass, since it was looked at stays."""
    needed = exists().where(Attempt.selfie_media_id == Media.id, is_living) | exists().where(
        Challenge.media_id == Media.id, Attempt.nonce_id == Challenge.nonce_id, is_living
    )
    passed = exists().where(Attempt.selfie_media_id == Media.id, Punch.attempt_id == Attempt.id)
    marked = (
        update(Media)
        .where(Media.id.in_(over), Media.deleted_at.is_(None), ~needed, Media.shrunk_at.is_not(None) | ~passed)
        .values(deleted_at=now)
        .returning(Media.id, Media.file)
        .execution_options(synchronize_session=False)
    )
    async with database.write(Priority.BULK) as session:
        gone = (await session.execute(marked)).all()
        for media_id, _ in gone:
            action = f"picture.{over[media_id]}_expired"
            append_audit(session, at=now, actor_id=None, action=action, subject="media", subject_id=media_id)
    for _, file in gone:
        await files.remove(file)
    return len(gone)
