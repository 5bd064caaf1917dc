"""Personal data got into wrong hands: whose, what of it, from when to when, and by when they must be told (art. 46)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.tables import Attempt, Punch
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, Enrolment, FaceTemplate, Nip
from attendance.privacy.tables import Breach
from attendance.records.audit import append_audit
from attendance.records.tables import Media

#: UU 27/2022 art. 46(1): in writing, within 3 x 24 hours, to the subjects and the agency.
TO_BE_TOLD_WITHIN = timedelta(hours=72)


class Leaked(StrEnum):
    """What got out."""

    PICTURES = "pictures"  # the media folder
    DATABASE = "database"
    ALL = "all"


class Kind(StrEnum):
    """What there is of a person, as a letter names it."""

    PICTURES = "pictures"
    TEMPLATES = "templates"
    PUNCHES = "punches"
    POSITIONS = "positions"
    ACCOUNTS = "accounts"
    PROFILE = "profile"


IN: Mapping[Leaked, tuple[Kind, ...]] = {
    Leaked.PICTURES: (Kind.PICTURES,),
    Leaked.DATABASE: (Kind.TEMPLATES, Kind.PUNCHES, Kind.POSITIONS, Kind.ACCOUNTS, Kind.PROFILE),
    Leaked.ALL: tuple(Kind),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """What is declared. Somebody could read from `since` to `until`; `keys_too`: the keys to what is sealed got out."""

    what: str
    data: Leaked
    keys_too: bool
    since: datetime
    until: datetime
    discovered_at: datetime

    @property
    def due_at(self) -> datetime:
        return self.discovered_at + TO_BE_TOLD_WITHIN


@dataclass(frozen=True, slots=True)
class Concerned:
    """One person, and how many pieces of each kind somebody could have had."""

    employee_id: int
    name: str
    nip: str
    agency: str
    counts: Mapping[Kind, int] = field(default_factory=dict)


async def declare(session: AsyncSession, incident: Incident, people: int, now: datetime) -> Breach:
    """The row by which the pack is named, and its audit."""
    row = Breach(
        what=incident.what,
        data=incident.data,
        keys_too=incident.keys_too,
        since=incident.since,
        until=incident.until,
        discovered_at=incident.discovered_at,
        declared_at=now,
        due_at=incident.due_at,
        people=people,
    )
    session.add(row)
    await session.flush()
    append_audit(
        session,
        at=now,
        actor_id=None,
        action="breach.declared",
        subject="breach",
        subject_id=row.id,
        detail=incident.what,
    )
    return row


async def concerned(
    session: AsyncSession, incident: Incident, nips: Collection[str] | None = None
) -> Sequence[Concerned]:
    """Whoever has anything in what got out, by agency and name; with `nips` only those. One query for each kind."""
    counts = defaultdict[int, dict[Kind, int]](dict)
    for kind in IN[incident.data]:
        for employee_id, count in await session.execute(_QUERIES[kind](incident)):
            counts[employee_id][kind] = count
    profiles = await _profiles(session)
    found = [
        Concerned(employee_id, *profiles[employee_id], counts=mine)
        for employee_id, mine in counts.items()
        if employee_id in profiles
    ]
    wanted = [one for one in found if nips is None or one.nip in nips]
    return sorted(wanted, key=lambda one: (one.agency, one.name, one.employee_id))


async def _profiles(session: AsyncSession) -> Mapping[int, tuple[str, str, str]]:
    """Name, newest NIP and newest agency of everybody."""
    numbers = {row.employee_id: row.nip for row in await session.execute(_NIPS)}
    agencies = {row.employee_id: row.name for row in await session.execute(_AGENCIES)}
    people = await session.execute(select(Employee.id, Employee.name))
    return {id_: (name, numbers.get(id_, ""), agencies.get(id_, "")) for id_, name in people}


_NIPS = select(Nip.employee_id, Nip.nip).order_by(Nip.valid_from, Nip.id)
_AGENCIES = (
    select(Employment.employee_id, Agency.name)
    .join(Agency, Agency.id == Employment.agency_id)
    .order_by(Employment.valid_from, Employment.id)
)


def _pictures(incident: Incident) -> Select[int, int]:
    """Those there were at any time of it; deleted ones whose file had gone before are out of it."""
    whose = func.coalesce(Media.shows_id, Media.employee_id)
    there = (Media.created_at <= incident.until) & or_(Media.deleted_at.is_(None), Media.deleted_at >= incident.since)
    return select(whose, func.count(Media.id)).where(there).group_by(whose)


def _templates(incident: Incident) -> Select[int, int]:
    return (
        select(FaceTemplate.employee_id, func.count(FaceTemplate.id))
        .join(Enrolment, Enrolment.id == FaceTemplate.enrolment_id)
        .where(Enrolment.enrolled_at <= incident.until)
        .group_by(FaceTemplate.employee_id)
    )


def _punches(incident: Incident) -> Select[int, int]:
    return select(Punch.employee_id, func.count(Punch.id)).where(Punch.at <= incident.until).group_by(Punch.employee_id)


def _positions(incident: Incident) -> Select[int, int]:
    return (
        select(Attempt.employee_id, func.count(Attempt.id))
        .where(Attempt.created_at <= incident.until, Attempt.position_at.is_not(None))
        .group_by(Attempt.employee_id)
    )


def _accounts(incident: Incident) -> Select[int, int]:
    return (
        select(Employee.id, func.count(ChatAccount.id))
        .join(ChatAccount, ChatAccount.employee_id == Employee.id)
        .where(ChatAccount.created_at <= incident.until)
        .group_by(Employee.id)
    )


def _profile(incident: Incident) -> Select[int, int]:
    return (
        select(Employee.id, func.count(Nip.id))
        .join(Nip, Nip.employee_id == Employee.id)
        .where(Employee.created_at <= incident.until)
        .group_by(Employee.id)
    )


_QUERIES = {
    Kind.PICTURES: _pictures,
    Kind.TEMPLATES: _templates,
    Kind.PUNCHES: _punches,
    Kind.POSITIONS: _positions,
    Kind.ACCOUNTS: _accounts,
    Kind.PROFILE: _profile,
}
