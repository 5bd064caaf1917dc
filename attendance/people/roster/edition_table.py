"""The table of the roster's editions, apart from those whose rows it makes visible."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from attendance.records.base import Base, Id


class RosterEdition(Base):
    """One import of the roster; see people.editions."""

    __tablename__ = "roster_edition"
    __table_args__ = (
        Index(
            "uq_roster_edition_open",
            "status",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )
    id: Mapped[Id]
    status: Mapped[str]  # people.roster.editions.EditionStatus
    file_sha256: Mapped[str]
    begun_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
