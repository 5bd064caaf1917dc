"""The steps that dialogues ask for: a closed union, and how each is run.

`prepare` does what costs time (pictures, engines) outside of any transaction; `perform` writes the rows of the step in
the one transaction of its event and returns the outcome that the dialogue hears.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.checkin.answer import judge_pose, judge_video
from attendance.checkin.attempt import Nothing, OpenAttempt
from attendance.checkin.check_in import (
    CancelAttempt,
    ConfirmEarlyOut,
    begin,
    cancel,
    check_in,
    confirm_early_out,
    give_pin,
    judge_selfie,
)
from attendance.checkin.evidence import SelfieFindings
from attendance.checkin.look_after import LookAfter, look_after
from attendance.checkin.outcomes import CheckInOutcome
from attendance.checkin.posing import (
    AnswerFindings,
    JudgePose,
    JudgeVideo,
    NothingAsked,
    PoseFindings,
    VideoAnswer,
)
from attendance.checkin.position import CheckIn
from attendance.checkin.provenance import NoteOddPart, note_odd_part
from attendance.checkin.reporting import ReportDoubt, ReportOutcome, report_doubt
from attendance.checkin.seen_pictures import keep_prints, prints_of
from attendance.checkin.selfie import JudgeSelfie, Laboratory, PictureRefused
from attendance.checkin.today import (
    History,
    OpenCheckIn,
    ShowHistory,
    ShowOpen,
    ShowToday,
    Today,
    show_history,
    show_open,
    show_today,
)
from attendance.checkin.vouching import FindCall, Testify, VouchingOutcome, find_call, testify
from attendance.checkin.without_face import GivePin
from attendance.people.access.accounts import AccountOutcome, AskRelease, LiftSuspension, ReleaseAccount, Suspend
from attendance.people.access.binding import Bind, BindByPhone, BindRefused, Bound, bind, bind_by_phone
from attendance.people.access.console import create_link
from attendance.people.access.granting import EndRole, GiveRole, GiveRoleHere, RoleOutcome, ShowRoles
from attendance.people.access.pin import ForgetPin, PinFindings, PinOutcome, SetPin, examine_pin, forget_pin, set_pin
from attendance.people.access.rebind_challenge import AgreeToRebind, AnswerRebind, LapseRebind
from attendance.people.access.rebinding import RebindOutcome
from attendance.people.access.roles import Action
from attendance.people.faces.confirmation import (
    ConfirmationOutcome,
    DecideEnrolment,
    ShowEnrolments,
    decide_enrolment,
    show_enrolments,
)
from attendance.people.faces.duplicates import (
    DecideDuplicate,
    DuplicateOutcome,
    ShowDuplicates,
    decide_duplicate,
    show_duplicates,
)
from attendance.people.faces.enrolment import (
    BeginEnrolment,
    BeginOwnEnrolment,
    DropSet,
    Enrol,
    EnrolmentFindings,
    JudgePicture,
    begin_enrolment,
    begin_own_enrolment,
    drop_pictures,
    enrol,
    examine_enrolment,
    examine_picture,
    judge_picture,
    witness_notice,
)
from attendance.people.faces.enrolment_outcomes import EnrolmentOutcome
from attendance.people.faces.enrolment_undo import UndoEnrolment, undo_enrolment
from attendance.people.faces.enrolment_video import EnrolVideo, VideoFindings, enrol_video, examine_video
from attendance.people.faces.gallery import Gallery
from attendance.people.faces.informing import WitnessNotice
from attendance.people.faces.portraits import PictureFindings
from attendance.people.language import LanguageSet, SetLanguage, set_language
from attendance.people.person import Person
from attendance.people.tables import ChatAccount
from attendance.privacy.notice import (
    Acknowledge,
    Notice,
    NoticeOutcome,
    RefusedThoughEnrolled,
    RefuseFace,
    acknowledge,
    notice_for,
    refuse_face,
)
from attendance.privacy.own_data import OwnDataOutcome, ShowOwnData, show_own_data
from attendance.privacy.withdrawal import AskWithdrawal, Withdraw, WithdrawalOutcome, ask_withdrawal, withdraw
from attendance.records.inbound import Revive, revive
from attendance.reports.campaign import (
    CampaignOutcome,
    CampaignSent,
    CampaignStep,
    SendCampaign,
    ShowAgencyCoverage,
    ShowCampaign,
    ShowMissing,
    note_export,
    send_campaign,
    show_agency_coverage,
    show_campaign,
    show_missing,
)
from attendance.review.suspicions import (
    OpenSuspicion,
    ShowSuspicions,
    SuspicionOpened,
    SuspicionOutcome,
    SuspicionStep,
    note_opened,
    open_suspicion,
    show_suspicions,
)
from attendance.rules.kinds import ConsoleRule
from attendance.time.schedule import work_date_of
from bot.access_steps import (
    RebindStep,
    ReleaseStep,
    RoleStep,
    perform_rebind,
    perform_release,
    perform_role,
)
from bot.examining import examine
from bot.scene import Scene


@dataclass(frozen=True)
class ShowNotice:
    """The privacy notice in force."""


@dataclass(frozen=True)
class NoticeShown:
    """What is to be read before anything else."""

    notice: Notice


@dataclass(frozen=True)
class Welcomed:
    """The account speaks for this person; `again` when it did so before."""

    person: Person
    notice: Notice
    again: bool


@dataclass(frozen=True)
class OpenConsole:
    """The step of /konsol."""


@dataclass(frozen=True)
class ConsoleOpened:
    url: str
    minutes: int


@dataclass(frozen=True)
class NotAllowed:
    """No role of this person covers what was asked."""


CheckInStep = (
    OpenAttempt
    | JudgeSelfie
    | JudgePose
    | JudgeVideo
    | CheckIn
    | GivePin
    | ConfirmEarlyOut
    | CancelAttempt
    | LookAfter
    | NoteOddPart
    | Revive
    | ShowToday
    | ShowHistory
    | ShowOpen
)
EnrolmentStep = (
    BeginEnrolment | BeginOwnEnrolment | WitnessNotice | JudgePicture | DropSet | Enrol | EnrolVideo | UndoEnrolment
)
SecondPersonStep = DecideDuplicate | ShowDuplicates | DecideEnrolment | ShowEnrolments | ReportDoubt
WitnessStep = FindCall | Testify | SetPin | ForgetPin
PrivacyStep = AskWithdrawal | Withdraw | ShowOwnData
AccountStep = Bind | BindByPhone | ShowNotice | Acknowledge | RefuseFace | SetLanguage | OpenConsole
StaffStep = SecondPersonStep | RoleStep | ReleaseStep | RebindStep
Step = SuspicionStep | CheckInStep | EnrolmentStep | StaffStep | WitnessStep | PrivacyStep | AccountStep | CampaignStep

Outcome = (
    CheckInOutcome
    | Today
    | History
    | OpenCheckIn
    | EnrolmentOutcome
    | DuplicateOutcome
    | ConfirmationOutcome
    | RoleOutcome
    | ReportOutcome
    | VouchingOutcome
    | WithdrawalOutcome
    | OwnDataOutcome
    | PinOutcome
    | AccountOutcome
    | CampaignOutcome
    | SuspicionOutcome
    | RebindOutcome
    | Welcomed
    | BindRefused
    | NoticeShown
    | NoticeOutcome
    | LanguageSet
    | ConsoleOpened
    | NotAllowed
)
Findings = (
    SelfieFindings
    | PictureRefused
    | PictureFindings
    | EnrolmentFindings
    | VideoFindings
    | PinFindings
    | AnswerFindings
    | CampaignOutcome
    | SuspicionOutcome
    | None
)


class Steps:
    """Runs steps. `engines`: whose templates an enrolment stores. `public_url`: where people reach the console."""

    def __init__(self, laboratory: Laboratory, engines: tuple[str, ...], public_url: str) -> None:
        self._laboratory = laboratory
        self.gallery = Gallery(laboratory.database, laboratory.keyring)
        self._engines = engines
        self._public_url = public_url.rstrip("/")

    async def prepare(self, step: Step | None, scene: Scene) -> Findings:
        """What the steps found that look at pictures, or read much; None for the others."""
        match step:
            case JudgeSelfie() | JudgePose() | JudgeVideo() | AnswerRebind():
                return await examine(self._laboratory, step, scene)
            case JudgePicture():
                return await examine_picture(self._laboratory, scene.person, step, self._engines, scene.book, scene.now)
            case EnrolVideo():
                return await examine_video(
                    self._laboratory, self.gallery, scene.person, step, self._engines, scene.book, scene.now
                )
            case Enrol():
                return await examine_enrolment(
                    self._laboratory, self.gallery, scene.person, step, self._engines, scene.book, scene.now
                )
            case GivePin(pin):
                return await examine_pin(self._laboratory.database, scene.desk.attendee.employee_id, pin)
            case SetPin(new, old):
                return await examine_pin(self._laboratory.database, scene.desk.attendee.employee_id, old, new)
            case ShowCampaign() | ShowAgencyCoverage() | ShowMissing() | SendCampaign():
                async with self._laboratory.database.read() as session:
                    return await _campaign(session, step, scene)
            case ShowSuspicions():
                async with self._laboratory.database.read() as session:
                    return await show_suspicions(session, scene.person, scene.book, scene.now)
            case OpenSuspicion():
                async with self._laboratory.database.read() as session:
                    return await open_suspicion(session, scene.person, step, scene.book, scene.now)
            case _:
                return None

    async def perform(self, session: AsyncSession, step: Step, findings: Findings, scene: Scene) -> Outcome:
        """Write the step's rows. Raises AttemptMoved when somebody else changed what it saw."""
        await keep_prints(session, _prints(findings), scene.now)
        match step:
            case Bind() | BindByPhone() | ShowNotice() | Acknowledge() | RefuseFace() | SetLanguage() | OpenConsole():
                return await self._account(session, step, scene)
            case (
                BeginEnrolment()
                | BeginOwnEnrolment()
                | WitnessNotice()
                | JudgePicture()
                | DropSet()
                | Enrol()
                | EnrolVideo()
                | UndoEnrolment()
            ):
                return await self._enrolment(session, step, findings, scene)
            case ShowRoles() | GiveRole() | GiveRoleHere() | EndRole():
                return await perform_role(session, step, scene)
            case AskRelease() | ReleaseAccount() | Suspend() | LiftSuspension():
                return await perform_release(session, step, scene)
            case AgreeToRebind() | AnswerRebind() | LapseRebind():
                return await perform_rebind(session, step, findings, scene)
            case DecideDuplicate() | ShowDuplicates() | DecideEnrolment() | ShowEnrolments() | ReportDoubt():
                return await self._second_person(session, step, scene)
            case AskWithdrawal() | Withdraw() | ShowOwnData():
                return await _privacy(session, step, scene)
            case FindCall() | Testify() | SetPin() | ForgetPin():
                return await self._witness(session, step, findings, scene)
            case ShowCampaign() | ShowAgencyCoverage() | ShowMissing() | SendCampaign():
                return _seen(session, findings, scene)
            case ShowSuspicions() | OpenSuspicion():
                return _suspicions(session, findings, scene)
            case _:
                return await self._check_in(session, step, findings, scene)

    async def _check_in(self, session: AsyncSession, step: CheckInStep, findings: Findings, scene: Scene) -> Outcome:
        match step:
            case OpenAttempt():
                return await begin(session, scene.desk, step)
            case JudgeSelfie() | JudgePose() | JudgeVideo():
                return await _judge(session, step, findings, scene)
            case CheckIn():
                return await check_in(session, scene.desk, step)
            case GivePin():
                return await give_pin(session, scene.desk, step, _of_pin(findings))
            case ConfirmEarlyOut():
                return await confirm_early_out(session, scene.desk, step)
            case CancelAttempt():
                return await cancel(session, scene.desk)
            case LookAfter():
                return await look_after(session, scene.desk, step)
            case NoteOddPart():
                return await note_odd_part(session, scene.desk, step)
            case Revive():
                await revive(session, step)
                return Nothing()
            case ShowToday() | ShowHistory() | ShowOpen():
                return await _show(session, step, scene)
            case _:
                assert_never(step)

    async def _witness(self, session: AsyncSession, step: WitnessStep, findings: Findings, scene: Scene) -> Outcome:
        match step:
            case FindCall():
                return await find_call(session, scene.person, step, scene.book, scene.now)
            case Testify():
                return await testify(session, scene.person, step, scene.book, scene.now)
            case SetPin():
                return await set_pin(session, scene.person, step, _of_pin(findings), scene.book, scene.now)
            case ForgetPin():
                return await forget_pin(session, scene.person, step, scene.now)
            case _:
                assert_never(step)

    async def _account(self, session: AsyncSession, step: AccountStep, scene: Scene) -> Outcome:
        match step:
            case Bind():
                account = await session.get_one(ChatAccount, scene.account_id)
                return _welcomed(await bind(session, account, step, scene.book, scene.now), scene)
            case BindByPhone():
                account = await session.get_one(ChatAccount, scene.account_id)
                keyring = self._laboratory.keyring
                bound = await bind_by_phone(session, account, step, keyring, scene.book, scene.now)
                return _welcomed(bound, scene)
            case ShowNotice():
                return NoticeShown(notice_for(scene.person, scene.book, scene.now))
            case Acknowledge():
                return await acknowledge(session, scene.person, step, scene.book, scene.now)
            case RefuseFace():
                outcome = await refuse_face(session, scene.person, step, scene.book, scene.now)
                if isinstance(outcome, RefusedThoughEnrolled):
                    return await ask_withdrawal(session, scene.person, AskWithdrawal(), scene.book, scene.now)
                return outcome
            case SetLanguage():
                return await set_language(session, scene.account_id, step)
            case OpenConsole():
                return await self._open_console(session, scene)
            case _:
                assert_never(step)

    async def _open_console(self, session: AsyncSession, scene: Scene) -> ConsoleOpened | NotAllowed:
        person = scene.person
        if person.employee_id is None or not person.may_anywhere(Action.SEE_ATTENDANCE):
            return NotAllowed()
        token = await create_link(session, person.employee_id, scene.book, scene.now)
        rule = scene.book.get(ConsoleRule, person.scope, work_date_of(scene.now, person.timezone)).value
        return ConsoleOpened(f"{self._public_url}/konsol/masuk/{token}", rule.link_minutes)

    async def _second_person(self, session: AsyncSession, step: SecondPersonStep, scene: Scene) -> Outcome:
        match step:
            case DecideDuplicate():
                return await decide_duplicate(session, scene.person, step, scene.book, scene.now)
            case ShowDuplicates():
                return await show_duplicates(session, scene.person, scene.now)
            case DecideEnrolment():
                return await decide_enrolment(session, scene.person, step, scene.book, scene.now)
            case ShowEnrolments():
                return await show_enrolments(session, scene.person, scene.now)
            case ReportDoubt():
                return await report_doubt(session, scene.person, step, scene.book, scene.now)
            case _:
                assert_never(step)

    async def _enrolment(self, session: AsyncSession, step: EnrolmentStep, findings: Findings, scene: Scene) -> Outcome:
        match step, findings:
            case BeginEnrolment(), None:
                return await begin_enrolment(session, scene.person, step, scene.book, scene.now)
            case BeginOwnEnrolment(), None:
                return await begin_own_enrolment(session, scene.person, step, scene.book, scene.now)
            case WitnessNotice(), None:
                answered = await witness_notice(session, scene.person, step, scene.book, scene.now)
                if isinstance(answered, RefusedThoughEnrolled):
                    asked = AskWithdrawal(employee_id=step.employee_id)
                    return await ask_withdrawal(session, scene.person, asked, scene.book, scene.now)
                return answered
            case JudgePicture(), PictureFindings():
                return await judge_picture(session, scene.person, step, findings, scene.book, scene.now)
            case Enrol(), EnrolmentFindings():
                keyring = self._laboratory.keyring
                return await enrol(session, scene.person, step, findings, self.gallery, keyring, scene.book, scene.now)
            case DropSet(), None:
                return await drop_pictures(session, scene.person, step)
            case EnrolVideo(), VideoFindings():
                keyring = self._laboratory.keyring
                return await enrol_video(
                    session, scene.person, step, findings, self.gallery, keyring, scene.book, scene.now
                )
            case UndoEnrolment(), None:
                return await undo_enrolment(session, scene.person, step, scene.now)
            case _:
                raise TypeError("enrolment pictures are judged by what was found in them")


