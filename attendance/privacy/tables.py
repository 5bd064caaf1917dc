"""Who has read the privacy notice, who wants to be recorded without a face, and what was deleted for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class NoticeAcknowledgement(Base):
    """One person has acknowledged one version: from an account of their own, or before an operator as witness.

    Both may be on record: who was informed on an operator's screen reads it again on their own.
    """

    __tablename__ = "notice_acknowledgement"
    __table_args__ = (
        Index(
            "uq_notice_acknowledgement_own",
            "employee_id",
            "version",
            unique=True,
            sqlite_where=text("witness_id IS NULL"),
            postgresql_where=text("witness_id IS NULL"),
        ),
        Index(
            "uq_notice_acknowledgement_witnessed",
            "employee_id",
            "version",
            unique=True,
            sqlite_where=text("witness_id IS NOT NULL"),
            postgresql_where=text("witness_id IS NOT NULL"),
        ),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("chat_account.id"))  # the person's own; none of a witness
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    version: Mapped[str]
    acknowledged_at: Mapped[datetime]


class FaceChoice(Base):
    """Append-only; the newest of a person counts. Whoever never said anything has not refused."""

    __tablename__ = "face_choice"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    choice: Mapped[str]  # privacy.choice.Choice
    version: Mapped[str]  # of the notice that was in force
    account_id: Mapped[int | None] = mapped_column(ForeignKey("chat_account.id"))
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))  # the operator who was told
    chosen_at: Mapped[datetime]


class Erasure(Base):
    """Everything biometric of a person is to be deleted by `due_at`. Once done it has a certificate, and never changes.

    `digest`: SHA-256 of the certificate as canonical JSON, which the audit holds too.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        Index(
            "ix_erasure_open",
            "requested_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("face_choice.id"), unique=True)
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    templates: Mapped[int] = mapped_column(default=0)  # deleted so far, as are the next three
    pictures: Mapped[int] = mapped_column(default=0)
    messages: Mapped[int] = mapped_column(default=0)
    comparisons: Mapped[int] = mapped_column(default=0)
    certificate: Mapped[dict[str, Any] | None]
    digest: Mapped[str | None]


class Breach(Base):
    """Append-only: personal data got into wrong hands. From `discovered_at` the law gives 3 x 24 hours (art. 46)."""

    __tablename__ = "breach"
    id: Mapped[Id]
    what: Mapped[str]  # in the words of whoever declared it, without names
    data: Mapped[str]  # privacy.breach.Leaked
    keys_too: Mapped[bool]
    since: Mapped[datetime]
    until: Mapped[datetime]
    discovered_at: Mapped[datetime]
    declared_at: Mapped[datetime]
    due_at: Mapped[datetime]
    people: Mapped[int]
