"""Two people whom the machine takes for one, by a human's word: registered, and verified by a stricter rule."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.templates import Templates, load_templates
from attendance.people.tables import DuplicateDecision, LookAlike
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.vault.keyring import Keyring


async def register_pair(
    session: AsyncSession, one_id: int, other_id: int, decision: DuplicateDecision, now: datetime
) -> None:
    """From now on both are verified strictly; a pair that was registered before stays as it was."""
    first, second = sorted((one_id, other_id))
    row = {"first_id": first, "second_id": second, "decision_id": decision.id, "registered_at": now}
    await insert_ignoring_conflicts(session, LookAlike, [row])


async def look_alikes_of(session: AsyncSession, employee_id: int) -> Sequence[int]:
    """Whom that person looks like, on record; nearly always nobody."""
    return (await session.scalars(_OTHERS, {"employee_id": employee_id})).all()


async def load_rivals(session: AsyncSession, employee_id: int, keyring: Keyring) -> list[Templates] | None:
    """The templates of every look-alike, None for somebody without any. Raises SealBroken or KeyUnknown."""
    others = await look_alikes_of(session, employee_id)
    return [await load_templates(session, other, keyring) for other in others] or None


_ME = bindparam("employee_id", type_=BigInteger)
_OTHERS = select(case((LookAlike.first_id == _ME, LookAlike.second_id), else_=LookAlike.first_id)).where(
    or_(LookAlike.first_id == _ME, LookAlike.second_id == _ME)
)
