"""/curiga: what belongs together as evidence, for whoever may see it. It says where to look, and sanctions nobody.

Whoever is among those concerned does not see the cluster: two heads of agencies were among the cheats of Seluma.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.roles import Action
from attendance.people.named import Named, named
from attendance.people.person import Person
from attendance.places.tables import Site
from attendance.records.audit import append_audit
from attendance.records.say import local
from attendance.records.tables import Media
from attendance.review.clusters import Cluster, Sign, Trace, clusters
from attendance.review.traces import Reach, traces_since
from attendance.rules.book import RuleBook
from attendance.rules.kinds import SuspicionRule
from attendance.time.schedule import work_date_of

#: Clusters told at once.
MOST_SHOWN = 5

#: Traces of one cluster that are told, and pictures that go with it: one message and one picture of a phone's size.
MOST_TRACES, MOST_PICTURES = 12, 9


@dataclass(frozen=True, slots=True)
class ShowSuspicions:
    """The step of /curiga."""


@dataclass(frozen=True, slots=True)
class OpenSuspicion:
    """The step of a button: the cluster of which that row is a part now. `odd`: a row of odd_part, else an attempt."""

    row_id: int
    odd: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One trace in words: who (with the NIP masked), when and where, by which signs, and which pictures show it.

    `first_by` and `first_at`: of the picture that this one is a copy of, from which its fingerprint differs by `bits`.
    `live_score` as of a Trace. `same_scene`: another picture of the cluster has that background. Pictures are counted
    from 1.
    """

    name: str
    nip: str | None
    at: datetime
    site: str | None
    signs: tuple[Sign, ...]
    ways: tuple[str, ...]
    pictures: tuple[int, ...]
    first_by: str | None = None
    first_at: datetime | None = None
    bits: int | None = None
    live_score: float | None = None
    same_scene: bool = False


@dataclass(frozen=True, slots=True)
class SuspicionCard:
    """A cluster as the list shows it. `row_id` and `odd` name it for its button."""

    people: int
    traces: int
    since: datetime
    minutes: int
    sites: tuple[str, ...]
    signs: Mapping[Sign, int]
    same_scene: bool | None
    row_id: int
    odd: bool


