"""Who has read which version of the privacy notice."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class NoticeAcknowledgement(Base):
    """One person has acknowledged one version, from one account."""

    __tablename__ = "notice_acknowledgement"
    __table_args__ = (UniqueConstraint("employee_id", "version"),)
    id: Mapped[Id]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("chat_account.id"))
    version: Mapped[str]
    acknowledged_at: Mapped[datetime]
