"""The records of what is asked: the nonce, and the challenge that goes with it (DESIGN.md 2)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class Purpose(StrEnum):
    """What somebody is asked for."""

    CHECK_IN = "check-in"
    REBINDING = "rebinding"


class Nonce(Base):
    """Binds prompt, media, position and decision.

    Prompted, it lives from the platform time of our delivered prompt, unprompted from its first part.
    """

    __tablename__ = "nonce"
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    purpose: Mapped[str] = mapped_column(default=Purpose.CHECK_IN)
    prompted: Mapped[bool]
    level: Mapped[int]  # of liveness: 0 passive, 1 challenge photo, 2 challenge video
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime]  # message time of the press, or of the first part of an unprompted one
    lives_s: Mapped[int]  # seconds
    delivered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    consumed_at: Mapped[datetime | None]
    risks: Mapped[list[Any]] = mapped_column(default=list)  # rules.kinds.Risk, known before anything was sent


class Challenge(Base):
    """What one person was asked to do before the camera, and what came of it; numbered within its nonce.

    It lives from the platform time of the delivered prompt. Answered, it is used up: whatever failed is drawn anew.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        UniqueConstraint("nonce_id", "number"),
        Index("ix_challenge_employee_drawn", "employee_id", "drawn_at"),
    )
    id: Mapped[Id]
    nonce_id: Mapped[int] = mapped_column(ForeignKey("nonce.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[int]
    level: Mapped[int]
    actions: Mapped[list[Any]]  # recognition.challenge.actions.Action, in their order
    drawn_at: Mapped[datetime]
    lives_s: Mapped[int]  # seconds
    delivered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)  # answers that could be mended
    answered_at: Mapped[datetime | None]
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"), index=True)  # the posed picture, the video
    finding: Mapped[dict[str, Any] | None]
