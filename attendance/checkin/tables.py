"""The records of a check-in: attempt, evidence, decision, punch (DESIGN.md 2); the nonce is in challenge.tables."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class ChallengeReport(Base):
    """A superior asked that somebody be challenged at the highest level for a time. Append-only."""

    __tablename__ = "challenge_report"
    __table_args__ = (Index("ix_challenge_report_employee_until", "employee_id", "until"),)
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reported_by: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reported_at: Mapped[datetime]
    until: Mapped[datetime]


class Attempt(Base):
    """One per nonce, whatever came of it. `examination` holds the findings about the selfie, `fixes` the positions."""

    __tablename__ = "attempt"
    __table_args__ = (
        # One open attempt per person over all channels: the database says so, not the code.
        Index(
            "uq_attempt_open",
            "employee_id",
            unique=True,
            sqlite_where=text("status IN ('open', 'waiting', 'pending')"),
            postgresql_where=text("status IN ('open', 'waiting', 'pending')"),
        ),
        Index("ix_attempt_employee_date", "employee_id", "work_date"),
        Index(
            "ix_attempt_witness_code",
            "witness_code",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )
    id: Mapped[Id]
    nonce_id: Mapped[int] = mapped_column(ForeignKey("nonce.id"), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    direction: Mapped[str | None]  # asked by the person; inferred from the slots when none
    work_date: Mapped[date]
    way: Mapped[str] = mapped_column(default="face")  # checkin.attempt.Way
    status: Mapped[str]  # checkin.attempt.AttemptStatus
    created_at: Mapped[datetime]
    first_message_at: Mapped[datetime | None]
    last_message_at: Mapped[datetime | None]
    selfie_media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)
    selfie_at: Mapped[datetime | None]
    pin_at: Mapped[datetime | None]
    position_at: Mapped[datetime | None]
    fixes: Mapped[list[Any]]
    examination: Mapped[dict[str, Any] | None]
    asks: Mapped[list[Any]]  # kinds of Ask made, each at most once
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id"))  # the newest one
    awaits: Mapped[str | None]  # what that one still waits for: checkin.attempt.Awaited
    suspected: Mapped[list[Any]] = mapped_column(default=list)  # doubts that led to a challenge beyond the prompt
    face_failures: Mapped[int] = mapped_column(default=0)
    witness_code: Mapped[str | None]  # said aloud to a witness, who types it
    witness_until: Mapped[datetime | None]


class OddPart(Base):
    """Append-only: a part of a check-in that came as nobody sends one who is there; nothing of it was fetched.

    `kinds` are words of bot.events.Oddity; `sent_at` is the platform's time.
    """

    __tablename__ = "odd_part"
    __table_args__ = (
        Index("ix_odd_part_employee_sent", "employee_id", "sent_at"),
        Index("ix_odd_part_sent", "sent_at"),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    part: Mapped[str]  # checkin.provenance.Sent
    kinds: Mapped[list[Any]]
    sent_at: Mapped[datetime]
    noted_at: Mapped[datetime]


class Testimony(Base):
    """Append-only: what somebody who is there said about somebody without a face record, once about each attempt."""

    __tablename__ = "testimony"
    __table_args__ = (
        UniqueConstraint("attempt_id", "witness_id"),
        Index("ix_testimony_witness_date", "witness_id", "work_date"),
        Index("ix_testimony_about_date", "about_id", "work_date"),
    )
    id: Mapped[Id]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    about_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    witness_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    work_date: Mapped[date]
    direction: Mapped[str]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    official: Mapped[bool]  # by a role over the person, not as a colleague
    yes: Mapped[bool]
    said_at: Mapped[datetime]


class Evidence(Base):
    """What the machine found, immutable, with engine, model and rule versions."""

    __tablename__ = "evidence"
    id: Mapped[Id]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    examined_at: Mapped[datetime]
    value: Mapped[dict[str, Any]]


class Decision(Base):
    """Append-only; the newest of an attempt counts. Without an author the machine decided."""

    __tablename__ = "decision"
    id: Mapped[Id]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    outcome: Mapped[str]
    reasons: Mapped[list[Any]]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    decided_at: Mapped[datetime]


class Punch(Base):
    """A time of record, written only by `settle_attempt`; append-only."""

    __tablename__ = "punch"
    __table_args__ = (UniqueConstraint("attempt_id"), Index("ix_punch_employee_date", "employee_id", "work_date"))
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    direction: Mapped[str]
    at: Mapped[datetime]
    work_date: Mapped[date]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    source: Mapped[str]
