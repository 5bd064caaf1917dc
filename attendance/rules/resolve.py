"""Which value of a kind holds for a person on a day, and why: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar, cast

from attendance.rules.kinds import FloorKind, RuleKind

K = TypeVar("K", bound=RuleKind)

DEFAULT_WHY = "bawaan"


class Scope(StrEnum):
    """Whom a rule is for, the narrowest first."""

    PERSON = "person"
    UNIT = "unit"
    AGENCY = "agency"
    REGENCY = "regency"

    @property
    def word(self) -> str:
        """As the explanation of a rule names it."""
        return {"person": "pegawai", "unit": "unit", "agency": "OPD", "regency": "kabupaten"}[self]


@dataclass(frozen=True, slots=True)
class PersonScope:
    """The ids under which rules and roles reach somebody; None where there is no such thing."""

    employee_id: int | None = None
    unit_id: int | None = None
    agency_id: int | None = None

    def id_of(self, scope: Scope) -> int | None:
        """The id a rule of that scope must have."""
        match scope:
            case Scope.PERSON:
                return self.employee_id
            case Scope.UNIT:
                return self.unit_id
            case Scope.AGENCY:
                return self.agency_id
            case Scope.REGENCY:
                return None


#: Whoever is not known is reached by the rules of the regency only.
NOBODY = PersonScope()


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """One row of the rule table with its value read; valid on both days and between them."""

    id: int
    scope: Scope
    scope_id: int | None
    valid_from: date
    valid_to: date | None
    value: RuleKind
    legal_reference: str

    def holds_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def reaches(self, person: PersonScope) -> bool:
        if self.scope is Scope.REGENCY:
            return True
        return self.scope_id is not None and self.scope_id == person.id_of(self.scope)

    @property
    def why(self) -> str:
        whom = self.scope.word if self.scope_id is None else f"{self.scope.word} {self.scope_id}"
        return f"{whom}: {self.legal_reference} (aturan {self.id})"


@dataclass(frozen=True, slots=True)
class Resolved(Generic[K]):
    """The value that holds, the words why, and the ids of the rules it came from (none: the default)."""

    value: K
    why: str
    rule_ids: tuple[int, ...] = ()


def resolve(rules: Iterable[WrittenRule], kind: type[K], person: PersonScope, on: date) -> Resolved[K]:
    """The narrowest scope wins, within one scope the latest; without a rule the kind's default holds.

    Of a floor kind the strictest combination of all scopes holds, beginning with the regency's rule or the
    default in its place, so that a narrower scope can only tighten.
    """
    holding = [rule for rule in rules if type(rule.value) is kind and rule.holds_on(on) and rule.reaches(person)]
    scopes = (Scope.PERSON,) if kind.for_persons_only else tuple(Scope)
    latest = [_latest(holding, scope) for scope in scopes]
    narrowest_first = [rule for rule in latest if rule is not None]
    if issubclass(kind, FloorKind):
        return cast("Resolved[K]", _strictest(kind, narrowest_first[::-1]))
    if not narrowest_first:
        return Resolved(kind(), DEFAULT_WHY)
    winner = narrowest_first[0]
    return Resolved(cast("K", winner.value), winner.why, (winner.id,))


def _latest(rules: Sequence[WrittenRule], scope: Scope) -> WrittenRule | None:
    """Two cannot overlap once `write.add_rule` has looked at them; were there two, the later day and row would win."""
    return max(
        (rule for rule in rules if rule.scope is scope), key=lambda rule: (rule.valid_from, rule.id), default=None
    )


def _strictest(kind: type[FloorKind], widest_first: Sequence[WrittenRule]) -> Resolved[FloorKind]:
    """Names only the rules that made a difference."""
    value, named = kind(), list[WrittenRule]()
    for rule in widest_first:
        found = cast("FloorKind", rule.value)
        combined = found if rule.scope is Scope.REGENCY else value.tightened(found)
        if rule.scope is Scope.REGENCY or combined != value:
            named.append(rule)
        value = combined
    return Resolved(value, "; ".join(rule.why for rule in named) or DEFAULT_WHY, tuple(rule.id for rule in named))
