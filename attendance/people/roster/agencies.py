"""Which agency a row of a roster means: one that is known, or a new one that is stated in full.

No reason repeats a cell: when columns have slipped, a name or a NIP stands there, and reasons are printed and stored as
they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.roster.columns import plain
from attendance.people.tables import Agency
from attendance.places.zones import zone_name
from attendance.records.sheets import Row, RowDamaged
from attendance.rules.book import read_rules
from attendance.rules.kinds import ZoneRule
from attendance.rules.resolve import NOBODY


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency as a row has it. `timezone`: IANA name. `line`: where it stands, 0 for what is only known."""

    code: str
    name: str
    timezone: str
    line: int = 0


class Agencies:
    """Those known and those of the rows taken so far. `zone`: of the regency, for an agency that states none."""

    def __init__(self, known: Iterable[AgencyEntry], zone: str, *, admit_new: bool = False) -> None:
        self.known = {agency.code: agency for agency in known}
        self.zone = zone
        # Into an empty database the first roster brings the agencies; later a new name is more often a slip of the pen.
        self._admit_new = admit_new or not self.known
        self._kept = dict[str, AgencyEntry]()
        self._named = defaultdict[str, dict[str, AgencyEntry]](dict)
        for agency in self.known.values():
            self._named[plain(agency.name)][agency.code] = agency

    def named_in(self, row: Row, columns: Set[str]) -> AgencyEntry:
        """Raises RowDamaged for an unknown agency and for one that contradicts the rows before."""
        name, zone = (row[column] if column in columns else "" for column in ("agency", "timezone"))
        code = row.required("agency_code") if "agency_code" in columns else ""
        if not code and not name:
            raise RowDamaged("agency is empty")
        meant = self._by_code(code) if code else self._by_name(name)
        if meant is None:
            meant = self._new(code, name, zone)
        entry = AgencyEntry(
            meant.code, name if code and name else meant.name, zone_name(zone) if zone else meant.timezone, row.line
        )
        self._refuse_contradiction(entry)
        if plain(entry.name) != plain(meant.name):
            self._refuse_name_of_another(entry)
        return entry

    def keep(self, agency: AgencyEntry) -> None:
        """Of a row that was taken: what follows is compared with it."""
        if agency.code not in self._kept:
            self._kept[agency.code] = self._named[plain(agency.name)][agency.code] = agency

    def knows(self, agency: AgencyEntry) -> bool:
        """Whether the database has the agency, by this name and in this zone."""
        known = self.known.get(agency.code)
        return known is not None and (known.name, known.timezone) == (agency.name, agency.timezone)

    def home(self, text: str) -> AgencyEntry:
        """The known or kept agency with this code or name. Raises RowDamaged."""
        candidates = self._named.get(plain(text), {})
        found = self._by_code(text) or next(iter(candidates.values()), None)
        if found is None:
            raise RowDamaged("home_agency is unknown")
        if found.code != text and len(candidates) > 1:
            raise RowDamaged(f"home_agency is the name of {len(candidates)} agencies; write its code instead")
        return found

    def coded(self, code: str) -> AgencyEntry:
        """The known or kept agency, as the rows have it."""
        return self._kept[code] if code in self._kept else self.known[code]

    def _by_code(self, code: str) -> AgencyEntry | None:
        return self._kept.get(code) or self.known.get(code)

    def _by_name(self, name: str) -> AgencyEntry | None:
        candidates = self._named.get(plain(name), {})
        if len(candidates) > 1:
            raise RowDamaged(f"the agency's name is that of {len(candidates)} agencies; add agency_code")
        return next(iter(candidates.values()), None)

    def _new(self, code: str, name: str, zone: str) -> AgencyEntry:
        if code and (same := self._by_name(name)) is not None:
            raise RowDamaged(f"the agency is known under another code: {self._where(same)}")
        stated_in_full = bool(code and name and zone)
        if not name or not (stated_in_full or self._admit_new):
            raise RowDamaged(
                "the agency is unknown; if it is new, state its code, name and timezone, or import with --new-agencies"
            )
        return AgencyEntry(code or name, name, zone_name(zone) if zone else self.zone)

    def _refuse_name_of_another(self, entry: AgencyEntry) -> None:
        """Nobody could tell two of one name apart. What an agency was called before the file is free."""
        for agency in map(self.coded, self._named.get(plain(entry.name), {})):
            if agency.code != entry.code and plain(agency.name) == plain(entry.name):
                raise RowDamaged(f"the name of the agency is that of another: {self._where(agency)}")

    def _where(self, agency: AgencyEntry) -> str:
        return f"its code is {agency.code}" if agency.code in self.known else f"it stands on line {agency.line}"

    def _refuse_contradiction(self, entry: AgencyEntry) -> None:
        same = self._kept.get(entry.code)
        if same is not None and (entry.name, entry.timezone) != (same.name, same.timezone):
            raise RowDamaged(f"the agency has another name or timezone on line {same.line}")


async def read_agencies(session: AsyncSession, now: datetime, *, admit_new: bool = False) -> Agencies:
    """What a roster is compared with."""
    rows = await session.execute(select(Agency.code, Agency.name, Agency.timezone))
    zone = (await read_rules(session)).get(ZoneRule, NOBODY, now.date()).value.timezone
    return Agencies([AgencyEntry(*row) for row in rows], zone, admit_new=admit_new)
