"""What the records of the last days say of everybody's check-ins, as traces: read only, within the roles of one person.

Not only decisions leave a trace. Whoever gives up after the picture, or forwards somebody else's, has been there too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from attendance.challenge.tables import Challenge
from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.evidence import Reason, SelfieFindings
from attendance.checkin.position import find_place, fix_from_json
from attendance.checkin.tables import Attempt, Decision, Evidence, OddPart
from attendance.people.access.reach import reach_of
from attendance.people.access.roles import Action
from attendance.people.employment import employed_between
from attendance.people.person import Person
from attendance.people.tables import Employment
from attendance.records.tables import Media, PicturePrint
from attendance.review.clusters import DOUBTS, Sign, Trace
from attendance.rules.book import RuleBook
from attendance.rules.kinds import ChallengeRule, PadRule, PlaceRule, ReuseRule, SuspicionRule
from attendance.rules.resolve import PersonScope
from recognition.challenge.finding import ChallengeStatus

_Columns = TypeVarTuple("_Columns")

_SIGNS = {
    Reason.SPOOF_SUSPECTED: Sign.SPOOF,
    Reason.PICTURE_REUSED: Sign.REUSED,
    Reason.CHALLENGE_FAILED: Sign.UNPASSED,
}

_STATUS = Challenge.finding["status"].as_string()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose traces are read: those of people whom a role of the actor reaches today."""

    actor: Person
    book: RuleBook
    today: date

    def of(self, query: Select[*_Columns], whose: InstrumentedAttribute[int]) -> Select[*_Columns]:
        employed = (Employment.employee_id == whose) & employed_between(self.today, self.today)
        reach = reach_of(self.actor, Action.SEE_SUSPICIONS)
        if reach is None:
            return query.outerjoin(Employment, employed)
        return query.join(Employment, employed).where(reach)


async def traces_since(session: AsyncSession, since: datetime, reach: Reach) -> Sequence[Trace]:
    """Everybody's, also those without any sign: they are the crowd."""
    return [
        *await _decided(session, since, reach),
        *await _given_up(session, since, reach),
        *await _odd_parts(session, since, reach),
    ]


async def _decided(session: AsyncSession, since: datetime, reach: Reach) -> list[Trace]:
    first, selfie = aliased(Media), Evidence.value["selfie"]
    query = (
        select(
            Attempt.id,
            Attempt.employee_id,
            Attempt.selfie_media_id,
            Decision.decided_at,
            Attempt.first_message_at,
            Decision.reasons,
            _STATUS,
            Evidence.value["position"]["place"]["site_id"].as_integer(),
            Employment.agency_id,
            PicturePrint.bits,
            first.id,
            first.employee_id,
            selfie["reuse"]["distance"].as_integer(),
            selfie["pad"]["live_score"].as_float(),
        )
        .join(Decision, (Decision.attempt_id == Attempt.id) & Decision.author_id.is_(None))
        .outerjoin(Evidence, Evidence.id == Decision.evidence_id)
        .outerjoin(Challenge, Challenge.id == Attempt.challenge_id)
        .outerjoin(PicturePrint, PicturePrint.media_id == Attempt.selfie_media_id)
        .outerjoin(first, first.id == selfie["reuse"]["media_id"].as_integer())
        .where(Decision.decided_at >= since)
        .order_by(Decision.id)
    )
    traces: dict[int, Trace] = {}
    for row in await session.execute(reach.of(query, Attempt.employee_id)):
        id_, whose, media_id, decided_at, sent_at, reasons, status, site_id, agency_id, scene, *found = row
        first_id, first_by, bits, live_score = found
        signs = signs_of(reasons, status) | (traces[id_].signs if id_ in traces else frozenset())
        reused = Sign.REUSED in signs
        traces[id_] = Trace(
            employee_id=whose,
            at=sent_at or decided_at,
            attempt_id=id_,
            agency_id=agency_id,
            site_id=site_id,
            signs=signs,
            media_id=media_id,
            scene=scene,
            first_media_id=first_id if reused else None,
            first_by=first_by if reused else None,
            live_score=live_score,
            bits=bits if reused else None,
        )
    return list(traces.values())


def signs_of(reasons: Iterable[str], challenge: str | None) -> frozenset[Sign]:
    """Whoever has passed the challenge that was due is alive: the doubts are answered, and accuse nobody."""
    told = frozenset(reasons)
    signs = frozenset(sign for reason, sign in _SIGNS.items() if reason in told)
    answered = challenge == ChallengeStatus.PASSED and Reason.CHALLENGE_DUE not in told
    return signs - DOUBTS if answered else signs


