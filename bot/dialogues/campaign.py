"""/kampanye: how far the enrolment of faces has come, from the regency down to the names of those who are missing."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import assert_never

from attendance.people.nip import mask_nip
from attendance.people.person import Person
from attendance.records.say import Attachment, Button, Line, Say, SayKind, Value
from attendance.reports.campaign import (
    AGENCIES_SHOWN,
    CampaignFile,
    CampaignNotAllowed,
    CampaignOutcome,
    CampaignSent,
    CampaignShown,
    CampaignStep,
    MissingShown,
    NobodyEmployed,
    SendCampaign,
    ShowAgencyCoverage,
    ShowCampaign,
    ShowMissing,
)
from attendance.reports.coverage import AgencyCoverage, Tally, UnitCoverage
from attendance.reports.missing import Missing
from attendance.reports.pace import OperatorPace
from attendance.rules.kinds import CampaignRule
from bot.dialogues import general
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed


class CampaignPress(StrEnum):
    """The row of a press is an agency or a unit, its version the page."""

    ALL = "campaign-all"
    AGENCY = "campaign-agency"
    MISSING_OF_AGENCY = "campaign-missing-agency"
    MISSING_OF_UNIT = "campaign-missing-unit"


_FILES = {file.maker: file for file in CampaignFile}
ACTIONS = frozenset({*CampaignPress, *_FILES})

# A message ends at 4096 characters, and a name may have 200.
_NAME_LENGTH, _LABEL_LENGTH = 60, 36
_OPERATORS_SHOWN = 8


def asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=ShowCampaign())


def pressed(draft: Draft, event: Pressed) -> Turn:
    return Turn(draft, step=_step(event))


def _step(event: Pressed) -> CampaignStep:
    if event.action in _FILES:
        return SendCampaign(_FILES[event.action])
    match CampaignPress(event.action):
        case CampaignPress.ALL:
            return ShowCampaign(event.version)
        case CampaignPress.AGENCY:
            return ShowAgencyCoverage(event.row_id)
        case CampaignPress.MISSING_OF_AGENCY:
            return ShowMissing(agency_id=event.row_id, page=event.version)
        case CampaignPress.MISSING_OF_UNIT:
            return ShowMissing(unit_id=event.row_id, page=event.version)
        case other:
            assert_never(other)


def told(draft: Draft, outcome: CampaignOutcome, person: Person) -> Turn:
    match outcome:
        case CampaignNotAllowed():
            return general.unknown(draft, person)
        case NobodyEmployed():
            return Turn(draft, (Say("campaign-nobody"),))
        case CampaignShown() if len(outcome.agencies) == 1:
            return Turn(draft, (_agency(outcome, outcome.agencies[0]),))
        case CampaignShown():
            return Turn(draft, (_regency(outcome),))
        case MissingShown():
            return Turn(draft, (_missing(outcome),))
        case CampaignSent(file, at):
            say = Say(f"campaign-caption-{file}", {"at": at}, kind=SayKind.REPORT, attachment=Attachment(file.maker))
            return Turn(draft, (say,))
        case _:
            assert_never(outcome)


def _regency(shown: CampaignShown) -> Say:
    """The agencies furthest behind, ten at a time."""
    differ = len(set(shown.rules)) > 1
    lines = [_agency_line(agency, rule, differ) for agency, rule in shown.shown]
    others = len(shown.agencies) - (shown.page + 1) * AGENCIES_SHOWN
    if others > 0:
        lines.append(Line("campaign-others", {"count": others}))
    buttons = [
        Button("campaign-label-place", CampaignPress.AGENCY, agency.agency_id, 0, _label(agency.name, agency.tally))
        for agency, _ in shown.shown
    ]
    if others > 0:
        buttons.append(Button("campaign-button-next", CampaignPress.ALL, 0, shown.page + 1))
    return _card(shown, Line("campaign-title-all", {"agencies": len(shown.agencies)}), lines, buttons)


def _agency(shown: CampaignShown, agency: AgencyCoverage) -> Say:
    """One agency with its units, those furthest behind first."""
    units, others = agency.units[:AGENCIES_SHOWN], len(agency.units) - AGENCIES_SHOWN
    lines = [_place_line(unit.name, unit.tally) for unit in units]
    if others > 0:
        lines.append(Line("campaign-other-units", {"count": others}))
    buttons = [*_missing_buttons(agency, units)] if agency.tally.missing else []
    return _card(shown, Line("campaign-title-agency", {"name": _short(agency.name)}), lines, buttons)


def _card(shown: CampaignShown, title: Line, places: Sequence[Line], buttons: Sequence[Button]) -> Say:
    """In three parts: Fluent takes no argument of more than 2,500 characters."""
    args: Mapping[str, Value] = {
        "head": tuple(_head(shown, title)),
        "lines": tuple(places),
        "operators": tuple(_operators(shown)),
    }
    return Say("campaign-card", args, buttons=(*buttons, *_files()))


def _missing_buttons(agency: AgencyCoverage, units: tuple[UnitCoverage, ...]) -> Iterator[Button]:
    yield Button(
        "campaign-label-missing", CampaignPress.MISSING_OF_AGENCY, agency.agency_id, 0, {"count": agency.tally.missing}
    )
    for unit in units:
        if unit.unit_id is not None and unit.tally.missing and len(agency.units) > 1:
            args: Mapping[str, Value] = {"name": _short(unit.name or "", _LABEL_LENGTH), "count": unit.tally.missing}
            yield Button("campaign-label-unit", CampaignPress.MISSING_OF_UNIT, unit.unit_id, 0, args)


def _files() -> Iterator[Button]:
    for file in CampaignFile:
        yield Button(f"campaign-button-{file}", file.maker, 0)


def _head(shown: CampaignShown, title: Line) -> Iterator[Line]:
    tally = shown.tally
    yield title
    yield Line("campaign-figures", {**_figures(tally), "at": shown.at})
    yield Line("campaign-rest", _rest(tally))
    yield _deadline(shown.rule, shown)
    if tally.missing:
        yield _finish(shown)


def _deadline(rule: CampaignRule, shown: CampaignShown) -> Line:
    due = rule.share_due(shown.at.date())
    if due is None or rule.starts is None or rule.ends is None:
        return Line("campaign-no-deadline")
    days = (rule.ends - shown.at.date()).days
    args: Mapping[str, Value] = {"ends": rule.ends, "starts": rule.starts, "days": days, "expected": int(due * 100)}
    if shown.at.date() < rule.starts:
        return Line("campaign-deadline-later", args)
    return Line("campaign-deadline-over" if days < 0 else "campaign-deadline", args)


def _finish(shown: CampaignShown) -> Line:
    if shown.finish is None:
        return Line("campaign-finish-unknown")
    ends = shown.rule.ends
    late = ends is not None and shown.finish.date() > ends
    args: Mapping[str, Value] = {"pace": round(shown.per_hour), "at": shown.finish}
    return Line("campaign-finish-late" if late else "campaign-finish", args)


def _operators(shown: CampaignShown) -> Iterator[Line]:
    yield Line("campaign-operators" if shown.operators else "campaign-no-operators")
    for one in shown.operators[:_OPERATORS_SHOWN]:
        yield _operator(one, shown)
    if (others := len(shown.operators) - _OPERATORS_SHOWN) > 0:
        yield Line("campaign-other-operators", {"count": others})


def _operator(one: OperatorPace, shown: CampaignShown) -> Line:
    args: Mapping[str, Value] = {
        "name": Line("campaign-themselves") if one.name is None else _short(one.name),
        "today": one.today,
        "total": one.total,
        "pace": round(one.per_hour(shown.at)),
    }
    return Line("campaign-operator", args)


def _agency_line(agency: AgencyCoverage, rule: CampaignRule, deadlines_differ: bool) -> Line:
    line = _place_line(agency.name, agency.tally)
    if not deadlines_differ or rule.ends is None:
        return line
    return Line("campaign-place-by", {**line.args, "ends": rule.ends})


def _place_line(name: str | None, tally: Tally) -> Line:
    args = {**_figures(tally), "missing": tally.missing}
    return Line("campaign-place", {**args, "name": Line("campaign-no-unit") if name is None else _short(name)})


def _missing(shown: MissingShown) -> Say:
    """Names are for whoever has a role; of the number only the end."""
    title = "campaign-missing-title" if shown.unit is None else "campaign-missing-title-unit"
    first = Line(title, {"agency": _short(shown.agency), "unit": _short(shown.unit or ""), "count": shown.count})
    lines = (first, *(_person(one) for one in shown.people))
    if shown.unit_id is None:
        action, row_id = CampaignPress.MISSING_OF_AGENCY, shown.agency_id
    else:
        action, row_id = CampaignPress.MISSING_OF_UNIT, shown.unit_id
    buttons = [Button("campaign-button-next", action, row_id, shown.page + 1)] if shown.has_next else []
    buttons.append(Button("campaign-button-back", CampaignPress.AGENCY, shown.agency_id))
    return Say("campaign-lines", {"lines": lines}, buttons=tuple(buttons))


def _person(one: Missing) -> Line:
    key = "campaign-person" if one.reachable else "campaign-person-without-account"
    return Line(key, {"name": _short(one.name), "nip": mask_nip(one.nip) if one.nip else "-"})


def _figures(tally: Tally) -> Mapping[str, Value]:
    return {"enrolled": tally.enrolled, "wanted": tally.wanted, "percent": tally.percent}


def _rest(tally: Tally) -> Mapping[str, Value]:
    return {
        "missing": tally.missing,
        "unreachable": tally.unreachable,
        "waiting": tally.waiting,
        "without_face": tally.without_face,
    }


def _label(name: str, tally: Tally) -> Mapping[str, Value]:
    return {"name": _short(name, _LABEL_LENGTH), "percent": tally.percent}


def _short(name: str, length: int = _NAME_LENGTH) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"
