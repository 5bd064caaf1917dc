"""What a day leaves in the records, written directly: how it gets there is told by the tests of checkin."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.tables import Nonce
from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.tables import ChatAccount, Employee
from attendance.places.tables import Site
from attendance.records.tables import Inbound
from attendance.time.schedule import Direction
from tests.attendance.people.office import LONG_AGO, open_account


async def open_site(session: AsyncSession, name: str) -> Site:
    site = Site(
        agency_id=None,
        name=name,
        latitude=-4.3412,
        longitude=122.3049,
        radius_m=100,
        timezone="Asia/Makassar",
        valid_from=LONG_AGO,
    )
    session.add(site)
    await session.flush()
    return site


async def punch(
    session: AsyncSession, employee: Employee, direction: Direction, at: datetime, site: Site | None = None
) -> Punch:
    """`at` in the zone of the place of duty, whose date is the work date."""
    attempt = await attempted(session, employee, at, AttemptStatus.DONE)
    decision = Decision(attempt_id=attempt.id, outcome="accepted", reasons=[], decided_at=at)
    session.add(decision)
    await session.flush()
    row = Punch(
        employee_id=employee.id,
        attempt_id=attempt.id,
        decision_id=decision.id,
        direction=direction,
        at=at,
        work_date=at.date(),
        site_id=site.id if site else None,
        source="telegram",
    )
    session.add(row)
    await session.flush()
    return row


async def attempted(session: AsyncSession, employee: Employee, at: datetime, status: AttemptStatus) -> Attempt:
    own = await session.scalar(select(ChatAccount).where(ChatAccount.employee_id == employee.id))
    account = own or await open_account(session, f"account of {employee.id}", employee)
    nonce = Nonce(
        employee_id=employee.id, account_id=account.id, prompted=False, level=0, created_at=at, asked_at=at, lives_s=600
    )
    session.add(nonce)
    await session.flush()
    attempt = Attempt(
        nonce_id=nonce.id,
        employee_id=employee.id,
        account_id=account.id,
        work_date=at.date(),
        status=status,
        created_at=at,
        first_message_at=at,
        last_message_at=at,
        fixes=[],
        asks=[],
    )
    session.add(attempt)
    await session.flush()
    return attempt


async def unread(session: AsyncSession, account: ChatAccount, at: datetime, *, part: bool = True) -> Inbound:
    """A message that is stored and not yet understood; with `part` it holds a photo or a position."""
    row = Inbound(
        channel=account.channel,
        our_account=account.our_account,
        external_id=f"{account.external_id}-{at.isoformat()}",
        sender=account.external_id,
        received_at=at,
        status="queued",
        part=part,
    )
    session.add(row)
    await session.flush()
    return row
