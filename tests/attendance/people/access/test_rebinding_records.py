"""A change of accounts as records, on each kind of database: what is asked, what is counted, and when it is refused."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.challenge.life import begin_time
from attendance.challenge.video import Film
from attendance.checkin.attempt import AttemptMoved
from attendance.checkin.attendee import Attendee
from attendance.checkin.desk import Desk
from attendance.checkin.posing import NothingAsked, VideoAnswer
from attendance.people.access.rebind_challenge import (
    AgreeToRebind,
    AnswerRebind,
    LapseRebind,
    agree_to_rebind,
    answer_rebind,
    lapse_rebind,
)
from attendance.people.access.rebinding import (
    RebindAsked,
    RebindByOperator,
    RebindDone,
    RebindOver,
    RebindSettled,
    RebindStands,
    ask_to_rebind,
)
from attendance.people.tables import ChatAccount, Enrolment, Rebinding
from attendance.records.database import Database, Priority
from attendance.records.tables import Deadline, Inbound, Media
from attendance.rules.book import RuleBook
from recognition.challenge.finding import ChallengeFinding, ChallengeProblem, ChallengeStatus
from recognition.matching import Match
from tests.attendance.checkin.findings import selfie
from tests.attendance.people.office import NOW, Office, open_account

PASSED = ChallengeFinding(ChallengeStatus.PASSED, (), {}, "1")
FLAT = ChallengeFinding(ChallengeStatus.FAILED, (ChallengeProblem.FLAT,), {}, "1")
LATER = NOW + timedelta(seconds=20)


class Phones:
    """Budi's old one, and another that has brought his code."""

    def __init__(self, session: AsyncSession, office: Office) -> None:
        self.session, self.office = session, office

    async def begin(self) -> None:
        session, budi = self.session, self.office.budi
        self.old = await open_account(session, "1", budi)
        self.new = await open_account(session, "2")
        self.enrolment = Enrolment(employee_id=budi.id, enrolled_by=budi.id, enrolled_at=NOW, version=1)
        message = Inbound(
            channel="telegram", our_account="bot", external_id="9", received_at=NOW, status="done", failures=0
        )
        session.add_all([self.enrolment, message])
        await session.flush()
        self.video = Media(employee_id=budi.id, inbound_id=message.id, file="9", sha256="9", size=1, created_at=NOW)
        session.add(self.video)
        await ask_to_rebind(session, self.old, self.new, NOW)
        self.asked = (await session.scalars(select(Rebinding))).one()

    def desk(self, account: ChatAccount, now=LATER) -> Desk:
        office = self.office
        who = Attendee(
            office.budi.id, account.id, office.jaringan.id, office.kominfo.id, office.kominfo.timezone, verified=True
        )
        return Desk(who, RuleBook(), now, "telegram", Random(3))

    async def agrees(self, account: ChatAccount | None = None, now=LATER):
        desk = self.desk(account or self.old, now)
        outcome = await agree_to_rebind(self.session, desk, AgreeToRebind(self.asked.id, yes=True))
        if isinstance(outcome, RebindAsked) and outcome.nonce_id is not None:
            await begin_time(self.session, outcome.nonce_id, now)
        return outcome

    async def answers(self, finding, match=Match.SAME, *, enrolment_id=None, sent_at=LATER, judged=True):
        seen = selfie(match, enrolment_id=enrolment_id or self.enrolment.id)
        answer = VideoAnswer(self.asked.challenge_id or 0, finding, seen)
        step = AnswerRebind(self.asked.id, Film(self.video.id, mirrored=True), sent_at)
        outcome = await answer_rebind(self.session, self.desk(self.old), step, answer if judged else NothingAsked())
        if isinstance(outcome, RebindAsked) and outcome.nonce_id is not None:
            await begin_time(self.session, outcome.nonce_id, LATER)
        return outcome

    async def lapses(self, now):
        return await lapse_rebind(self.session, self.desk(self.old, now), LapseRebind(self.asked.id))


@pytest.fixture
async def phones(office: Office, database: Database):
    async with database.write(Priority.STEP) as session:
        phones = Phones(session, office)
        await phones.begin()
        yield phones


async def test_the_living_face_moves_the_binding(phones: Phones) -> None:
    assert isinstance(await phones.agrees(), RebindAsked)
    assert await phones.answers(PASSED) == RebindDone()
    assert (phones.old.employee_id, phones.new.employee_id) == (None, phones.office.budi.id)
    assert await phones.agrees() == RebindOver()
    unfired = select(Deadline).where(Deadline.what == "rebind", Deadline.fired_at.is_(None))
    assert (await phones.session.scalars(unfired)).all() == []


async def test_a_failure_is_followed_by_one_more_draw_and_then_by_an_operator(phones: Phones) -> None:
    first = await phones.agrees()
    second = await phones.answers(FLAT)
    assert isinstance(second, RebindAsked)
    assert second.drawn != first.drawn
    assert await phones.answers(PASSED, Match.DIFFERENT) == RebindByOperator()
    assert (phones.asked.failures, phones.old.employee_id) == (2, phones.office.budi.id)
    assert await phones.answers(PASSED) == RebindOver()


async def test_the_other_account_and_a_suspended_one_are_asked_for_nothing(phones: Phones) -> None:
    assert await phones.agrees(phones.new) == RebindOver()
    phones.old.suspended_at = NOW
    assert await phones.agrees() == RebindOver()
    assert await phones.answers(PASSED) == RebindOver()


@pytest.mark.parametrize("how", [{"judged": False}, {"enrolment_id": 10**6}])
async def test_what_was_judged_by_something_else_is_judged_again(phones: Phones, how: dict) -> None:
    await phones.agrees()
    with pytest.raises(AttemptMoved):
        await phones.answers(PASSED, **how)


async def test_an_account_that_became_somebodys_meanwhile_is_not_taken(phones: Phones) -> None:
    await phones.agrees()
    phones.new.employee_id = phones.office.siti.id
    assert await phones.answers(PASSED) == RebindOver()
    assert phones.old.employee_id == phones.office.budi.id


async def test_the_question_lapses_but_not_over_a_draw_that_can_be_answered(phones: Phones) -> None:
    last_minute = NOW + timedelta(minutes=29)
    await phones.agrees(now=last_minute)
    assert isinstance(await phones.lapses(NOW + timedelta(minutes=30)), RebindStands)
    assert await phones.lapses(NOW + timedelta(minutes=40)) == RebindOver()
    assert await phones.lapses(NOW + timedelta(minutes=41)) == RebindSettled()
