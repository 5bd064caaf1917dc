"""One-time codes that bind a chat account to an employee: made here, kept as their SHA-256 only."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import Invitation
from attendance.records.audit import append_audit

#: Digits and letters that cannot be taken for one another: no 0 O, no 1 I L, no U (which looks like V by hand).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 3, 4
"""Twelve characters of thirty: 58 bits, which a limited number of tries cannot search."""


async def create_invitation(session: AsyncSession, employee_id: int, now: datetime, valid_for: timedelta) -> str:
    """A new code for the employee, as in `7KQM-2XBW-R9TD`; it is told once and cannot be read back.

    An older code of that employee ends: whoever asks for a new one has lost it.
    """
    code = new_code()
    await session.execute(
        update(Invitation)
        .where(Invitation.employee_id == employee_id, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(expires_at=now)
    )
    invitation = Invitation(
        code_sha256=code_digest(code), employee_id=employee_id, created_at=now, expires_at=now + valid_for
    )
    session.add(invitation)
    await session.flush()
    append_audit(
        session, at=now, actor_id=None, action="invitation.created", subject="invitation", subject_id=invitation.id
    )
    return code


def new_code() -> str:
    """A random code in groups."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def code_digest(typed: str) -> str:
    """The SHA-256 under which a code is kept; case, spaces and hyphens do not matter."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
