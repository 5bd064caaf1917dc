"""Every rule of the regency is a row of one table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class Rule(Base):
    """`value` is validated by the frozen model of its kind; valid from day to day, both included."""

    __tablename__ = "rule"
    __table_args__ = (Index("ix_rule_kind_scope", "kind", "scope", "scope_id"),)
    id: Mapped[Id]
    kind: Mapped[str]  # rules.kinds
    scope: Mapped[str]  # rules.resolve.Scope
    scope_id: Mapped[int | None]  # employee, unit or agency id; none for the regency
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    value: Mapped[dict[str, Any]]
    legal_reference: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    created_at: Mapped[datetime]
