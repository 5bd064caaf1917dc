from hashlib import sha256

from sqlalchemy import select

from attendance.records.audit import append_audit
from attendance.records.database import Priority
from attendance.records.tables import Audit
from tests.attendance.people.office import NOW


async def test_a_row_says_who_did_what_to_which_row_and_hides_the_detail(database, office):
    async with database.write(Priority.STEP) as session:
        append_audit(
            session,
            at=NOW,
            actor_id=office.rahma.id,
            action="face.enrolled",
            subject="enrolment",
            subject_id=7,
            detail="3 pictures",
        )
        append_audit(session, at=NOW, actor_id=None, action="account.bind_failed", subject="chat_account")
    async with database.read() as session:
        told, silent = await session.scalars(select(Audit).order_by(Audit.id))
    assert (told.at, told.actor_id, told.action, told.subject, told.subject_id) == (
        NOW,
        office.rahma.id,
        "face.enrolled",
        "enrolment",
        7,
    )
    assert told.digest == sha256(b"3 pictures").hexdigest()
    assert (silent.actor_id, silent.subject_id, silent.digest) == (None, None, None)
