"""The picture and the workbook of /kampanye: made when they are sent, by what the reader's role covers at that time."""

import asyncio
from collections.abc import Sequence

import texts.render
from attendance.people.access.reach import reach_of
from attendance.people.access.roles import Action
from attendance.people.nip import mask_nip
from attendance.people.person import Person, load_person
from attendance.people.tables import ChatAccount
from attendance.records.database import Database
from attendance.records.workbook_writing import CellValue, Column, WrittenSheet, workbook
from attendance.reports.campaign import CampaignShown, figures
from attendance.reports.coverage import Tally, total
from attendance.reports.missing import Missing, missing_people
from attendance.rules.book import RuleWatch
from attendance.time.schedule import work_date_of
from bot.attachments import Enclosed, NotMade, Shape
from bot.clock import Clock
from pictures.bar_chart import MOST_BARS, Bar, BarChart, bar_chart


class CampaignFiles:
    """Two makers (bot.attachments). Nobody without a role of that moment gets anything."""

    def __init__(self, database: Database, rules: RuleWatch, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock

    async def picture(self, account_id: int, _of: Sequence[int]) -> Enclosed:
        """Raises NotMade."""
        reader, shown, _ = await self._read(account_id, names=False)
        content = await asyncio.to_thread(bar_chart, chart_of(shown, reader.language))
        return Enclosed(f"rekam-wajah-{shown.at:%Y-%m-%d}.jpg", content, Shape.PICTURE)

    async def workbook(self, account_id: int, _of: Sequence[int]) -> Enclosed:
        """Raises NotMade."""
        reader, shown, missing = await self._read(account_id, names=True)
        content = await asyncio.to_thread(workbook, sheets_of(shown, missing, reader))
        return Enclosed(f"rekam-wajah-{shown.at:%Y-%m-%d-%H%M}.xlsx", content, Shape.DOCUMENT)

    async def _read(self, account_id: int, *, names: bool) -> tuple[Person, CampaignShown, Sequence[Missing]]:
        now = self._clock.now()
        async with self._database.read() as session:
            book = await self._rules.current(session)
            reader = await load_person(session, await session.get_one(ChatAccount, account_id), book, now)
            shown = await figures(session, reader, book, now)
            if not isinstance(shown, CampaignShown):
                raise NotMade("no role covers it any more")
            within, today = reach_of(reader, Action.SEE_CAMPAIGN), work_date_of(now, reader.timezone)
            return reader, shown, await missing_people(session, within, today) if names else ()


def chart_of(shown: CampaignShown, language: str) -> BarChart:
    """Those furthest behind; the others together where there are too many for one picture."""
    due = shown.rule.share_due(shown.at.date())
    tally, ends = shown.tally, shown.rule.ends
    said = _say(language, "campaign-chart-figures", {"enrolled": tally.enrolled, "wanted": tally.wanted})
    deadline = "campaign-chart-no-deadline" if ends is None else "campaign-chart-deadline"
    agencies, rest = shown.agencies, shown.agencies[MOST_BARS - 1 :]
    bars = [_bar(agency.name, agency.tally, language) for agency in agencies]
    if len(bars) > MOST_BARS:
        name = _say(language, "campaign-chart-others", {"count": len(rest)})
        bars[MOST_BARS - 1 :] = [_bar(name, total(agency.tally for agency in rest), language)]
    return BarChart(
        title=_say(language, "campaign-chart-title"),
        subtitle=f"{said}  ·  {_say(language, deadline, {'ends': ends})}",
        bars=bars,
        line=due,
        line_name="" if due is None else _say(language, "campaign-chart-line", {"expected": int(due * 100)}),
    )


def _bar(name: str, tally: Tally, language: str) -> Bar:
    figures_said = _say(language, "campaign-chart-figures", {"enrolled": tally.enrolled, "wanted": tally.wanted})
    return Bar(name, tally.share, f"{figures_said}  ·  {tally.percent} %")


def sheets_of(shown: CampaignShown, missing: Sequence[Missing], reader: Person) -> list[WrittenSheet]:
    """Summary, units, who is missing, operators.

    A NIP is whole where the reader may photograph that person, for /rekam asks for it and so does an invitation; who
    only watches reads its end.
    """
    language = reader.language
    figures_titles = ("headcount", "without-face", "wanted", "enrolled", "waiting", "missing", "unreachable")
    agencies: list[Sequence[CellValue]] = [
        (agency.name, *_figures(agency.tally), rule.ends)
        for agency, rule in zip(shown.agencies, shown.rules, strict=True)
    ]
    agencies.append((_say(language, "campaign-total"), *_figures(shown.tally), shown.rule.ends))
    units = [
        (agency.name, unit.name or _say(language, "campaign-no-unit"), *_figures(unit.tally))
        for agency in shown.agencies
        for unit in agency.units
    ]
    return [
        _sheet(language, "agencies", ("agency", *figures_titles, "share", "deadline"), agencies),
        _sheet(language, "units", ("agency", "unit", *figures_titles, "share"), units),
        _sheet(
            language, "missing", ("agency", "unit", "name", "nip", "account"), [_row(one, reader) for one in missing]
        ),
        _sheet(language, "operators", ("operator", "today", "total", "pace"), _operators(shown, language)),
    ]


def _operators(shown: CampaignShown, language: str) -> list[Sequence[CellValue]]:
    themselves = _say(language, "campaign-themselves")
    return [(one.name or themselves, one.today, one.total, round(one.per_hour(shown.at), 1)) for one in shown.operators]


def _figures(tally: Tally) -> tuple[CellValue, ...]:
    return (
        tally.headcount,
        tally.without_face,
        tally.wanted,
        tally.enrolled,
        tally.waiting,
        tally.missing,
        tally.unreachable,
        tally.share,
    )


def _row(one: Missing, reader: Person) -> Sequence[CellValue]:
    nip = one.nip if one.nip is None or reader.may(Action.ENROL, one.scope) else mask_nip(one.nip)
    account = _say(reader.language, "campaign-yes" if one.reachable else "campaign-no")
    return (one.agency, one.unit, one.name, nip, account)


def _sheet(language: str, name: str, columns: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> WrittenSheet:
    titles = [Column(_say(language, f"campaign-column-{column}"), percent=column == "share") for column in columns]
    return WrittenSheet(_say(language, f"campaign-sheet-{name}"), titles, rows)


def _say(language: str, key: str, args: dict[str, texts.render.Value] | None = None) -> str:
    return texts.render.render(language, key, args or {})
