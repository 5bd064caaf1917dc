"""All tables at once, for migrations and tests: importing this fills `Base.metadata`."""

import attendance.challenge.tables
import attendance.checkin.tables
import attendance.people.tables
import attendance.places.tables
import attendance.privacy.tables
import attendance.records.tables
import attendance.rules.tables  # noqa: F401 - each import registers its tables
from attendance.records.base import Base

metadata = Base.metadata
