"""All rules at one moment, and the watch that notices when they change."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any

from pydantic import ValidationError
from sqlalchemy import extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.rules.kinds import KINDS, RuleKind
from attendance.rules.resolve import K, PersonScope, Resolved, Scope, WrittenRule, resolve
from attendance.rules.tables import Rule

# Answers kept in memory: some MB. A morning asks for some hundred, a month's recap for all days of all agencies.
MOST_REMEMBERED = 10_000


class RuleBroken(Exception):
    """A stored rule that this version of the service cannot read. Nothing is decided by half a rule book."""

    def __init__(self, rule_id: int, kind: str, problem: str) -> None:
        super().__init__(f"rule {rule_id} of kind {kind!r} cannot be read: {problem}")
        self.rule_id = rule_id


class RuleBook:
    """An immutable snapshot. `version` is a digest of every rule in it and goes into the evidence."""

    def __init__(self, rules: Iterable[WrittenRule] = ()) -> None:
        self._rules = tuple(sorted(rules, key=lambda rule: rule.id))
        self.version = _digest(self._rules)
        # Thousands of people may have rules of their own: a look must not read them all.
        self._places = defaultdict[_Place, list[WrittenRule]](list)
        for rule in self._rules:
            self._places[type(rule.value), rule.scope, rule.scope_id].append(rule)
        self._resolved = dict[_Asked, Resolved[Any]]()

    def get(self, kind: type[K], scope: PersonScope, on: date) -> Resolved[K]:
        """The value that holds for somebody on a day, and why."""
        # Nearly everybody shares the rules of an agency: what held for one of them holds for the others.
        reached = PersonScope(*(self._reached(kind, place, scope) for place in _NARROW))
        known = self._resolved.get((kind, reached, on))
        if known is None:
            places = [self._places.get((kind, place, reached.id_of(place)), ()) for place in Scope]
            known = resolve(chain.from_iterable(places), kind, reached, on)
            self._remember((kind, reached, on), known)
        return known

    def _reached(self, kind: type[RuleKind], place: Scope, scope: PersonScope) -> int | None:
        """The id in that place, if a rule of this kind is written for it."""
        scope_id = scope.id_of(place)
        return scope_id if (kind, place, scope_id) in self._places else None

    def _remember(self, asked: "_Asked", resolved: Resolved[Any]) -> None:
        if len(self._resolved) >= MOST_REMEMBERED:
            self._resolved.clear()
        self._resolved[asked] = resolved

    def of(self, kind: type[RuleKind]) -> tuple[WrittenRule, ...]:
        """Every rule of one kind, by id."""
        return tuple(rule for rule in self._rules if type(rule.value) is kind)


_NARROW = (Scope.PERSON, Scope.UNIT, Scope.AGENCY)
_Asked = tuple[type[RuleKind], PersonScope, date]
_Place = tuple[type[RuleKind], Scope, int | None]


async def read_rules(session: AsyncSession) -> RuleBook:
    """The whole table. Raises RuleBroken."""
    return RuleBook([written(row) for row in await session.scalars(select(Rule))])


def written(row: Rule) -> WrittenRule:
    """A row with its value read. Raises RuleBroken."""
    model = KINDS.get(row.kind)
    if model is None:
        raise RuleBroken(row.id, row.kind, "the kind is unknown")
    try:
        value = model.model_validate(row.value)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, problem["loc"])) for problem in error.errors()}))
        raise RuleBroken(row.id, row.kind, f"fields {fields}") from None
    return WrittenRule(row.id, Scope(row.scope), row.scope_id, row.valid_from, row.valid_to, value, row.legal_reference)


class RuleWatch:
    """Keeps the newest book in memory; one small query per look tells whether it still is the newest."""

    def __init__(self) -> None:
        self._book: RuleBook | None = None
        self._mark: object = None

    async def recent(self, session: AsyncSession) -> RuleBook:
        """The newest book anybody has seen, without a look at the database: to be checked again before writing."""
        return self._book or await self.current(session)

    async def current(self, session: AsyncSession) -> RuleBook:
        """The book as this session sees it. Raises RuleBroken."""
        mark = await _mark(session)
        if self._book is None or mark != self._mark:
            self._book, self._mark = await read_rules(session), mark
        return self._book


async def _mark(session: AsyncSession) -> object:
    """Changes with every new row and every moved end: nothing else of a rule ever changes (see `write`)."""
    return tuple((await session.execute(_MARK)).one())


_MARK = select(
    func.count(), func.max(Rule.id), func.sum(Rule.id * (extract("epoch", Rule.valid_to) / 86_400))
).select_from(Rule)


def _digest(rules: Iterable[WrittenRule]) -> str:
    """16 hexadecimal digits of a SHA-256."""
    told = [
        [
            rule.id,
            type(rule.value).kind,
            rule.scope,
            rule.scope_id,
            rule.valid_from.isoformat(),
            rule.valid_to and rule.valid_to.isoformat(),
            rule.value.model_dump(mode="json"),
        ]
        for rule in rules
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
