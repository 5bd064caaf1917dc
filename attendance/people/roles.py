"""What a role may do, and within which scope: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from attendance.rules.resolve import PersonScope


class Role(StrEnum):
    """Granted within an agency, a unit or the regency, and a time."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    ADMIN = "admin"
    INSPECTOR = "inspector"


class Action(StrEnum):
    """What needs a role."""

    ENROL = "enrol"
    SEE_ATTENDANCE = "see_attendance"
    DECIDE_DUPLICATE = "decide_duplicate"


ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.OPERATOR: frozenset({Action.ENROL, Action.SEE_ATTENDANCE}),
        Role.SUPERVISOR: frozenset({Action.SEE_ATTENDANCE}),
        Role.HEAD: frozenset({Action.SEE_ATTENDANCE}),
        Role.ADMIN: frozenset(Action),
        Role.INSPECTOR: frozenset({Action.SEE_ATTENDANCE}),
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds: a unit, an agency, or with neither the whole regency."""

    role: Role
    agency_id: int | None = None
    unit_id: int | None = None

    def covers(self, target: PersonScope) -> bool:
        """Nobody without an employment is inside an agency; only a grant for the regency covers them."""
        if self.unit_id is not None:
            return self.unit_id == target.unit_id
        return self.agency_id is None or self.agency_id == target.agency_id

    def allows(self, action: Action) -> bool:
        return action in ALLOWED[self.role]


def may(grants: Iterable[Grant], action: Action, target: PersonScope) -> bool:
    """True when one grant allows the action on somebody of that scope."""
    return any(grant.allows(action) and grant.covers(target) for grant in grants)


def may_anywhere(grants: Iterable[Grant], action: Action) -> bool:
    """True when there is any scope in which the action is allowed: enough to be offered it."""
    return any(grant.allows(action) for grant in grants)
