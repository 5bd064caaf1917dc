"""Editions of the roster: what an import writes is invisible until its edition is applied, and then all of it is there.

A roster of 50,000 people takes longer to write than anybody may be kept waiting, so it is written in small
transactions. Its rows carry the number of their edition, and one UPDATE makes that edition the one in force: every
reader sees the old roster or the new one. What an edition replaces stays in the table and tells what was known before.
"""

from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, ScalarSelect, event, func, select
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from attendance.people.roster.edition_table import RosterEdition

#: For whoever prepares or sweeps an edition: `session.execute(query, execution_options=EVERY_EDITION)`.
EVERY_EDITION = {"every_edition": True}


class EditionStatus(StrEnum):
    """At most one edition is OPEN."""

    OPEN = "open"
    APPLIED = "applied"
    ABANDONED = "abandoned"


class Added:
    """Rows that an edition adds; 0 for what no import wrote."""

    edition_from: Mapped[int] = mapped_column(default=0)


class Replaceable(Added):
    """Rows that a later edition may also replace: they hold before `edition_until`."""

    edition_until: Mapped[int | None] = mapped_column(default=None)


def in_force() -> ScalarSelect[int]:
    """The number of the edition in force, 0 before the first."""
    newest = (
        select(RosterEdition.id)
        .where(RosterEdition.status == EditionStatus.APPLIED)
        .order_by(RosterEdition.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(func.coalesce(newest, 0)).scalar_subquery()


def _is_added(table: type[Added]) -> ColumnElement[bool]:
    return table.edition_from <= in_force()


def _is_not_replaced(table: type[Replaceable]) -> ColumnElement[bool]:
    return table.edition_until.is_(None) | (table.edition_until > in_force())


# Applied to every select of these tables in whichever session, joins and subqueries included: a reader that forgot the
# condition would see half a roster for a few seconds a month, and nobody would find out why.
_VISIBLE = (
    with_loader_criteria(Added, _is_added, include_aliases=True),
    with_loader_criteria(Replaceable, _is_not_replaced, include_aliases=True),
)


# A statement that is made once and run for every message keeps its visible form, whose cache key is costly to make.
_visible_forms: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


@event.listens_for(Session, "do_orm_execute")
def _show_what_is_in_force(state: ORMExecuteState) -> None:
    if not state.is_select or state.execution_options.get("every_edition", False):
        return
    statement = state.statement
    visible = _visible_forms.get(statement)
    if visible is None:
        visible = _visible_forms[statement] = statement.options(*_VISIBLE)
    state.statement = visible
