"""Every event at every state has an answer, every outcome has words, and all of it can be said in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import get_args

import pytest

from attendance.challenge.drawing import Awaited, Drawn
from attendance.challenge.life import MIRRORED, AnswerProblem
from attendance.checkin import vouching
from attendance.checkin.attempt import AttemptOpened, Missing, Nothing, PartKept, Way
from attendance.checkin.challenges import ChallengeAsked
from attendance.checkin.conclude import OTHER_FACE
from attendance.checkin.decide import AskKind
from attendance.checkin.evidence import Reason
from attendance.checkin.outcomes import (
    AlreadyIn,
    AnswerAgain,
    AnswerRefused,
    Asked,
    Cancelled,
    Held,
    PositionUnusable,
    Receipt,
    Refused,
    Standing,
    StillPending,
    Superseded,
    WitnessAsked,
)
from attendance.checkin.reporting import DoubtReported, ReportRefused
from attendance.checkin.selfie import PictureRefused
from attendance.checkin.today import History, OpenCheckIn, PunchShown, SlotShown, Today
from attendance.checkin.vouching import Call, WitnessRefused
from attendance.checkin.witness import WitnessProblem
from attendance.people.access.accounts import (
    AccountMoved,
    AccountRefused,
    Lifted,
    NoAccount,
    ReleaseAsked,
    Released,
    Suspended,
)
from attendance.people.access.binding import BindProblem, BindRefused
from attendance.people.access.granting import RoleEnded, RoleGiven, RoleProblem, RoleRefused, RolesShown
from attendance.people.access.held_roles import HeldRole
from attendance.people.access.pin import PinForgotten, PinLocked, PinProblem, PinRefused, PinSet, PinWrong
from attendance.people.access.rebind_challenge import TOO_LATE, UNSURE, USED
from attendance.people.access.rebinding import (
    RebindAsked,
    RebindByOperator,
    RebindDenied,
    RebindDone,
    RebindOver,
    RebindSettled,
    RebindStands,
    RebindTooEarly,
    RebindUnjudged,
)
from attendance.people.access.roles import Grant, Role
from attendance.people.faces.confirmation import (
    ConfirmationProblem,
    ConfirmationRefused,
    DecidedBefore,
    EnrolmentDecided,
    NothingToDecide,
    Waiting,
)
from attendance.people.faces.confirmation_cases import ConfirmationCase, Verdict
from attendance.people.faces.duplicate_cases import Card, Case, DuplicateReason
from attendance.people.faces.duplicates import (
    Cases,
    DuplicateClosed,
    DuplicateDecided,
    DuplicateProblem,
    DuplicateRefused,
    DuplicateWithdrawn,
)
from attendance.people.faces.enrolment_outcomes import (
    AlreadyUndone,
    Enrolled,
    EnrolmentBegun,
    EnrolmentHeld,
    EnrolmentProblem,
    EnrolmentRefused,
    EnrolmentStands,
    EnrolmentUndone,
    EnrolmentWaits,
    NoticeToShow,
    PictureBad,
    PictureGood,
    Present,
    RefusedBefore,
    Result,
    SetDropped,
    UndoReasonDue,
    VideoBad,
)
from attendance.people.faces.enrolment_progress import Progress
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.portraits import NOT_SAME_PERSON, SAME_PICTURE, TOO_ALIKE
from attendance.people.language import LanguageSet
from attendance.people.named import Named, NamedProblem
from attendance.people.person import Person
from attendance.privacy.notice import Acknowledged, AlreadyAcknowledged, FaceRefused, Notice, NoticeOutdated
from attendance.privacy.own_data import OwnData, OwnDataRefused
from attendance.privacy.withdrawal import (
    WithdrawalExplained,
    WithdrawalProblem,
    WithdrawalRefused,
    Withdrawn,
    WithoutFaceAlready,
)
from attendance.records.deadline import DeadlineKind
from attendance.records.say import Line, Say, encode_args, encode_form, local
from attendance.records.tables import Outbox
from attendance.reports.campaign import (
    CampaignFile,
    CampaignNotAllowed,
    CampaignSent,
    CampaignShown,
    MissingShown,
    NobodyEmployed,
)
from attendance.reports.coverage import AgencyCoverage, Tally, UnitCoverage
from attendance.reports.missing import Missing as Employee
from attendance.review.clusters import Sign, Trace
from attendance.review.suspicions import Piece, SuspicionCard, SuspicionGone, SuspicionOpened, Suspicions
from attendance.rules.kinds import CampaignRule, WorkHoursRule
from attendance.rules.resolve import PersonScope
from attendance.time.schedule import Direction, slots
from bot.dialogues.commands import COMMANDS
from bot.dialogues.route import advance, expects_picture
from bot.dialogues.turn import DRAFT, Draft, Elapsed, Enrolling, Idle, Replacing, Turn
from bot.events import (
    Contact,
    Document,
    Elsewhere,
    FileRef,
    Membership,
    Oddity,
    Photo,
    Position,
    Pressed,
    Text,
    Unsupported,
    Video,
)
from bot.events import Inbound as Message
from bot.rendering import rendered
from bot.steps import ConsoleOpened, NotAllowed, NoticeShown, Outcome, Welcomed
from geofence.positions import PositionReason
from recognition.challenge.actions import Action
from recognition.challenge.finding import ChallengeProblem
from recognition.images import ImageReason
from recognition.quality import QualityProblem
from tests.attendance.checkin.findings import place

AT = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
HERE = local(AT, "Asia/Makassar")
FILE = FileRef("f", "u", 1000)

STRANGER = Person(1, "telegram", "id", "Asia/Makassar")
UNREAD = Person(1, "telegram", "id", "Asia/Makassar", employee_id=5, name="Eileen", agency_id=2, agency="Kominfo")
READY = Person(
    1, "telegram", "id", "Asia/Makassar", employee_id=5, name="Eileen", agency_id=2, agency="K", acknowledged=True
)
ENROLLED = Person(
    1,
    "telegram",
    "id",
    "Asia/Makassar",
    employee_id=5,
    name="Eileen",
    agency_id=2,
    agency="K",
    enrolled=True,
    acknowledged=True,
)
ADMIN = Person(
    1, "telegram", "id", "Asia/Makassar", employee_id=6, name="Admin", roles=(Grant(Role.ADMIN),), acknowledged=True
)
PEOPLE = {"stranger": STRANGER, "unread": UNREAD, "ready": READY, "enrolled": ENROLLED, "admin": ADMIN} | {
    f"awaits {awaited}": replace(ENROLLED, awaits=awaited) for awaited in Awaited
}

DRAFTS: dict[str, Draft] = {
    "idle": Idle(),
    "after an album": Idle(album="13"),
    "replacing": Replacing(3, AT + timedelta(minutes=30)),
    "enrolling": Enrolling(5, "Eileen", touched_at=AT),
    "left behind": Enrolling(5, "Eileen", (1,), touched_at=AT - timedelta(days=2)),
    "two pictures kept": Enrolling(5, "Eileen", (1, 2), touched_at=AT),
}

TYPED = [f"/{word}" for command in COMMANDS for word in (command.name, *command.aliases)]
WORDS = [*TYPED, "/x", "/rekam 123", "/start ABC", "7KQM-2XBW-R9TD", "Masuk", "Check out", "halo", "", "/", "@"]
MESSAGES: list[Message] = [
    *(Text(words, AT) for words in WORDS),
    *(Photo(FILE, AT, oddities=frozenset({odd}), media_id=9) for odd in Oddity),
    Photo(FILE, AT, media_id=9),
    Photo(FILE, AT, gone=True),
    Photo(FILE, AT, "13", frozenset({Oddity.ALBUM}), media_id=9),
    Photo(FILE, AT, "14", frozenset({Oddity.ALBUM, Oddity.FORWARDED}), media_id=9),
    *(
        Position(-4.3, 122.3, None, live=live, place=place_, sent_at=AT, oddities=odd)
        for live, place_, odd in product(
            (True, False), (True, False), (frozenset(), *(frozenset({one}) for one in Oddity))
        )
    ),
    Position(float("nan"), 1e300, -1.0, live=False, place=False, sent_at=AT),
    Video(FILE, AT, media_id=9),
    Video(FILE, AT, round=True, media_id=9),
    *(Video(FILE, AT, round=True, oddities=frozenset({odd}), media_id=9) for odd in Oddity),
    Video(FILE, AT, round=True, gone=True),
    Document(FILE, AT, "image/jpeg"),
    Document(FILE, AT),
    *(
        Pressed(action, row_id, 1, "q")
        for action in (
            *("early-yes", "early-no", "undo-enrolment", "duplicate-twins", "notice", "language", "other", ""),
            *("end-role", "give-role-operator", "give-role-nothing", "release-lost", "lift-suspension"),
            *("rebind-yes", "rebind-no", "notice-refuse"),
        )
        for row_id in (0, 10**17)
    ),
    Contact("+62", own=True, sent_at=AT),
    Unsupported("malformed"),
    Unsupported("story"),
]
SILENT: list[Message] = [Elsewhere(), Membership(blocked=True), Membership(blocked=False)]

NOTICE = Notice("1", "Kabupaten Contoh", "BKPSDM", 365, 30, 72, choice_id=0)
PUNCH = PunchShown(Direction.IN, HERE, "Kantor")
SLOTS = slots(WorkHoursRule(), "Asia/Makassar", date(2026, 11, 23))
RECEIPT = Receipt(Direction.IN, HERE, "Kantor", 20.0, Standing.ON_TIME, 0, replaced=False)
CARD = Card(5, "Eileen", "Kominfo", "*5678", PersonScope(5, None, 2), 4, 1, 3, 6, "Admin", AT)
CASE = Case(1, CARD, replace(CARD, name="Grace", agency=None, masked_nip=None))
WHO = Named(5, "Eileen", "Kominfo", "Asia/Makassar", PersonScope(5, None, 2), "**2004")
HELD = HeldRole(3, Grant(Role.OPERATOR, 2), "Kominfo", None, acting=False, valid_from=HERE.date(), valid_to=None)
FAR = place("outside").model_copy(update={"distance_m": 1_234_567.0, "accuracy_m": 15.0})
ADVICE = [f"image-{reason}".replace("_", "-") for reason in ImageReason] + [
    f"quality-{problem}".replace("_", "-") for problem in QualityProblem
]
TO_CONFIRM = ConfirmationCase(CARD, (1, 2, 3), own=False, counts=False)
PRESENT = Present(4, 1, 3, "Rahma", HERE, held=False)
COVERAGE = AgencyCoverage(1, "Kominfo", "Asia/Makassar", (UnitCoverage(None, None, Tally(1, 1, 1, 1, 1)),))
CLUSTER = SuspicionCard(2, 3, AT, 7, ("Kantor Kominfo",), {Sign.SPOOF: 2, Sign.REUSED: 1}, True, 1, False)
PIECE = Piece("Siti", "*1001", AT, "Kantor Kominfo", (Sign.SPOOF,), (), (1,), "Budi", AT)

DRAWN = (
    *(Drawn(1, (action,)) for action in Action),
    Drawn(2, (Action.LOOK_LEFT, Action.CLOSE_EYES)),
    Drawn(2, (Action.LOOK_UP, Action.OPEN_MOUTH, Action.LOOK_RIGHT)),
)

OUTCOMES: list[Outcome] = [
    AttemptOpened(1, 10, Direction.IN),
    AttemptOpened(1, 10, Direction.OUT),
    *(AttemptOpened(1, 3, direction, drawn=drawn) for direction in Direction for drawn in DRAWN),
    *(
        ChallengeAsked(nonce_id, 3, drawn, position_due, why)
        for nonce_id, drawn, position_due, why in product((1, None), DRAWN, (True, False), (None, OTHER_FACE, MIRRORED))
    ),
    *(AnswerRefused(problem, 3, drawn) for problem in AnswerProblem for drawn in DRAWN),
    AnswerRefused(AnswerProblem.ANSWERED_BEFORE, 3),
    *(
        AnswerAgain(f"challenge-problem-{problem}", drawn, part)
        for problem in ChallengeProblem
        for drawn, part in ((DRAWN[0], "selfie"), (DRAWN[0], "posed"), (DRAWN[-1], "video"))
        if not problem.suspicious and problem is not ChallengeProblem.MIRRORED
    ),
    *(Missing(HERE, part, drawn=drawn) for part in ("selfie", "posed", "video", "position") for drawn in DRAWN),
    *(DoubtReported(WHO, HERE, enforced, again) for enforced in (True, False) for again in (True, False)),
    *(ReportRefused(problem) for problem in NamedProblem),
    ReportRefused(None, oneself=True),
    *(OpenCheckIn((part,), None, DRAWN[0]) for part in ("posed", "video")),
    OpenCheckIn(("posed",), AskKind.CHALLENGE, DRAWN[0]),
    PartKept(),
    Nothing(),
    Missing(HERE, "selfie"),
    Missing(HERE, "position"),
    *(Missing(HERE, part, Way.WITNESS) for part in ("pin", "position")),
    AttemptOpened(1, 10, Direction.OUT, Way.WITNESS),
    WitnessAsked("4821", HERE),
    PinWrong(),
    PinLocked(HERE),
    PinSet(),
    *(WithdrawalExplained(5, 1, name, 72, 35, asked=asked) for name in (None, "Eileen") for asked in (True, False)),
    *(Withdrawn(name, until) for name in (None, "Eileen") for until in (None, HERE)),
    *(WithoutFaceAlready(None, HERE, until, number) for until, number in ((None, None), (HERE, None), (HERE, "HB-1"))),
    OwnData(5, "Eileen", 410, 6, 215, 420, "BKPSDM"),
    OwnDataRefused(3),
    *(WithdrawalRefused(problem) for problem in WithdrawalProblem),
    PinForgotten("Eileen"),
    *(PinRefused(problem) for problem in PinProblem),
    Call(3, "4821", "Eileen", Direction.IN, HERE, "Kantor"),
    vouching.Testified("Eileen", yes=True),
    vouching.Testified("Eileen", yes=False),
    *(WitnessRefused(problem) for problem in WitnessProblem),
    *(PictureRefused((advice,), face_seen=False) for advice in ADVICE),
    *(PositionUnusable(reason) for reason in PositionReason),
    *(
        Receipt(direction, HERE, "Kantor", 20.4, standing, 75, replaced)
        for direction, standing, replaced in product(Direction, Standing, (True, False))
    ),
    AlreadyIn(HERE, "Kantor"),
    AlreadyIn(HERE, None),
    *(Held(HERE, (reason,)) for reason in Reason),
    Held(HERE, (Reason.FACE_UNSURE, Reason.SPOOF_SUSPECTED)),
    Held(HERE, (Reason.FACE_UNSURE,), renew=True),
    replace(RECEIPT, renew=True),
    *(Refused(reason, found) for reason in Reason for found in (None, place("outside"), FAR)),
    Asked(Reason.PLACE_UNCERTAIN, 3),
    *(Asked(Reason.EARLY_OUT, 3, timedelta(seconds=seconds)) for seconds in (1, 60, 3600, 86_000)),
    StillPending(HERE),
    Superseded(Refused(Reason.EARLY_OUT), PartKept()),
    Cancelled(found=True),
    Cancelled(found=False),
    Today(HERE.date(), (), (), (), (), None),
    Today(HERE.date(), (), (PUNCH,), (HERE,), (HERE,), Missing(HERE, "selfie")),
    *(
        Today(HERE.date(), tuple(SlotShown(slot, punch, now) for slot in SLOTS), (), (), (), Missing(HERE, "position"))
        for punch in (None, PUNCH)
        for now in (HERE - timedelta(hours=3), HERE, HERE + timedelta(hours=8), HERE + timedelta(days=1))
    ),
    History(()),
    History((PUNCH, PunchShown(Direction.OUT, HERE, None))),
    OpenCheckIn(),
    *(OpenCheckIn(missing) for missing in (("selfie",), ("position",), ("selfie", "position"))),
    Welcomed(UNREAD, NOTICE, again=False),
    Welcomed(UNREAD, NOTICE, again=True),
    Welcomed(ADMIN, NOTICE, again=False),
    *(BindRefused(problem) for problem in BindProblem),
    NoticeShown(NOTICE),
    FaceRefused(),
    NoticeToShow(5, "Eileen", "1993********2004", NOTICE),
    RefusedBefore("Eileen"),
    Acknowledged("1"),
    AlreadyAcknowledged("1"),
    NoticeOutdated(NOTICE),
    EnrolmentBegun(5, "Eileen", "Kominfo", "1993********2004", AT),
    EnrolmentBegun(5, "Eileen", None, "1993********2004", AT),
    EnrolmentBegun(5, "Eileen", "Kominfo", "*2004", AT, kept=(1, 2), present=PRESENT),
    EnrolmentBegun(5, "Eileen", "Kominfo", "*2004", AT, wanted=5, present=replace(PRESENT, held=True)),
    PictureGood(9),
    *(PictureBad((advice,)) for advice in (*ADVICE, NOT_SAME_PERSON, SAME_PICTURE, TOO_ALIKE)),
    Enrolled(4, 1, "Eileen", "*2004", 3, progress=Progress("Kominfo", 31, 40, 12)),
    Enrolled(4, 1, "Eileen", None, 3, alike=True),
    EnrolmentHeld(4, 1, "Eileen", 0),
    EnrolmentHeld(4, 1, "Eileen", 2),
    EnrolmentBegun(5, "Eileen", "Kominfo", "*2004", AT, own=True),
    EnrolmentBegun(5, "Eileen", "Kominfo", "*2004", AT, kept=(1,), present=PRESENT, own=True),
    *(EnrolmentWaits(Result(4, 1, "Eileen", "*2004", 3), own, count) for own in (True, False) for count in (0, 2)),
    Waiting(None, 0),
    Waiting(TO_CONFIRM, 3),
    replace(TO_CONFIRM, own=True),
    replace(TO_CONFIRM, counts=True),
    *(
        EnrolmentDecided("Eileen", verdict, undecided, Waiting(TO_CONFIRM, 1))
        for verdict, undecided in product(Verdict, (0, 1))
    ),
    *(DecidedBefore("Eileen", verdict, "Rahma", HERE) for verdict in Verdict),
    NothingToDecide("Eileen"),
    *(ConfirmationRefused(problem) for problem in ConfirmationProblem),
    *(
        VideoBad((advice,))
        for advice in ("video-empty", "enrolment-video-same-pose", "video-several-people", "quality-blurred")
    ),
    UndoReasonDue(4, 1, "Eileen"),
    *(EnrolmentUndone("Eileen", reason) for reason in EndReason),
    *(AlreadyUndone("Eileen", "Rahma", HERE, reason) for reason in EndReason),
    SetDropped(),
    Cases((), more=False),
    Cases((CASE, CASE), more=True),
    CASE,
    *(DuplicateDecided(CASE, reason, undecided) for reason, undecided in product(DuplicateReason, (0, 1))),
    *(DuplicateClosed("Eileen", reason, "Rahma", HERE) for reason in DuplicateReason),
    DuplicateWithdrawn("Eileen"),
    *(DuplicateRefused(problem) for problem in DuplicateProblem),
    EnrolmentStands(4, 2, "Eileen", "*2004", 3),
    *(EnrolmentRefused(problem) for problem in EnrolmentProblem),
    RolesShown(WHO, ((HELD, True), (replace(HELD, agency=None), False)), tuple(Role), 3),
    RolesShown(replace(WHO, agency=None, masked_nip=None), (), (), 0),
    *(RoleGiven(WHO, one) for one in (HELD, replace(HELD, unit="Jaringan", acting=True, valid_to=HERE.date()))),
    RoleEnded(WHO, HELD),
    *(RoleRefused(problem) for problem in RoleProblem),
    ReleaseAsked(WHO, 29_000_000),
    Released(WHO),
    NoAccount(WHO),
    *(Suspended(WHO, 29_000_000, again) for again in (True, False)),
    Lifted(WHO),
    AccountMoved(),
    *(AccountRefused(problem) for problem in NamedProblem),
    *(
        RebindAsked(3, AT, nonce_id, 3, drawn, why)
        for nonce_id, drawn, why in product(
            (1, None), DRAWN[-2:], (None, UNSURE, TOO_LATE, USED, MIRRORED, "challenge-problem-too-short", *ADVICE)
        )
    ),
    *(RebindTooEarly(drawn) for drawn in DRAWN[-2:]),
    RebindUnjudged(3, AT),
    RebindStands(3, AT),
    RebindSettled(),
    RebindDenied(),
    RebindDone(),
    RebindByOperator(),
    RebindOver(),
    LanguageSet(),
    ConsoleOpened("http://127.0.0.1:8080/konsol/masuk/x", 5),
    NotAllowed(),
    CampaignShown((COVERAGE,), (CampaignRule(),), (), AT, None),
    CampaignShown((COVERAGE, COVERAGE), (CampaignRule(),) * 2, (), AT, AT),
    MissingShown(1, "Kominfo", None, None, (Employee(5, "Andi", None, 1, "Kominfo", None, None, False),), 1, 0),
    CampaignSent(CampaignFile.WORKBOOK, AT),
    NobodyEmployed(),
    CampaignNotAllowed(),
    Suspicions(7, (CLUSTER,), 0),
    Suspicions(7, (), 0),
    SuspicionOpened(CLUSTER, (PIECE,), (1,), (Trace(4, AT, attempt_id=1, signs=frozenset({Sign.SPOOF})),)),
    SuspicionGone(),
]


def said(say: Say) -> str:
    """In both languages, as the sender says it."""
    row = Outbox(key=say.key, args=encode_args(say.args), form=encode_form(say))
    texts = [rendered(row, language).text for language in ("id", "en")]
    for text in texts:
        assert text.strip()
        assert not any(mark in text for mark in ("{", "}", "$", "None", "  "))
        assert len(text) < 4096
    return texts[0]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", DRAFTS)
def test_every_message_is_answered_by_words_or_a_step(who: str, state: str) -> None:
    for message in MESSAGES:
        turn = advance(DRAFTS[state], message, PEOPLE[who])
        for say in turn.says:
            said(say)
        assert turn.says or turn.step is not None or _needs_no_answer(message, DRAFTS[state]), message


def _needs_no_answer(message: Message, draft: Draft) -> bool:
    """The rest of a refused album, an edit of what was judged, the end of a live location."""
    edited = isinstance(message, Photo | Video | Position) and message.oddities == {Oddity.EDITED}
    rest = isinstance(message, Photo) and isinstance(draft, Idle) and message.album == draft.album
    return edited or rest


@pytest.mark.parametrize("who", PEOPLE)
def test_what_nobody_said_to_us_is_not_answered(who: str) -> None:
    for message, draft in product(SILENT, DRAFTS.values()):
        assert advance(draft, message, PEOPLE[who]) == Turn(draft)


@pytest.mark.parametrize("what", DeadlineKind)
def test_every_deadline_leads_to_a_step(what: DeadlineKind) -> None:
    assert advance(Idle(), Elapsed(what, 5), ENROLLED).step is not None


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: type(outcome).__name__)
def test_every_outcome_can_be_told_in_both_languages(outcome: Outcome) -> None:
    answering: list[object] = [None, Text("x", AT), Photo(FILE, AT, "13"), Pressed("early-no", 3, 0, "q")]
    for draft, person, event in product(DRAFTS.values(), (UNREAD, ENROLLED, ADMIN), answering):
        turn = advance(draft, outcome, person, event)
        assert turn.step is None
        for say in turn.says:
            said(say)


def test_every_kind_of_outcome_is_in_this_table() -> None:
    def kinds(union: object) -> set[object]:
        return {kind for part in get_args(union) for kind in (kinds(part) or {part})}

    assert kinds(Outcome) == {type(outcome) for outcome in OUTCOMES}


@pytest.mark.parametrize("who", PEOPLE)
def test_pictures_are_fetched_only_of_people_who_know_and_only_to_be_looked_at(who: str) -> None:
    person = PEOPLE[who]
    for message, draft in product(MESSAGES, DRAFTS.values()):
        if not expects_picture(draft, message, person):
            continue
        assert isinstance(message, Photo | Video)
        assert person.is_bound
        assert person.acknowledged
        step = advance(draft, message, person).step
        assert step is not None or message.gone


BEGUN = Enrolling(5, "Andi", (1,), touched_at=AT)
CLOSED = Say("general-dialogue-closed", {"name": Line("general-dialogue-enrolment")})


@pytest.mark.parametrize(
    ("after", "draft", "closed"),
    [
        (timedelta(), BEGUN, False),
        (timedelta(minutes=15), BEGUN, False),
        (timedelta(minutes=15, seconds=1), BEGUN, True),
        (timedelta(days=2), BEGUN, True),
        (timedelta(), Enrolling(5, "Andi", (1,)), True),
        (timedelta(days=2), Idle(), False),
    ],
)
def test_an_enrolment_that_was_left_behind_takes_no_picture(after: timedelta, draft: Draft, closed: bool) -> None:
    """What comes later than a quarter of an hour is the operator's own, and is told so."""
    operator = replace(ADMIN, enrolled=True)
    photo, text = Photo(FILE, AT + after, media_id=9), Text("/status", AT + after)
    for event in (photo, text):
        turn, as_idle = advance(draft, event, operator), advance(Idle(), event, operator)
        assert (CLOSED in turn.says) is closed
        assert not closed or turn == replace(as_idle, says=(CLOSED, *as_idle.says))
    assert expects_picture(draft, photo, operator)
    assert expects_picture(draft, photo, ADMIN) is (isinstance(draft, Enrolling) and not closed)


def test_every_picture_keeps_the_enrolment_open() -> None:
    at = AT + timedelta(minutes=14)
    judged = advance(BEGUN, Photo(FILE, at, media_id=9), ADMIN)
    good = advance(judged.draft, PictureGood(9), ADMIN, Photo(FILE, at))
    assert good.draft == replace(BEGUN, kept=(1, 9), touched_at=at)
    asked = advance(Idle(), EnrolmentBegun(5, "Andi", None, "*", at), ADMIN, Text("/rekam 1", at))
    assert asked.draft == Enrolling(5, "Andi", touched_at=at)
    assert DRAFT.validate_python(DRAFT.dump_python(good.draft, mode="json")) == good.draft


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_a_sentence_and_never_a_number(reason: Reason) -> None:
    (say,) = advance(Idle(), Held(HERE, (reason,)), ENROLLED).says
    told = said(say).splitlines()[1]
    assert told.endswith(".")
    assert not any(character.isdigit() for character in told)
