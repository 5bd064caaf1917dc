"""What the pictures and videos show that somebody sends to be known by; outside of any transaction."""

from attendance.checkin.attendee import attendee_of
from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.posing import (
    AnswerFindings,
    JudgePose,
    JudgeVideo,
    examine_answer_video,
    examine_pose,
    until_delivered,
)
from attendance.checkin.selfie import JudgeSelfie, Laboratory, PictureRefused, examine_selfie
from attendance.people.access.rebind_challenge import AnswerRebind, examine_rebind
from attendance.rules.kinds import FaceRule
from bot.scene import Scene

Probe = JudgeSelfie | JudgePose | JudgeVideo | AnswerRebind


async def examine(
    laboratory: Laboratory, step: Probe, scene: Scene
) -> SelfieFindings | PictureRefused | AnswerFindings:
    """Raises PromptUnderway."""
    if isinstance(step, AnswerRebind):
        return await examine_rebind(laboratory, scene.desk, step)
    attendee = attendee_of(scene.person)
    if scene.person.awaits is not None:
        await until_delivered(laboratory, attendee.employee_id, scene.now)
    rule = scene.book.get(FaceRule, attendee.scope, scene.desk.today).value
    match step:
        case JudgeSelfie(media_id):
            return await examine_selfie(laboratory, attendee, media_id, rule)
        case JudgePose():
            return await examine_pose(laboratory, attendee, step)
        case JudgeVideo():
            return await examine_answer_video(laboratory, attendee, step, rule, scene.now)
