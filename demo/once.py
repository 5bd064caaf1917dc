"""`presensi demo --once`: four things that must come out right, played without a page over the same HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from attendance.checkin.evidence import Reason
from attendance.checkin.tables import Attempt, Decision
from attendance.people.faces.templates import current_enrolment_id
from attendance.people.tables import FaceTemplate
from attendance.records.database import Database
from demo.people import Cast, Member, gather_cast
from demo.places import Place, all_places, office_of
from demo.playing import PlayFailed, bind, check_in, enrol, say
from demo.portraits import portrait
from demo.stage import Stage

HONEST = "check-in"
"""The step that is to be accepted; the attempts after it are attacks."""

NOTHING = "none"
"""The decision of a step that left no row."""


@dataclass(frozen=True)
class Step:
    """What the database says about one step, and whether that is right."""

    step: str
    decision: str
    reason: str
    is_right: bool


async def play_once(stage: Stage) -> AsyncIterator[Step]:
    """An enrolment, an accepted check-in, an impostor, and a try from outside the fence."""
    cast = await gather_cast(stage.database, stage.platform, stage.clock.now())
    employee = cast.named("Eileen Marwah")
    office = office_of(await all_places(stage.database), employee.agency_code)
    await _played(_meet(stage, cast, employee))
    yield await _enrolment(stage.database, employee)
    for attempt in _ATTEMPTS:
        before = await _decisions(stage.database, employee)
        await _played(attempt.play(employee, office))
        yield await _decided(stage.database, employee, attempt, before)


def shares_of(steps: Sequence[Step]) -> str:
    """What a strict service costs beside what it prevents, as one sentence: either alone says nothing."""
    attempts = [step for step in steps if step.step in {planned.step for planned in _ATTEMPTS}]
    honest = [step.decision for step in attempts if step.step == HONEST]
    attacks = [step.decision for step in attempts if step.step != HONEST]
    return (
        f"review_share {_share(honest, 'needs_review')} of honest check-ins, "
        f"attacks accepted {_share(attacks, 'accepted')}."
    )


def _share(decisions: Sequence[str], outcome: str) -> str:
    found, in_all = decisions.count(outcome), len(decisions)
    return f"{found / in_all:.0%} ({found} of {in_all})" if in_all else "unknown (0 of 0)"


@dataclass(frozen=True)
class _Planned:
    """One attempt and what must become of it; record-only notes may stand beside an acceptance."""

    step: str
    play: Callable[[Member, Place], Awaitable[None]]
    outcome: str
    reason: Reason | None


async def _meet(stage: Stage, cast: Cast, employee: Member) -> None:
    """Both bind their accounts; then the admin enrols the employee's face."""
    both = (cast.admin, employee)
    codes = [await cast.invite(stage.database, member, stage.clock.now()) for member in both]
    await asyncio.gather(*(bind(member.phone, code) for member, code in zip(both, codes, strict=True)))
    await enrol(cast.admin.phone, employee.nip or "", [portrait("astronaut", number) for number in (1, 2, 3)])


async def _come(employee: Member, office: Place) -> None:
    await check_in(employee.phone, "Masuk", portrait("astronaut", 7), office.around(20, 90), accuracy_m=15)


async def _send_somebody_else(employee: Member, office: Place) -> None:
    await check_in(employee.phone, "Pulang", portrait("hopper", 7), office.around(20, 90), accuracy_m=15)
    await say(employee.phone, "/batal")


async def _stay_outside(employee: Member, office: Place) -> None:
    await check_in(employee.phone, "Pulang", portrait("astronaut", 8), office.around(142, 45), accuracy_m=15)


_ATTEMPTS = (
    _Planned(HONEST, _come, "accepted", None),
    _Planned("impostor", _send_somebody_else, "rejected", Reason.FACE_DIFFERENT),
    _Planned("outside", _stay_outside, "rejected", Reason.OUTSIDE),
)


async def _played(scene: Awaitable[None]) -> None:
    """A scene that comes to nothing leaves no row, and that is what its step then says."""
    try:
        await scene
    except (PlayFailed, TimeoutError):
        return


async def _enrolment(database: Database, employee: Member) -> Step:
    """The enrolment that counts; the reason tells its pictures and the engines that have templates of them."""
    async with database.read() as session:
        counting = await current_enrolment_id(session, employee.id)
        query = (
            select(func.count(distinct(FaceTemplate.media_id)), FaceTemplate.engine)
            .where(FaceTemplate.enrolment_id == counting)
            .group_by(FaceTemplate.engine)
            .order_by(FaceTemplate.engine)
        )
        rows = (await session.execute(query)).all()
    reason = ", ".join(f"{count} pictures for {engine}" for count, engine in rows)
    return Step("enrolment", "enrolled" if rows else NOTHING, reason, is_right=bool(rows))


async def _decisions(database: Database, employee: Member) -> int:
    """The id of the newest decision about that employee, 0 before the first."""
    query = select(func.max(Decision.id)).join(Attempt, Attempt.id == Decision.attempt_id)
    async with database.read() as session:
        return await session.scalar(query.where(Attempt.employee_id == employee.id)) or 0


async def _decided(database: Database, employee: Member, planned: _Planned, after: int) -> Step:
    query = select(Decision).join(Attempt, Attempt.id == Decision.attempt_id)
    async with database.read() as session:
        found = (await session.scalars(query.where(Attempt.employee_id == employee.id, Decision.id > after))).all()
    decision = found[-1] if found else None
    outcome = decision.outcome if decision else NOTHING
    reasons = decision.reasons if decision else []
    is_right = outcome == planned.outcome and (planned.reason is None or reasons == [planned.reason])
    return Step(planned.step, outcome, ", ".join(reasons), is_right=is_right and len(found) == 1)