@dataclass(frozen=True, slots=True)
class Suspicions:
    """What there is to look at, the strongest evidence first. `more`: how many are behind those shown."""

    days: int
    shown: tuple[SuspicionCard, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SuspicionOpened:
    """One cluster. `media_ids` in the order in which its pictures are numbered; `traces` is what the audit names."""

    card: SuspicionCard
    pieces: tuple[Piece, ...]
    media_ids: tuple[int, ...]
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class SuspicionGone:
    """Nothing of it is to be seen any more: it is too old, or its time or the role is over."""


SuspicionOutcome = Suspicions | SuspicionOpened | SuspicionGone
SuspicionStep = ShowSuspicions | OpenSuspicion


async def show_suspicions(session: AsyncSession, actor: Person, book: RuleBook, now: datetime) -> SuspicionOutcome:
    """Reads only. The clusters within what the roles of the actor cover."""
    if not actor.may_anywhere(Action.SEE_SUSPICIONS):
        return SuspicionGone()
    rule, found = await _clusters(session, actor, book, now)
    sites = await _sites(session)
    cards = tuple(_card(cluster, sites, actor.timezone) for cluster in found[:MOST_SHOWN])
    return Suspicions(rule.days, cards, max(len(found) - MOST_SHOWN, 0))


async def open_suspicion(
    session: AsyncSession, actor: Person, step: OpenSuspicion, book: RuleBook, now: datetime
) -> SuspicionOutcome:
    """Reads only; `note_opened` writes who has seen what."""
    if not actor.may_anywhere(Action.SEE_SUSPICIONS):
        return SuspicionGone()
    _, found = await _clusters(session, actor, book, now)
    for cluster in found:
        if any(step.row_id == (trace.odd_part_id if step.odd else trace.attempt_id) for trace in cluster.traces):
            return await _opened(session, cluster, actor, now)
    return SuspicionGone()


def note_opened(session: AsyncSession, actor: Person, opened: SuspicionOpened, now: datetime) -> None:
    """Who saw the evidence about whom: ids only."""
    seen = [("attempt", trace.attempt_id) for trace in opened.traces if trace.attempt_id is not None]
    seen += [("odd_part", trace.odd_part_id) for trace in opened.traces if trace.odd_part_id is not None]
    seen += [("media", media_id) for media_id in opened.media_ids]
    for subject, subject_id in seen:
        append_audit(
            session, at=now, actor_id=actor.employee_id, action="suspicion.seen", subject=subject, subject_id=subject_id
        )


async def _clusters(
    session: AsyncSession, actor: Person, book: RuleBook, now: datetime
) -> tuple[SuspicionRule, Sequence[Cluster]]:
    today = work_date_of(now, actor.timezone)
    rule = book.get(SuspicionRule, actor.scope, today).value
    since = now - timedelta(days=rule.days)
    traces = await traces_since(session, since, Reach(actor, book, today))
    return rule, [one for one in clusters(traces, rule) if actor.employee_id not in one.people]


async def _sites(session: AsyncSession) -> Mapping[int, str]:
    return {site.id: site.name for site in await session.scalars(select(Site))}


def _card(cluster: Cluster, sites: Mapping[int, str], zone: str) -> SuspicionCard:
    first = cluster.traces[0]
    ids = dict.fromkeys(trace.site_id for trace in cluster.traces if trace.site_id is not None)
    return SuspicionCard(
        people=len(cluster.people),
        traces=len(cluster.traces),
        since=local(first.at, zone),
        minutes=max(round(cluster.lasted.total_seconds() / 60), 1),
        sites=tuple(sites[site_id] for site_id in ids),
        signs=cluster.signs,
        same_scene=cluster.same_scene,
        row_id=first.odd_part_id or first.attempt_id or 0,
        odd=first.odd_part_id is not None,
    )


async def _opened(session: AsyncSession, cluster: Cluster, actor: Person, now: datetime) -> SuspicionOpened:
    sites, today = await _sites(session), work_date_of(now, actor.timezone)
    pieces, media_ids = list[Piece](), list[int]()
    for trace in cluster.traces[:MOST_TRACES]:
        numbers = _numbered(trace, media_ids)
        piece = await _piece(session, trace, sites, numbers, actor.timezone, today)
        pieces.append(replace(piece, same_scene=trace in cluster.alike))
    card = _card(cluster, sites, actor.timezone)
    return SuspicionOpened(card, tuple(pieces), tuple(media_ids), cluster.traces[:MOST_TRACES])


def _numbered(trace: Trace, media_ids: list[int]) -> tuple[int, ...]:
    """The numbers of its pictures, the earlier one first, as long as there is room."""
    numbers = []
    for media_id in (trace.first_media_id, trace.media_id):
        if media_id is None:
            continue
        if media_id not in media_ids:
            if len(media_ids) == MOST_PICTURES:
                continue
            media_ids.append(media_id)
        numbers.append(media_ids.index(media_id) + 1)
    return tuple(numbers)


async def _piece(
    session: AsyncSession, trace: Trace, sites: Mapping[int, str], numbers: tuple[int, ...], zone: str, today: date
) -> Piece:
    who = await named(session, trace.employee_id, today)
    first = None if trace.first_media_id is None else await session.get(Media, trace.first_media_id)
    by: Named | None = None if first is None else await named(session, first.employee_id, today)
    return Piece(
        name=who.name,
        nip=who.masked_nip,
        at=local(trace.at, zone),
        site=sites.get(trace.site_id) if trace.site_id is not None else None,
        signs=tuple(sign for sign in Sign if sign in trace.signs),
        ways=trace.ways,
        pictures=numbers,
        first_by=by.name if by else None,
        first_at=local(first.created_at, zone) if first else None,
        bits=trace.bits if first else None,
        live_score=trace.live_score if Sign.SPOOF in trace.signs else None,
    )
