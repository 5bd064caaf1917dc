"""The roster brought into the database: repeatable, with the history of every person kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import EmployeeKind
from attendance.people.roster import Entry, Roster
from attendance.people.tables import Agency, Employee, Employment, Nip, Unit
from attendance.records.sheets import ImportReport


@dataclass(frozen=True, slots=True)
class Workplace:
    """What makes one employment differ from the next."""

    agency_id: int
    unit_id: int | None
    kind: EmployeeKind
    position: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the database has, with the newest employment."""

    employee: Employee
    newest: Employment | None


async def import_roster(session: AsyncSession, roster: Roster, now: datetime) -> ImportReport:
    """Bring the entries in; doing it twice changes nothing. Who is not in the roster stays as they are.

    Another agency, unit, kind or position ends the employment yesterday and begins a new one today, so that the
    headcount of a past day never changes.
    """
    workplaces = await _workplaces(session, roster.entries)
    known = await _known(session)
    newcomers = [entry for entry in roster.entries if entry.nip not in known]
    others = [entry for entry in roster.entries if entry.nip in known]
    changed = sum(_bring_up_to_date(session, known[entry.nip], entry, workplaces[entry.nip]) for entry in others)
    await _add(session, newcomers, workplaces, now)
    return ImportReport(len(newcomers), changed, len(others) - changed, roster.damaged, roster.doubts)


async def _known(session: AsyncSession) -> dict[str, Known]:
    """Everybody by every NIP they ever had."""
    query = (
        select(Nip.nip, Employee, Employment)
        .join(Employee, Employee.id == Nip.employee_id)
        .outerjoin(Employment, Employment.employee_id == Employee.id)
        .order_by(Employment.valid_from, Employment.id)
    )
    return {nip: Known(employee, newest) for nip, employee, newest in await session.execute(query)}


def _bring_up_to_date(session: AsyncSession, known: Known, entry: Entry, wanted: Workplace) -> bool:
    """True when something had to change."""
    renamed = known.employee.name != entry.name
    known.employee.name = entry.name
    newest, yesterday = known.newest, entry.today - timedelta(days=1)
    gone = newest is None or (newest.valid_to is not None and newest.valid_to < entry.today)
    if newest is not None and not gone:
        if _workplace_of(newest) == wanted:
            return renamed
        if newest.valid_from >= entry.today:
            _move(newest, wanted)
            return True
        newest.valid_to = yesterday
    session.add(_employment(known.employee.id, entry, wanted))
    return True


async def _add(
    session: AsyncSession, entries: Sequence[Entry], workplaces: Mapping[str, Workplace], now: datetime
) -> None:
    employees = [Employee(name=entry.name, created_at=now) for entry in entries]
    session.add_all(employees)
    await session.flush()
    for entry, employee in zip(entries, employees, strict=True):
        session.add(Nip(employee_id=employee.id, nip=entry.nip, valid_from=entry.today))
        session.add(_employment(employee.id, entry, workplaces[entry.nip]))


async def _workplaces(session: AsyncSession, entries: Sequence[Entry]) -> dict[str, Workplace]:
    """Of every entry by NIP; agencies and units that are missing are added."""
    agencies = await _agencies(session, entries)
    units = await _units(session, entries, agencies)
    return {
        entry.nip: Workplace(
            agencies[entry.agency_code].id, units.get(_unit_key(entry, agencies)), entry.kind, entry.position
        )
        for entry in entries
    }


async def _agencies(session: AsyncSession, entries: Sequence[Entry]) -> dict[str, Agency]:
    """Every agency by code, named as the roster names it."""
    agencies = {agency.code: agency for agency in await session.scalars(select(Agency))}
    for entry in entries:
        if entry.agency_code not in agencies:
            agencies[entry.agency_code] = Agency(code=entry.agency_code)
            session.add(agencies[entry.agency_code])
        agency = agencies[entry.agency_code]
        agency.name, agency.timezone = entry.agency, entry.timezone
    await session.flush()
    return agencies


async def _units(
    session: AsyncSession, entries: Sequence[Entry], agencies: Mapping[str, Agency]
) -> dict[tuple[int, str | None], int]:
    """The id of every unit by agency and name."""
    units = {(unit.agency_id, unit.name): unit for unit in await session.scalars(select(Unit))}
    for agency_id, name in dict.fromkeys(_unit_key(entry, agencies) for entry in entries):
        if name is not None and (agency_id, name) not in units:
            units[agency_id, name] = Unit(agency_id=agency_id, name=name)
            session.add(units[agency_id, name])
    await session.flush()
    return {key: unit.id for key, unit in units.items()}


def _unit_key(entry: Entry, agencies: Mapping[str, Agency]) -> tuple[int, str | None]:
    return agencies[entry.agency_code].id, entry.unit


def _employment(employee_id: int, entry: Entry, wanted: Workplace) -> Employment:
    employment = Employment(employee_id=employee_id, valid_from=entry.today)
    _move(employment, wanted)
    return employment


def _move(employment: Employment, wanted: Workplace) -> None:
    employment.agency_id, employment.unit_id = wanted.agency_id, wanted.unit_id
    employment.kind, employment.position = wanted.kind, wanted.position


def _workplace_of(employment: Employment) -> Workplace:
    return Workplace(employment.agency_id, employment.unit_id, EmployeeKind(employment.kind), employment.position)
