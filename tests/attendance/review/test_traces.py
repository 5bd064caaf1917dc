"""Which signs the reasons of a decision are, told by a table, and that either database can be asked for them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from attendance.checkin.evidence import Reason
from attendance.checkin.tables import OddPart
from attendance.people.access.roles import Grant, Role
from attendance.people.person import Person
from attendance.records.database import Database, Priority
from attendance.review.clusters import Sign
from attendance.review.traces import Reach, signs_of, traces_since
from attendance.rules.book import RuleBook
from tests.attendance.people.office import NOW, TODAY, Office, open_account

SPOOF, FAILED, REUSED = Reason.SPOOF_SUSPECTED, Reason.CHALLENGE_FAILED, Reason.PICTURE_REUSED

SIGNS = {
    "a live face": ((), None, set()),
    "a print, on record only": ((SPOOF,), None, {Sign.SPOOF}),
    "a print that failed the challenge": ((SPOOF, FAILED), "failed", {Sign.SPOOF, Sign.UNPASSED}),
    "a print that never answered": ((SPOOF, Reason.CHALLENGE_DUE), None, {Sign.SPOOF}),
    "our engine that could not look": ((SPOOF,), "not-assessed", {Sign.SPOOF}),
    "a living person who was taken for a print and passed": ((SPOOF,), "passed", set()),
    "one who failed once and then passed": ((FAILED, SPOOF), "passed", set()),
    "a print that passed less than was due": ((SPOOF, Reason.CHALLENGE_DUE), "passed", {Sign.SPOOF}),
    "one who passed with somebody's old picture": ((SPOOF, REUSED), "passed", {Sign.REUSED}),
    "a challenge that was due and not asked": ((Reason.CHALLENGE_DUE,), None, set()),
    "a face in doubt": ((Reason.FACE_UNSURE,), "passed", set()),
}


@pytest.mark.parametrize("case", SIGNS)
def test_what_of_the_reasons_is_a_sign(case: str) -> None:
    reasons, challenge, signs = SIGNS[case]
    assert signs_of(reasons, challenge) == signs


@pytest.mark.parametrize("grant", [Grant(Role.INSPECTOR), Grant(Role.HEAD, agency_id=1)], ids=["regency", "agency"])
async def test_each_database_understands_the_questions(office: Office, database: Database, grant: Grant) -> None:
    """What they answer is in tests/bot/dialogues/test_suspicions.py and in US-3."""
    actor = cast("Person", SimpleNamespace(roles=(grant,)))
    async with database.write(Priority.STEP) as session:
        account = await open_account(session, "7001", office.budi)
        odd = {"part": "photo", "kinds": ["forwarded"], "sent_at": NOW, "noted_at": NOW}
        session.add(OddPart(employee_id=office.budi.id, account_id=account.id, **odd))
    async with database.read() as session:
        (found,) = await traces_since(session, NOW - timedelta(days=7), Reach(actor, RuleBook(), TODAY))
    assert (found.signs, found.ways, found.site_id) == ({Sign.ODD_WAY}, ("forwarded",), None)
