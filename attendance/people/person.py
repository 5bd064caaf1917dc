"""Who writes: the frozen value that dialogues and use cases get of an account and its employee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, Date, Row, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from attendance.challenge.drawing import Awaited
from attendance.people.access.bound_by import BoundBy, speaks_by_number
from attendance.people.access.roles import Action, Grant, may, may_anywhere
from attendance.people.access.tenure import roles_on
from attendance.people.employment import employed_between
from attendance.people.faces.templates import counting_enrolment
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, RoleGrant
from attendance.privacy.choice import Choice, newest_choice
from attendance.privacy.tables import FaceChoice, NoticeAcknowledgement
from attendance.rules.book import RuleBook
from attendance.rules.kinds import NoticeRule, ZoneRule
from attendance.rules.resolve import NOBODY, PersonScope
from attendance.time.schedule import work_date_of


@dataclass(frozen=True, slots=True)
class Person:
    """One account and, once it is bound, its employee.

    `timezone` is the IANA name of the zone of the place of duty, of the regency's ZoneRule where there is no such
    place. `acknowledged`: the notice in force, not an older one, and on a screen of their own. `without_face`: recorded
    by PIN and witness; `choice_id` is the choice that says so or not, 0 before the first.

    `verified`: a face has matched, or somebody who was there has vouched, since the account was bound. Until then the
    binding is only somebody's word, on a number or a code that may have come into other hands: `name` and `agency` stay
    None, so that nothing can tell them, and `roles`, which hold today, are none. Who has no face on record cannot show
    one: then a code is enough to be `trusted` with roles, a number is not. `by_number`: nothing but a number says whose
    account it is, and somebody else may have that number by now; such an account hears what any other of its kind
    would hear. `suspended`: the phone is lost; the account has no roles and learns nothing. `awaits`: what the
    challenge of the open check-in waits for, if the message could be an answer to it.
    """

    account_id: int
    channel: str
    language: str
    timezone: str
    employee_id: int | None = None
    name: str | None = None
    agency_id: int | None = None
    agency: str | None = None
    unit_id: int | None = None
    roles: tuple[Grant, ...] = ()
    enrolled: bool = False
    verified: bool = False
    trusted: bool = False
    by_number: bool = False
    acknowledged: bool = False
    without_face: bool = False
    choice_id: int = 0
    suspended: bool = False
    awaits: Awaited | None = None

    @property
    def is_bound(self) -> bool:
        return self.employee_id is not None

    @property
    def checks_in(self) -> bool:
        """Whether a check-in can be anything but refused: by an enrolled face, or without one by choice."""
        return self.enrolled or self.without_face

    @property
    def notice_scope(self) -> PersonScope:
        """Whose notice is shown: not that of the agency to an account that a stranger may have."""
        return NOBODY if self.by_number else self.scope

    @property
    def scope(self) -> PersonScope:
        return PersonScope(self.employee_id, self.unit_id, self.agency_id)

    def may(self, action: Action, target: PersonScope) -> bool:
        return may(self.roles, action, target)

    def may_anywhere(self, action: Action) -> bool:
        return may_anywhere(self.roles, action)


async def load_person(session: AsyncSession, account: ChatAccount, book: RuleBook, now: datetime) -> Person:
    """One query, none for a stranger, one more for whoever has a role."""
    if account.employee_id is None:
        return Person(account.id, account.channel, account.language, _zone_elsewhere(book, now))
    rows = await _rows(session, account, now)
    name, enrolment_id, choice_id, choice = rows[0][:4]
    employment, agency = _workplace(rows, now)
    scope = PersonScope(account.employee_id, employment.unit_id if employment else None, agency.id if agency else None)
    zone = agency.timezone if agency else _zone_elsewhere(book, now)
    today = work_date_of(now, zone)
    enrolled, verified = enrolment_id is not None, account.verified_at is not None
    by_number = account.bound_by == BoundBy.PHONE and not verified
    trusted = verified or not (enrolled or by_number)
    granted = {grant.id: grant for *_, grant in rows if grant is not None}
    roles = await roles_on(session, account.employee_id, granted.values(), today)
    read = {version for *_, version, _ in rows}
    return Person(
        account_id=account.id,
        channel=account.channel,
        language=account.language,
        timezone=zone,
        employee_id=account.employee_id,
        name=name if verified else None,
        agency_id=scope.agency_id,
        agency=agency.name if agency and verified else None,
        unit_id=scope.unit_id,
        roles=roles if trusted and account.suspended_at is None else (),
        enrolled=enrolled,
        verified=verified,
        trusted=trusted,
        by_number=by_number,
        acknowledged=book.get(NoticeRule, NOBODY if by_number else scope, today).value.version in read,
        without_face=choice is not None and Choice(choice).without_face,
        choice_id=choice_id or 0,
        suspended=account.suspended_at is not None,
    )


def _zone_elsewhere(book: RuleBook, now: datetime) -> str:
    return book.get(ZoneRule, NOBODY, now.date()).value.timezone


_Columns = tuple[
    str, int | None, int | None, str | None, Employment | None, Agency | None, str | None, RoleGrant | None
]
_Rows = Sequence[Row[*_Columns]]


async def _rows(session: AsyncSession, account: ChatAccount, now: datetime) -> _Rows:
    """One row for each employment, role and acknowledged version of the notice around now: seldom more than one."""
    # The date at the place of duty is known only when its zone is.
    days = {"yesterday": now.date() - timedelta(days=1), "tomorrow": now.date() + timedelta(days=1)}
    who = {"employee_id": account.employee_id, "account_id": account.id}
    return (await session.execute(_AROUND, {**who, **days})).all()


def _around() -> Select[*_Columns]:
    """Made once: this query runs for every message, and putting it together costs more than running it."""
    yesterday, tomorrow = bindparam("yesterday", type_=Date), bindparam("tomorrow", type_=Date)
    granted = (RoleGrant.valid_from <= tomorrow) & or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= yesterday)
    return (
        select(
            Employee.name,
            counting_enrolment(Employee.id),
            FaceChoice.id,
            FaceChoice.choice,
            Employment,
            Agency,
            NoticeAcknowledgement.version,
            RoleGrant,
        )
        .select_from(Employee)
        .outerjoin(Employment, and_(Employment.employee_id == Employee.id, employed_between(yesterday, tomorrow)))
        .outerjoin(Agency, Agency.id == Employment.agency_id)
        .outerjoin(FaceChoice, FaceChoice.id == newest_choice(Employee.id))
        .outerjoin(
            NoticeAcknowledgement,
            and_(NoticeAcknowledgement.employee_id == Employee.id, _read_by_oneself()),
        )
        .outerjoin(RoleGrant, and_(RoleGrant.employee_id == Employee.id, granted))
        .where(Employee.id == bindparam("employee_id"))
    )


def _read_by_oneself() -> ColumnElement[bool]:
    """On this account, or on another of which more is known than its number."""
    other = aliased(ChatAccount)
    strangers = select(other.id).where(
        other.id == NoticeAcknowledgement.account_id,
        other.id != bindparam("account_id", type_=BigInteger),
        speaks_by_number(other),
    )
    # Correlated by name: inside of the condition of a join nothing correlates by itself.
    return NoticeAcknowledgement.witness_id.is_(None) & ~strangers.correlate_except(other).exists()


_AROUND = _around()


def _workplace(rows: _Rows, now: datetime) -> tuple[Employment, Agency] | tuple[None, None]:
    """The employment of today by the clock of its own place."""
    holding = [
        (employment, agency)
        for *_, employment, agency, _, _ in rows
        if employment and agency and _holds(employment, work_date_of(now, agency.timezone))
    ]
    return max(holding, key=lambda pair: (pair[0].valid_from, pair[0].id), default=(None, None))


def _holds(row: Employment, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