async def _judge(
    session: AsyncSession, step: JudgeSelfie | JudgePose | JudgeVideo, findings: Findings, scene: Scene
) -> CheckInOutcome:
    match step, findings:
        case JudgeSelfie(), SelfieFindings() | PictureRefused():
            return await judge_selfie(session, scene.desk, step, findings)
        case JudgePose(), PoseFindings() | NothingAsked():
            return await judge_pose(session, scene.desk, step, findings)
        case JudgeVideo(), VideoAnswer() | NothingAsked():
            return await judge_video(session, scene.desk, step, findings)
        case _:
            raise TypeError("a picture is judged by what was found in it")


async def _show(session: AsyncSession, step: ShowToday | ShowHistory | ShowOpen, scene: Scene) -> Outcome:
    match step:
        case ShowToday():
            return await show_today(session, scene.desk)
        case ShowHistory():
            return await show_history(session, scene.desk)
        case ShowOpen():
            return await show_open(session, scene.desk)
        case _:
            assert_never(step)


async def _privacy(session: AsyncSession, step: PrivacyStep, scene: Scene) -> Outcome:
    match step:
        case AskWithdrawal():
            return await ask_withdrawal(session, scene.person, step, scene.book, scene.now)
        case Withdraw():
            return await withdraw(session, scene.person, step, scene.book, scene.now)
        case ShowOwnData():
            return await show_own_data(session, scene.person, scene.book, scene.now)
        case _:
            assert_never(step)


