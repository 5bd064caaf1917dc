"""The sites at which a punch counts."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from attendance.records.base import Base, Id


class Site(Base):
    """A circle: centre in degrees (WGS 84), radius in metres. Without an agency it serves the whole regency."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("agency_id", "name", "valid_from"),)
    id: Mapped[Id]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    radius_m: Mapped[float]
    timezone: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
