"""The roster brought into the database: repeatable, with the history of every person kept, all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from attendance.people.access.phones import phone_digests
from attendance.people.roster.agencies import read_agencies
from attendance.people.roster.differences import Difference, Missing
from attendance.people.roster.edition_sweeping import sweep
from attendance.people.roster.edition_writing import EditionLost, Rest, apply_edition, begin_edition
from attendance.people.roster.known import read_known
from attendance.people.roster.plan import Plan, plan_roster
from attendance.people.roster.quarantine import Quarantined, read_quarantine, settle_quarantine
from attendance.people.roster.reading import read_roster
from attendance.people.roster.staging import stage
from attendance.records.database import Database, Priority
from attendance.records.sheets import Remark, Sheet
from attendance.vault.keyring import Keyring
from attendance.vault.probe import remember_keys, verify_keys

#: Another import may be applied while this one compares; then it compares anew.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`dry_run`: only say what would change. `admit_new`: agencies that are not known are taken as new ones.

    `end_missing`: who is employed in an agency of the file and not in it is no longer employed.
    """

    dry_run: bool = False
    admit_new: bool = False
    end_missing: bool = False


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What an import did, or with a dry run would do. `damaged` rows were left out and are in the quarantine.

    `doubts` are about rows that were taken. `missing`: in no row, though employed in an agency of the file.
    """

    added: int
    changed: int
    unchanged: int
    damaged: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()
    differences: tuple[Difference, ...] = ()
    agencies: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    quarantined: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class _Prepared:
    plan: Plan
    quarantine: Quarantined


async def import_roster(
    database: Database,
    sheet: Sheet,
    file_sha256: str,
    keyring: Keyring,
    now: datetime,
    rest: Rest,
    options: ImportOptions = ImportOptions(),
) -> RosterReport:
    """Bring the rows in; doing it twice changes nothing. Who is not in the roster stays as they are.

    What has to be compared is read in one snapshot and written in small transactions, with a `rest` after each, that
    nobody sees before the last. Raises SheetRefused, and EditionLost when another import overtook this one for good.
    """
    for _ in range(_TRIES):
        prepared = await _prepare(database, sheet, file_sha256, keyring, now, options)
        if options.dry_run or not (prepared.plan.changes_people or prepared.quarantine.changes):
            return _report(prepared)
        async with database.write(Priority.BULK) as session:
            await remember_keys(session, keyring)
        edition = await begin_edition(database, prepared.plan.edition, file_sha256, now, rest)
        if edition is not None:
            await sweep(database, rest)
            await stage(edition, prepared.plan, keyring, now)
            await settle_quarantine(edition, prepared.quarantine, keyring, now)
            await apply_edition(edition, prepared.plan.agencies, now)
            await sweep(database, rest)
            return _report(prepared)
    raise EditionLost("other imports came in between again and again; try once more when they are done")


async def _prepare(
    database: Database, sheet: Sheet, file_sha256: str, keyring: Keyring, now: datetime, options: ImportOptions
) -> _Prepared:
    async with database.read() as session:
        await verify_keys(session, keyring)
        agencies = await read_agencies(session, now, admit_new=options.admit_new)
        known = await read_known(session)
        open_rows = await read_quarantine(session, keyring)
    roster = read_roster(sheet, now, agencies)
    plan = plan_roster(roster, known, agencies, phone_digests(keyring), end_missing=options.end_missing)
    return _Prepared(plan, Quarantined.of(roster, plan.damaged, open_rows, file_sha256))


def _report(prepared: _Prepared) -> RosterReport:
    plan = prepared.plan
    kinds = [difference.kind for difference in plan.differences]
    return RosterReport(
        added=kinds.count("new"),
        changed=kinds.count("changed"),
        unchanged=plan.unchanged,
        damaged=plan.damaged,
        doubts=tuple(sorted((*plan.doubts, *prepared.quarantine.doubts), key=lambda remark: remark.line)),
        differences=plan.differences,
        agencies=tuple(agency.name for agency in plan.agencies),
        missing=plan.missing,
        quarantined=len(prepared.quarantine.added),
        released=len(prepared.quarantine.released),
    )
