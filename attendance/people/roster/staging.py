"""The rows of an edition written in small transactions, while nobody sees them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.phones import sealed_number
from attendance.people.roster.edition_writing import Edition, Row, table_of
from attendance.people.roster.editions import EVERY_EDITION
from attendance.people.roster.plan import Plan
from attendance.people.roster.timeline import PersonKey, Span
from attendance.people.roster.writes import PhoneDraft
from attendance.people.tables import ActingAppointment, Agency, Employee, Employment, Nip, PhoneNumber, StagedName, Unit
from attendance.records.database import Database
from attendance.vault.keyring import Keyring

Places = Mapping[tuple[str, str | None], int]


async def stage(edition: Edition, plan: Plan, keyring: Keyring, now: datetime) -> None:
    """Write everything of the plan; names are kept apart until the edition is applied. Raises EditionLost."""
    writes = plan.writes
    places = await _add_places(edition, plan)
    ids = await _add_people(edition, writes.newcomers, now)

    def who(key: PersonKey) -> int:
        return key if isinstance(key, int) else ids[key]

    for table, replaced in writes.replaced.items():
        await edition.replace(table, replaced)
    await edition.add(Nip, [_dated(who(one.person), one.first, one.last) | {"nip": one.nip} for one in writes.nips])
    await edition.add(Employment, [_employment(who, key, span, places) for key, span in writes.spans])
    await edition.add(PhoneNumber, [_phone(who(one.person), one, keyring) for one in writes.phones])
    acting = [_dated(who(one.person), one.first, one.last) | {"for_id": who(one.for_)} for one in writes.acting]
    await edition.add(ActingAppointment, acting)
    await _add_names(edition, writes.names)


async def _add_people(edition: Edition, newcomers: Sequence[tuple[str, str]], now: datetime) -> Mapping[str, int]:
    """The id of each by NIP. Ids are given in the order of the rows."""
    await edition.add(Employee, [{"name": name, "created_at": now} for _, name in newcomers])
    async with edition.database.read() as session:
        query = select(Employee.id).where(Employee.edition_from == edition.number).order_by(Employee.id)
        ids = (await session.scalars(query, execution_options=EVERY_EDITION)).all()
    return {nip: id_ for (nip, _), id_ in zip(newcomers, ids, strict=True)}


async def _add_places(edition: Edition, plan: Plan) -> Places:
    """The id of every agency (by code and None) and unit (by code and name)."""
    known = await _places(edition.database)
    new = [agency for agency in plan.agencies if (agency.code, None) not in known]
    await edition.add(Agency, [{"code": one.code, "name": one.name, "timezone": one.timezone} for one in new])
    known = await _places(edition.database)
    await edition.add(Unit, [{"agency_id": known[code, None], "name": name} for code, name in plan.units])
    return await _places(edition.database)


async def _places(database: Database) -> Places:
    async with database.read() as session:
        agencies = await session.execute(select(Agency.code, Agency.id), execution_options=EVERY_EDITION)
        places: dict[tuple[str, str | None], int] = {(code, None): id_ for code, id_ in agencies}
        joined = select(Agency.code, Unit.name, Unit.id).join(Unit, Unit.agency_id == Agency.id)
        units = await session.execute(joined, execution_options=EVERY_EDITION)
        return places | {(code, name): id_ for code, name, id_ in units}


async def _add_names(edition: Edition, names: Sequence[tuple[int, str]]) -> None:
    async def add(session: AsyncSession, bite: Sequence[tuple[int, str]]) -> None:
        rows = [{"edition_id": edition.number, "employee_id": id_, "name": name} for id_, name in bite]
        await (await session.connection()).execute(table_of(StagedName).insert(), rows)

    await edition.in_bites(names, add)


def _dated(employee_id: int, first: date, last: date | None) -> Row:
    return {"employee_id": employee_id, "valid_from": first, "valid_to": last}


def _employment(who: Callable[[PersonKey], int], key: PersonKey, span: Span, places: Places) -> Row:
    post = span.post
    return _dated(who(key), span.first, span.last) | {
        "agency_id": places[post.agency, None],
        "unit_id": None if post.unit is None else places[post.agency, post.unit],
        "kind": post.kind,
        "position": post.position,
        "supervisor_id": None if post.supervisor is None else who(post.supervisor),
        "home_agency_id": None if post.home_agency is None else places[post.home_agency, None],
        "schedule": post.schedule,
        "ending": span.ending,
    }


def _phone(employee_id: int, draft: PhoneDraft, keyring: Keyring) -> Row:
    number = draft.number
    sealed = (
        {"sealed": number.sealed, "digest": number.digest}
        if isinstance(number, PhoneNumber)
        else dict(sealed_number(employee_id, number, keyring))
    )
    return _dated(employee_id, draft.first, draft.last) | sealed
