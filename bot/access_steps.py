"""The steps about who may do what from which account: roles, bindings, lost phones."""

from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.leaving import settle_begun
from attendance.checkin.posing import NothingAsked, VideoAnswer
from attendance.people.access.accounts import (
    AccountOutcome,
    AskRelease,
    LiftSuspension,
    ReleaseAccount,
    Suspend,
    ask_release,
    lift_suspension,
    may_release,
    release_account,
    suspend,
)
from attendance.people.access.granting import (
    EndRole,
    GiveRole,
    GiveRoleHere,
    RoleOutcome,
    ShowRoles,
    end_role,
    give_role,
    give_role_here,
    show_roles,
)
from attendance.people.access.rebind_challenge import (
    AgreeToRebind,
    AnswerRebind,
    LapseRebind,
    agree_to_rebind,
    answer_rebind,
    lapse_rebind,
)
from attendance.people.access.rebinding import RebindOutcome
from attendance.people.named import Named
from bot.scene import Scene

RoleStep = ShowRoles | GiveRole | GiveRoleHere | EndRole
ReleaseStep = AskRelease | ReleaseAccount | Suspend | LiftSuspension
RebindStep = AgreeToRebind | AnswerRebind | LapseRebind


async def perform_role(session: AsyncSession, step: RoleStep, scene: Scene) -> RoleOutcome:
    match step:
        case ShowRoles():
            return await show_roles(session, scene.person, step, scene.now)
        case GiveRole():
            return await give_role(session, scene.person, step, scene.book, scene.now)
        case GiveRoleHere():
            return await give_role_here(session, scene.person, step, scene.book, scene.now)
        case EndRole():
            return await end_role(session, scene.person, step, scene.book, scene.now)
        case _:
            assert_never(step)


async def perform_release(session: AsyncSession, step: ReleaseStep, scene: Scene) -> AccountOutcome:
    match step:
        case AskRelease():
            return await ask_release(session, scene.person, step, scene.now)
        case ReleaseAccount():
            who = await may_release(session, scene.person, step, scene.now)
            if not isinstance(who, Named):
                return who
            await settle_begun(session, who.employee_id, scene.book, scene.now)
            return await release_account(session, scene.person, step, who, scene.now)
        case Suspend():
            return await suspend(session, scene.person, step, scene.now)
        case LiftSuspension():
            return await lift_suspension(session, scene.person, step, scene.now)
        case _:
            assert_never(step)


async def perform_rebind(session: AsyncSession, step: RebindStep, findings: object, scene: Scene) -> RebindOutcome:
    match step:
        case AgreeToRebind():
            return await agree_to_rebind(session, scene.desk, step)
        case LapseRebind():
            return await lapse_rebind(session, scene.desk, step)
        case AnswerRebind() if isinstance(findings, VideoAnswer | NothingAsked):
            return await answer_rebind(session, scene.desk, step, findings)
        case _:
            raise TypeError("a change of accounts is confirmed by what was found in a video")
