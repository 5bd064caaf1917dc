"""What the newcomer has done so far, as the database knows it: the steps of the guide tick themselves off."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from attendance.checkin.evidence import Reason
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.tables import ChatAccount, Employee, Enrolment
from attendance.records.database import Database
from attendance.time.schedule import Direction
from demo.people import Cast
from demo.print_attack import VICTIMS
from demo.rehearsal import ENROLLED


@dataclass(frozen=True)
class Steps:
    """The guide; each is true once it was done by anybody, the first by a person who was enrolled at the start.

    Faces that the print attack lends are nobody's enrolment.
    """

    checked_in: bool
    enrolled: bool
    impostor_refused: bool
    outside_refused: bool
    checked_out: bool


async def state_of_play(database: Database, cast: Cast) -> dict[str, Any]:
    """`people`: who is bound and enrolled, with the code of whoever is not bound yet. `steps`: the guide."""
    async with database.read() as session:
        states = await _states(session)
        steps = await _steps(session, cast)
    people = {
        member.id: states[member.id] | {"code": None if states[member.id]["bound"] else cast.codes.get(member.id)}
        for member in [*cast.employees, cast.admin]
    }
    return {"people": people, "steps": asdict(steps)}


async def _states(session: AsyncSession) -> dict[int, dict[str, Any]]:
    """By employee; `language` is that of the account, None without one.

    Of everybody's enrolments the newest counts, unless it was undone.
    """
    accounts = select(ChatAccount.employee_id, ChatAccount.language).where(ChatAccount.employee_id.is_not(None))
    enrolments = select(Enrolment.employee_id, Enrolment.undone_at).order_by(Enrolment.id)
    languages = {row.employee_id: row.language for row in await session.execute(accounts)}
    newest = {row.employee_id: row.undone_at is None for row in await session.execute(enrolments)}
    everybody = await session.scalars(select(Employee.id))
    return {
        one: {"bound": one in languages, "enrolled": newest.get(one, False), "language": languages.get(one)}
        for one in everybody
    }


async def _steps(session: AsyncSession, cast: Cast) -> Steps:
    given = [cast.named(name).id for name in (ENROLLED, *VICTIMS)]
    new_face = Enrolment.employee_id.not_in(given)
    return Steps(
        checked_in=await _any(session, Punch.id, Punch.direction == Direction.IN),
        enrolled=await _any(session, Enrolment.id, new_face),
        impostor_refused=await _refused(session, Reason.FACE_DIFFERENT),
        outside_refused=await _refused(session, Reason.OUTSIDE),
        checked_out=await _any(session, Punch.id, Punch.direction == Direction.OUT),
    )


async def _refused(session: AsyncSession, reason: Reason) -> bool:
    """Reasons are a JSON list; of the few decisions of a demonstration all are read."""
    query = select(Decision.reasons).join(Attempt, Attempt.id == Decision.attempt_id)
    found = await session.scalars(query.where(Decision.outcome == "rejected"))
    return any(reasons == [reason] for reasons in found)


async def _any(session: AsyncSession, what: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> bool:
    return await session.scalar(select(what).where(condition).limit(1)) is not None
