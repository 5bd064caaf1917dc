"""The steps about who may do what from which account: roles, bindings, lost phones."""

from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.leaving import settle_begun
from attendance.checkin.proving import is_beyond_doubt
from attendance.checkin.selfie import PictureRefused
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
from attendance.people.access.rebinding import (
    AgreeToRebind,
    ConfirmRebind,
    RebindAgain,
    RebindDone,
    RebindOutcome,
    RebindOver,
    agree_to_rebind,
    confirm_rebind,
    failed_to_confirm,
    is_waiting,
)
from attendance.people.named import Named
from bot.scene import Scene

RoleStep = ShowRoles | GiveRole | GiveRoleHere | EndRole
ReleaseStep = AskRelease | ReleaseAccount | Suspend | LiftSuspension
RebindStep = AgreeToRebind | ConfirmRebind


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


async def perform_rebind(
    session: AsyncSession, step: RebindStep, findings: SelfieFindings | PictureRefused | None, scene: Scene
) -> RebindOutcome:
    match step, findings:
        case AgreeToRebind(), None:
            return await agree_to_rebind(session, scene.account_id, step, scene.now)
        case ConfirmRebind(), SelfieFindings() | PictureRefused():
            return await _confirm(session, step, findings, scene)
        case _:
            raise TypeError("a change of accounts is confirmed by what was found in a selfie")


async def _confirm(
    session: AsyncSession, step: ConfirmRebind, findings: SelfieFindings | PictureRefused, scene: Scene
) -> RebindDone | RebindAgain | RebindOver:
    """The highest level there is at present: a new picture, live by the rules, and the face beyond doubt."""
    asked = await is_waiting(session, scene.account_id, step.rebinding_id, scene.now)
    if asked is None:
        return RebindOver()
    if isinstance(findings, PictureRefused):
        return RebindAgain(findings.advice[0])
    if not is_beyond_doubt(findings, scene.desk):
        return await failed_to_confirm(session, asked, scene.now)
    await settle_begun(session, asked.employee_id, scene.book, scene.now)
    return await confirm_rebind(session, asked, scene.now)
