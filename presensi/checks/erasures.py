"""Whether what was promised to those who withdrew has been deleted in time, and the certificates are as they were."""

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.privacy.erasure import digest_of, number_of, overdue_erasures
from attendance.privacy.tables import Erasure
from attendance.records.database import Database
from attendance.records.tables import Audit
from bot.clock import SystemClock
from presensi.checks.finding import Finding

ITEM = "erasures"


async def check_erasures(database: Database) -> list[Finding]:
    """Overdue ones fail: the law gives three days. Nothing before the schema is there."""
    try:
        async with database.read() as session:
            overdue = await overdue_erasures(session, SystemClock().now())
            waiting = await session.scalar(select(func.count(Erasure.id)).where(Erasure.done_at.is_(None))) or 0
            changed = await _changed(session)
    except DatabaseError:
        return []
    if changed:
        numbers = ", ".join(map(number_of, changed))
        return [Finding("fail", ITEM, f"certificates differ from the audit: {numbers}", "restore them from a backup")]
    if overdue:
        remedy = "see the log for `erasure`; run: presensi run"
        return [Finding("fail", ITEM, f"{overdue} promised deletions are overdue", remedy)]
    return [Finding("ok", ITEM, f"none is overdue, {waiting} waiting")]


async def _changed(session: AsyncSession) -> list[int]:
    """Certificates whose text does not give the digest that the audit holds."""
    done = (
        select(Erasure.id, Erasure.certificate, Audit.digest)
        .join(Audit, (Audit.subject_id == Erasure.id) & (Audit.action == "erasure.done"))
        .where(Erasure.done_at.is_not(None))
    )
    rows = (await session.execute(done)).all()
    return [erasure_id for erasure_id, certificate, digest in rows if digest_of(certificate or {}) != digest]