async def _campaign(session: AsyncSession, step: CampaignStep, scene: Scene) -> CampaignOutcome:
    match step:
        case ShowCampaign():
            return await show_campaign(session, scene.person, step, scene.book, scene.now)
        case ShowAgencyCoverage():
            return await show_agency_coverage(session, scene.person, step, scene.book, scene.now)
        case ShowMissing():
            return await show_missing(session, scene.person, step, scene.book, scene.now)
        case SendCampaign():
            return await send_campaign(session, scene.person, step, scene.book, scene.now)
        case _:
            assert_never(step)


def _seen(session: AsyncSession, findings: Findings, scene: Scene) -> CampaignOutcome:
    """What was read for this person, whose roles are still the same."""
    if not isinstance(findings, CampaignOutcome):
        raise TypeError("the campaign is read before the transaction")
    if isinstance(findings, CampaignSent):
        note_export(session, scene.person, findings, scene.now)
    return findings


def _suspicions(session: AsyncSession, findings: Findings, scene: Scene) -> SuspicionOutcome:
    """What was read for this person, whose roles are still the same; whose evidence was seen goes on record."""
    if not isinstance(findings, SuspicionOutcome):
        raise TypeError("what is suspicious is read before the transaction")
    if isinstance(findings, SuspicionOpened):
        note_opened(session, scene.person, findings, scene.now)
    return findings


def _prints(findings: Findings) -> Mapping[int, bytes]:
    """The fingerprints of pictures that were looked at, for any purpose."""
    match findings:
        case SelfieFindings() | PictureRefused() if findings.media_id is not None:
            return prints_of([(findings.media_id, findings.fingerprint)])
        case VideoAnswer(selfie=SelfieFindings() | PictureRefused() as neutral):
            return _prints(neutral)
        case PictureFindings(portraits) | EnrolmentFindings(PictureFindings(portraits)):
            return prints_of((portrait.media_id, portrait.fingerprint) for portrait in portraits)
        case VideoFindings(enrolment=EnrolmentFindings(PictureFindings(portraits))):
            return prints_of((portrait.media_id, portrait.fingerprint) for portrait in portraits)
        case _:
            return {}


def _of_pin(findings: Findings) -> PinFindings:
    if not isinstance(findings, PinFindings):
        raise TypeError("a PIN is compared before the transaction")
    return findings


def _welcomed(outcome: Bound | BindRefused, scene: Scene) -> Welcomed | BindRefused:
    if isinstance(outcome, BindRefused):
        return outcome
    notice = notice_for(outcome.person, scene.book, scene.now)
    return Welcomed(outcome.person, notice, outcome.again)