async def _given_up(session: AsyncSession, since: datetime, reach: Reach) -> list[Trace]:
    """Attempts that came to no decision though there was a picture: its findings are on the attempt."""
    query = (
        select(Attempt, _STATUS, Employment.unit_id, Employment.agency_id, PicturePrint.bits)
        .outerjoin(Challenge, Challenge.id == Attempt.challenge_id)
        .outerjoin(PicturePrint, PicturePrint.media_id == Attempt.selfie_media_id)
        .where(Attempt.created_at >= since, Attempt.status == AttemptStatus.DONE)
        .where(Attempt.selfie_media_id.is_not(None), ~exists().where(Decision.attempt_id == Attempt.id))
    )
    traces = []
    for attempt, status, unit_id, agency_id, scene in await session.execute(reach.of(query, Attempt.employee_id)):
        if not attempt.examination:
            continue
        scope = PersonScope(attempt.employee_id, unit_id, agency_id)
        selfie = SelfieFindings.model_validate(attempt.examination)
        signs = signs_of(_reasons_in(selfie, attempt, status, scope, reach.book), status)
        if not signs:
            # Nothing was decided, so it is not one of the crowd either.
            continue
        reuse = selfie.reuse if Sign.REUSED in signs else None
        first = None if reuse is None else await session.get(Media, reuse.media_id)
        traces.append(
            Trace(
                employee_id=attempt.employee_id,
                at=attempt.first_message_at or attempt.created_at,
                attempt_id=attempt.id,
                agency_id=agency_id,
                site_id=await _site_of(session, attempt, scope, reach.book),
                signs=signs,
                media_id=attempt.selfie_media_id,
                scene=scene,
                first_media_id=first.id if first else None,
                first_by=first.employee_id if first else None,
                live_score=selfie.pad.live_score,
                bits=reuse.distance if reuse else None,
            )
        )
    return traces


def _reasons_in(
    selfie: SelfieFindings, attempt: Attempt, challenge: str | None, scope: PersonScope, book: RuleBook
) -> frozenset[str]:
    """Those that a decision would have named, by the rules of that day."""
    pad = book.get(PadRule, scope, attempt.work_date).value
    score = selfie.pad.live_score
    found = {
        Reason.SPOOF_SUSPECTED: pad.level != "off" and score is not None and score < pad.live_at,
        Reason.PICTURE_REUSED: selfie.reuse is not None
        and book.get(ReuseRule, scope, attempt.work_date).value.level != "off",
        Reason.CHALLENGE_FAILED: challenge == ChallengeStatus.FAILED
        and book.get(ChallengeRule, scope, attempt.work_date).value.level != "off",
    }
    return frozenset({*attempt.suspected, *(reason for reason, so in found.items() if so)})


async def _odd_parts(session: AsyncSession, since: datetime, reach: Reach) -> list[Trace]:
    """Nothing of them was fetched, so where somebody was is told by the check-in that they were a part of."""
    query = select(OddPart, Employment.unit_id, Employment.agency_id).where(OddPart.sent_at >= since)
    rows = (await session.execute(reach.of(query, OddPart.employee_id))).all()
    places = await _attempts_with_place(session, since) if rows else {}
    traces = []
    for row, unit_id, agency_id in rows:
        scope = PersonScope(row.employee_id, unit_id, agency_id)
        within = timedelta(minutes=reach.book.get(SuspicionRule, scope, reach.today).value.minutes)
        attempt = _nearest(places.get(row.employee_id, ()), row.sent_at, within)
        traces.append(
            Trace(
                employee_id=row.employee_id,
                at=row.sent_at,
                odd_part_id=row.id,
                agency_id=agency_id,
                site_id=None if attempt is None else await _site_of(session, attempt, scope, reach.book),
                signs=frozenset({Sign.ODD_WAY}),
                ways=tuple(row.kinds),
            )
        )
    return traces


async def _attempts_with_place(session: AsyncSession, since: datetime) -> Mapping[int, Sequence[Attempt]]:
    """By employee, of those who sent something odd."""
    who = select(OddPart.employee_id).where(OddPart.sent_at >= since)
    query = select(Attempt).where(Attempt.position_at >= since - timedelta(days=1), Attempt.employee_id.in_(who))
    found: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in await session.scalars(query):
        found[attempt.employee_id].append(attempt)
    return found


def _nearest(attempts: Iterable[Attempt], at: datetime, within: timedelta) -> Attempt | None:
    def apart(attempt: Attempt) -> timedelta:
        return abs((attempt.position_at or attempt.created_at) - at)

    nearest = min(attempts, key=apart, default=None)
    return nearest if nearest is not None and apart(nearest) <= within else None


async def _site_of(session: AsyncSession, attempt: Attempt, scope: PersonScope, book: RuleBook) -> int | None:
    """The site that the position was nearest to; None without a position."""
    if not attempt.fixes:
        return None
    rule = book.get(PlaceRule, scope, attempt.work_date).value
    found = await find_place(session, scope.agency_id, fix_from_json(attempt.fixes[-1]), attempt.work_date, rule)
    return found.place.site_id if found.place else None
