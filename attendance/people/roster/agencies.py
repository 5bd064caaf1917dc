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
        return entry

    def keep(self, agency: AgencyEntry) -> None:
        """Of a row that was taken: what follows is compared with it."""
        if agency.code not in self._kept:
            self._kept[agency.code] = self._named[plain(agency.name)][agency.code] = agency

    def knows(self, agency: AgencyEntry) -> bool:
        """Whether the database has the agency, by this name and in this zone."""
        known = self.known.get(agency.code)
        return known is not None and (known.name, known.timezone) == (agency.name, agency.timezone)

    def code_of(self, text: str) -> str | None:
        """The code of a known or kept agency, by code or name."""
        found = self._by_code(text) or self._by_name(text)
        return None if found is None else found.code

    def _by_code(self, code: str) -> AgencyEntry | None:
        return self._kept.get(code) or self.known.get(code)

    def _by_name(self, name: str) -> AgencyEntry | None:
        candidates = self._named.get(plain(name), {})
        if len(candidates) > 1:
            raise RowDamaged(f"the agency's name is that of {len(candidates)} agencies; add agency_code")
        return next(iter(candidates.values()), None)

    def _new(self, code: str, name: str, zone: str) -> AgencyEntry:
        if code and (same := self._by_name(name)) is not None:
            known = f"the code {same.code}" if same.code in self.known else f"the code on line {same.line}"
            raise RowDamaged(f"the agency is known under {known}, and not under the one stated here")
        stated_in_full = bool(code and name and zone)
        if not name or not (stated_in_full or self._admit_new):
            raise RowDamaged(
                "the agency is unknown; if it is new, state its code, name and timezone, or import with --new-agencies"
            )
        return AgencyEntry(code or name, name, zone_name(zone) if zone else self.zone)

    def _refuse_contradiction(self, entry: AgencyEntry) -> None:
        same = self._kept.get(entry.code)
        if same is not None and (entry.name, entry.timezone) != (same.name, same.timezone):
            raise RowDamaged(f"the agency has another name or timezone on line {same.line}")


async def read_agencies(session: AsyncSession, now: datetime, *, admit_new: bool = False) -> Agencies:
    """What a roster is compared with."""
    rows = await session.execute(select(Agency.code, Agency.name, Agency.timezone))
    zone = (await read_rules(session)).get(ZoneRule, NOBODY, now.date()).value.timezone
    return Agencies([AgencyEntry(*row) for row in rows], zone, admit_new=admit_new)
