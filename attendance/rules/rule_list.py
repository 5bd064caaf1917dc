"""Rules as a JSON file: a list of objects, each in force from today in place of the one that differs from it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Agency, Nip
from attendance.places.zones import day_in
from attendance.records.sheets import ImportReport, Remark, RowDamaged, SheetRefused
from attendance.rules.book import RuleBook, read_rules
from attendance.rules.kinds import KINDS, RuleKind, ZoneRule
from attendance.rules.resolve import NOBODY, Scope, WrittenRule
from attendance.rules.write import NewRule, RuleReason, RuleRefused, add_rule, end_rule

Effect = Literal["added", "changed", "unchanged"]

_SENTENCES = {
    RuleReason.OVERLAPS: "another rule of this kind and scope begins later",
    RuleReason.LOOSENS: "it is looser than the rule of a wider scope, which may only be tightened",
    RuleReason.ENDS_BEFORE_IT_BEGINS: "the rule it replaces began today and can be replaced from tomorrow on",
    RuleReason.HAS_AN_END: "the rule it replaces has an end; what follows then is for the console",
    RuleReason.NO_LEGAL_REFERENCE: "legal_reference is empty",
    RuleReason.FOR_PERSONS_ONLY: "it is for one person: name the nip",
}


class ListedRule(BaseModel):
    """One rule of the file: for a person by `nip`, for an agency by `agency_code`, without either for the regency.

    `until`: its last day.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: str
    value: dict[str, Any]
    legal_reference: str
    agency_code: str | None = None
    nip: str | None = None
    until: date | None = None


def read_rule_list(data: bytes) -> list[ListedRule]:
    """Raises SheetRefused when the file is not such a list."""
    try:
        return TypeAdapter(list[ListedRule]).validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SheetRefused(f"the file is no list of rules: {where} {first['msg']}".replace("  ", " ")) from None


async def import_rules(session: AsyncSession, listed: list[ListedRule], now: datetime) -> ImportReport:
    """Write the rules; doing it twice changes nothing. The line of a remark is the number of the rule in the list."""
    agencies = {agency.code: agency for agency in await session.scalars(select(Agency))}
    effects, damaged = Counter[Effect](), list[Remark]()
    for number, rule in enumerate(listed, start=1):
        try:
            book = await read_rules(session)
            wanted = await _wanted(session, rule, agencies, book, now)
            effects[await _bring_in(session, wanted, book, now)] += 1
        except RowDamaged as error:
            damaged.append(Remark(number, f"{rule.kind}: {error}"))
    return ImportReport(effects["added"], effects["changed"], effects["unchanged"], tuple(damaged))


async def _wanted(
    session: AsyncSession, rule: ListedRule, agencies: Mapping[str, Agency], book: RuleBook, now: datetime
) -> NewRule:
    value, today = _value(rule), day_in(book.get(ZoneRule, NOBODY, now.date()).value.timezone, now)
    if rule.nip is not None:
        employee_id = await session.scalar(select(Nip.employee_id).where(Nip.nip == rule.nip))
        if employee_id is None or rule.agency_code is not None:
            raise RowDamaged("nobody has that NIP" if employee_id is None else "nip and agency_code exclude each other")
        return NewRule(value, Scope.PERSON, employee_id, today, rule.until, rule.legal_reference)
    if rule.agency_code is None:
        return NewRule(value, Scope.REGENCY, None, today, rule.until, rule.legal_reference)
    agency = agencies.get(rule.agency_code)
    if agency is None:
        raise RowDamaged(f"agency {rule.agency_code} is unknown; import the roster first")
    day = day_in(agency.timezone, now)
    return NewRule(value, Scope.AGENCY, agency.id, day, rule.until, rule.legal_reference)


def _value(rule: ListedRule) -> RuleKind:
    model = KINDS.get(rule.kind)
    if model is None:
        raise RowDamaged(f"there is no such kind; the kinds are {', '.join(KINDS)}")
    try:
        return model.model_validate(rule.value)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise RowDamaged(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from None


async def _bring_in(session: AsyncSession, wanted: NewRule, book: RuleBook, now: datetime) -> Effect:
    present = _present(wanted, book)
    if present is not None and (present.value, present.legal_reference) == (wanted.value, wanted.legal_reference):
        return "unchanged"
    # Were the new rule refused after the old one has ended, neither may count.
    async with session.begin_nested():
        if present is not None:
            last_day = wanted.valid_from - timedelta(days=1)
            _refuse(await end_rule(session, present.id, last_day, author_id=None, now=now))
        _refuse(await add_rule(session, wanted, author_id=None, approver_id=None, now=now))
    return "added" if present is None else "changed"


def _present(wanted: NewRule, book: RuleBook) -> WrittenRule | None:
    """The rule of that kind and scope that holds today."""
    same_scope = (
        rule
        for rule in book.of(type(wanted.value))
        if (rule.scope, rule.scope_id) == (wanted.scope, wanted.scope_id) and rule.holds_on(wanted.valid_from)
    )
    return next(same_scope, None)


def _refuse(outcome: object) -> None:
    if isinstance(outcome, RuleRefused):
        raise RowDamaged(_SENTENCES.get(outcome.reason, str(outcome.reason)))
