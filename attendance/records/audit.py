"""Who did what to which row."""

import hashlib
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.records.tables import Audit


def append_audit(
    session: AsyncSession,
    *,
    at: datetime,
    actor_id: int | None,
    action: str,
    subject: str,
    subject_id: int | None = None,
    detail: str | None = None,
) -> None:
    """Add one row to the session. `action` reads like "face.enrolled", `subject` names a table.

    `actor_id` is an employee, None for the service itself or somebody unknown. Of `detail` only the SHA-256 is kept,
    which proves later what was meant; it hides nothing that can be guessed, such as a name.
    """
    digest = None if detail is None else hashlib.sha256(detail.encode()).hexdigest()
    session.add(Audit(at=at, actor_id=actor_id, action=action, subject=subject, subject_id=subject_id, digest=digest))
