"""Whose account an operator may let go or suspend."""

import pytest

from attendance.people.access.accounts import (
    AccountRefused,
    AskRelease,
    ReleaseAsked,
    Suspend,
    Suspended,
    ask_release,
    suspend,
)
from attendance.people.access.roles import Grant, Role
from attendance.people.named import NamedProblem
from attendance.records.database import Database, Priority
from tests.attendance.people.booth import operator
from tests.attendance.people.office import NIP_BUDI, NOW, Office, grant, open_account

OUT = AccountRefused(NamedProblem.OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("budi", "actor", "may"),
    [
        (None, Role.OPERATOR, True),
        (Role.OPERATOR, Role.OPERATOR, True),
        (Role.HEAD, Role.OPERATOR, False),
        (Role.ADMIN, Role.OPERATOR, False),
        (Role.HEAD, Role.ADMIN, True),
    ],
)
async def test_the_account_of_a_head_or_an_admin_is_an_admins_affair(
    database: Database, office: Office, budi: Role | None, actor: Role, may: bool
) -> None:
    who = operator(office.siti, Grant(actor, office.kominfo.id))
    async with database.write(Priority.STEP) as session:
        await open_account(session, "77", office.budi)
        if budi is not None:
            session.add(grant(office.budi, budi, agency=office.kominfo))
    async with database.write(Priority.STEP) as session:
        asked = await ask_release(session, who, AskRelease(NIP_BUDI), NOW)
        suspended = await suspend(session, who, Suspend(NIP_BUDI), NOW)
    assert (isinstance(asked, ReleaseAsked), isinstance(suspended, Suspended)) == (may, may)
    assert may or (asked, suspended) == (OUT, OUT)
