"""What follows /peran, read: a NIP, a role, a place, days. Pure; the order after the role does not matter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from attendance.people.access.granting import GiveRole, ShowRoles, Where
from attendance.people.access.roles import Role

#: In both languages.
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "operator": Role.OPERATOR,
        "atasan": Role.SUPERVISOR,
        "supervisor": Role.SUPERVISOR,
        "kepala": Role.HEAD,
        "head": Role.HEAD,
        "pengelola": Role.ADMIN,
        "admin": Role.ADMIN,
        "pemeriksa": Role.INSPECTOR,
        "inspector": Role.INSPECTOR,
    }
)
_REGENCY = ("kabupaten", "regency")
_ACTING = ("plt", "plh", "acting")
_DAYS = {"mulai": "valid_from", "from": "valid_from", "sampai": "valid_to", "until": "valid_to"}
_UNIT = ("unit",)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")

# A NIP as it is printed on cards has spaces between its groups.
_NIP = re.compile(r"\s*((?:\d[\s.'-]*){18})(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """`word`: the first that means nothing here; empty when something is missing."""

    word: str = ""


def read(argument: str) -> ShowRoles | GiveRole | Unreadable:
    """Without a role the card is meant."""
    found = _NIP.fullmatch(argument)
    if found is None:
        word, _, rest = argument.partition(" ")
        # No number of 18 digits: the use case says so, unless more was typed, which may be anything.
        return Unreadable() if not word else ShowRoles(word) if not rest.strip() else Unreadable(word)
    nip, words = found[1].strip(), found[2].split()
    if not words:
        return ShowRoles(nip)
    role = ROLES.get(words[0].lower())
    return Unreadable(words[0]) if role is None else _with_details(nip, role, words[1:])


def day_of(word: str) -> date | None:
    """2026-12-31, 31-12-2026, 31/12/2026 or 31.12.2026."""
    if iso := _ISO.fullmatch(word):
        year, month, day = map(int, iso.groups())
    elif local := _LOCAL.fullmatch(word):
        day, month, year = map(int, local.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_details(nip: str, role: Role, words: list[str]) -> GiveRole | Unreadable:
    days: dict[str, date] = {}
    agency, unit, regency, acting = None, None, False, False
    rest = list(words)
    while rest:
        word = rest.pop(0)
        match word.lower():
            case "di" | "in":
                continue
            case known if known in _REGENCY:
                regency = True
            case known if known in _ACTING:
                acting = True
            case known if known in _DAYS:
                day = day_of(rest.pop(0)) if rest else None
                if day is None:
                    return Unreadable(word)
                days[_DAYS[known]] = day
            case known if known in _UNIT:
                unit = _name(rest)
            case _ if agency is None:
                agency = word
            case _:
                return Unreadable(word)
    if regency and (agency or unit):
        return Unreadable(agency or unit or "")
    where = Where(agency, unit, regency)
    return GiveRole(nip, role, where, days.get("valid_from"), days.get("valid_to"), acting)


def _name(rest: list[str]) -> str | None:
    """The words up to the next that means something; they leave `rest`."""
    name: list[str] = []
    while rest and rest[0].lower() not in (*_DAYS, *_ACTING):
        name.append(rest.pop(0))
    return " ".join(name) or None
