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
    GRANT_ROLE = "grant_role"
    MANAGE_ACCOUNT = "manage_account"
    """Letting go a chat account, and suspending one whose phone is lost."""
    VOUCH = "vouch"
    """Being the witness of a presence by a role, not as a colleague."""
    CONFIRM_ENROLMENT = "confirm_enrolment"
    REPORT_DOUBT = "report_doubt"
    """Asking that somebody's check-ins be challenged at the highest level for a time."""
    SEE_CAMPAIGN = "see_campaign"
    """How far the enrolment of faces has come, and who is missing."""
    SEE_SUSPICIONS = "see_suspicions"
    """Check-ins that bear signs of an attack, with their pictures."""


_OF_SUPERIORS = frozenset(
    {Action.CONFIRM_ENROLMENT, Action.REPORT_DOUBT, Action.SEE_ATTENDANCE, Action.SEE_CAMPAIGN, Action.VOUCH}
)

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.OPERATOR: _OF_SUPERIORS | {Action.ENROL, Action.MANAGE_ACCOUNT},
        Role.SUPERVISOR: _OF_SUPERIORS,
        Role.HEAD: _OF_SUPERIORS | {Action.SEE_SUSPICIONS},
        Role.ADMIN: frozenset(Action),
        Role.INSPECTOR: frozenset({Action.SEE_ATTENDANCE, Action.SEE_CAMPAIGN, Action.SEE_SUSPICIONS}),
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

    @property
    def place(self) -> PersonScope:
        """Where it holds, as somebody whom it reaches would be described."""
        return PersonScope(None, self.unit_id, self.agency_id)


def may_give(grants: Iterable[Grant], wanted: Grant) -> bool:
    """Whether somebody with these grants may give that one, or end it.

    Nobody gives a role wider than their own. To make an admin takes one of a wider scope, so those of the regency are
    made from the command line.
    """
    above = [grant for grant in grants if grant.allows(Action.GRANT_ROLE) and grant.covers(wanted.place)]
    return any(wanted.role is not Role.ADMIN or grant.place != wanted.place for grant in above)


def may(grants: Iterable[Grant], action: Action, target: PersonScope) -> bool:
    """True when one grant allows the action on somebody of that scope."""
    return any(grant.allows(action) and grant.covers(target) for grant in grants)


def may_anywhere(grants: Iterable[Grant], action: Action) -> bool:
    """True when there is any scope in which the action is allowed: enough to be offered it."""
    return any(grant.allows(action) for grant in grants)
