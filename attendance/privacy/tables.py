"""Who has read which version of the privacy notice, and who wants to be recorded without a face."""

from datetime import datetime

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
