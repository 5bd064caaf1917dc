"""Which pictures go, and when."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from attendance.challenge.tables import Challenge, Nonce
from attendance.checkin.attempt import AttemptStatus
from attendance.checkin.seen_pictures import keep_prints
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.faces.templates import load_templates, sealed_templates
from attendance.people.tables import Employment, Enrolment, FaceTemplate
from attendance.privacy import retention
from attendance.privacy.ended_templates import expire_templates
from attendance.privacy.retention import Case, PictureKind, Term, expire_pictures, term_of
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit, Inbound, Media, PicturePrint
from attendance.rules.book import RuleBook
from attendance.rules.kinds import RetentionRule
from attendance.rules.resolve import Scope, WrittenRule
from attendance.tables import metadata
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring
from bot.clock import SystemClock
from bot.orphans import OrphanSweep
from tests.attendance.people.office import LONG_AGO, NOW, Office, employment, open_account
from tests.attendance.vault.conftest import face

DEFAULTS = RuleBook()
OVER, WAITING = AttemptStatus.DONE, AttemptStatus.OPEN


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


class Album:
    """Pictures that came in on the day NOW, and what became of them."""

    def __init__(self, database: Database, files: MediaFiles, office: Office, keyring: Keyring) -> None:
        self.database, self.files, self.office, self.keyring = database, files, office, keyring

    async def picture(self, name: str, *, of: str = "budi", small: bool = False) -> int:
        employee_id = getattr(self.office, of).id
        await self.files.write(name, name.encode(), str(employee_id))
        async with self.database.write(Priority.STEP) as session:
            message = Inbound(
                channel="telegram", our_account="main", external_id=name, received_at=NOW, status="done", failures=0
            )
            session.add(message)
            await session.flush()
            media = Media(
                employee_id=employee_id, inbound_id=message.id, file=name, sha256=name, size=1, created_at=NOW
            )
            media.shrunk_at = NOW if small else None
            session.add(media)
            await session.flush()
            return media.id

    async def selfie(
        self,
        name: str,
        status: AttemptStatus,
        *,
        decided_at: datetime = NOW,
        punched: bool = False,
        small: bool = False,
    ) -> int:
        """The picture of an attempt that came to that."""
        media_id, budi = await self.picture(name, small=small), self.office.budi.id
        async with self.database.write(Priority.STEP) as session:
            account = await open_account(session, name, self.office.budi, channel=name)
            nonce = Nonce(
                employee_id=budi,
                account_id=account.id,
                prompted=False,
                level=0,
                created_at=NOW,
                asked_at=NOW,
                lives_s=600,
            )
            session.add(nonce)
            await session.flush()
            attempt = Attempt(
                nonce_id=nonce.id,
                employee_id=budi,
                account_id=account.id,
                work_date=NOW.date(),
                status=status,
                created_at=NOW,
                selfie_media_id=media_id,
                fixes=[],
                asks=[],
            )
            session.add(attempt)
            await session.flush()
            decision = Decision(attempt_id=attempt.id, outcome="told", reasons=[], decided_at=decided_at)
            session.add(decision)
            await session.flush()
            if punched:
                session.add(
                    Punch(
                        employee_id=budi,
                        attempt_id=attempt.id,
                        decision_id=decision.id,
                        direction="in",
                        at=NOW,
                        work_date=NOW.date(),
                        source="telegram",
                    )
                )
        return media_id

    async def enrolment(self, name: str, *, at: datetime = NOW, **state: object) -> int:
        """One picture and its template; the operator sent it."""
        media_id = await self.picture(name, of="rahma")
        async with self.database.write(Priority.STEP) as session:
            budi = self.office.budi.id
            enrolment = Enrolment(employee_id=budi, enrolled_by=self.office.rahma.id, enrolled_at=at, **state)
            session.add(enrolment)
            await session.flush()
            session.add_all(sealed_templates(enrolment, media_id, [face(media_id)], self.keyring))
            return enrolment.id

    async def after(self, number: float, book: RuleBook = DEFAULTS) -> set[str]:
        """The files that are left when the round of that day is over; each opens, and has its row."""
        now = days(number)
        async for _ in expire_templates(self.database, book, now):
            pass
        async for _ in expire_pictures(self.database, self.files, book, now):
            pass
        async with self.database.read() as session:
            living = await session.scalars(select(Media.file).where(Media.deleted_at.is_(None)))
            left = set(living)
        assert left == await self.files.names()
        return left

    async def audits(self) -> list[str]:
        async with self.database.read() as session:
            rows = await session.scalars(select(Audit).order_by(Audit.id))
            return [f"{row.action} {row.subject} {row.subject_id}" for row in rows]


@pytest.fixture
def album(database: Database, tmp_path: Path, office: Office, keyring: Keyring) -> Album:
    return Album(database, MediaFiles(tmp_path / "media", keyring), office, keyring)


async def test_each_kind_of_picture_has_its_time(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BITE", 2)
    await album.selfie("accepted", OVER, punched=True, small=True)
    await album.selfie("held", AttemptStatus.HELD)
    await album.selfie("rejected", OVER)
    await album.picture("left-over")
    await album.enrolment("enrolled")
    everything = {"accepted", "held", "rejected", "left-over", "enrolled"}
    assert await album.after(29.9) == everything
    assert await album.after(30) == {"accepted", "held", "enrolled"}
    assert await album.after(179.9) == {"accepted", "held", "enrolled"}
    assert await album.after(180) == {"accepted", "enrolled"}
    assert await album.after(365) == {"enrolled"}
    assert await album.after(5000) == {"enrolled"}


async def test_a_fingerprint_outlives_its_picture_and_has_its_own_time(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BITE", 2)
    for name in ("one", "two", "three"):
        media_id = await album.picture(name)
        async with album.database.write(Priority.STEP) as session:
            await keep_prints(session, {media_id: bytes(32)}, NOW)
    assert await album.after(729.9) == set()
    assert await prints(album, 729.9) == 3
    assert await prints(album, 730) == 0


async def prints(album: Album, passed: float) -> int:
    """How many are left when so many days are over."""
    async for _ in retention.expire_prints(album.database, RuleBook(), days(passed)):
        pass
    async with album.database.read() as session:
        return await session.scalar(select(func.count(PicturePrint.id))) or 0


async def test_every_deletion_is_on_record_and_the_row_stays(album: Album) -> None:
    accepted = await album.selfie("accepted", OVER, punched=True, small=True)
    held, rejected = await album.selfie("held", AttemptStatus.HELD), await album.picture("rejected")
    await album.after(400)
    assert sorted(await album.audits()) == [
        f"picture.accepted_expired media {accepted}",
        f"picture.held_expired media {held}",
        f"picture.rejected_expired media {rejected}",
    ]
    await album.after(500)
    assert len(await album.audits()) == 3
    async with album.database.read() as session:
        rows = (await session.scalars(select(Media).order_by(Media.id))).all()
    assert [(row.sha256, row.deleted_at) for row in rows] == [
        ("accepted", days(400)),
        ("held", days(400)),
        ("rejected", days(400)),
    ]


async def test_a_picture_whose_case_was_decided_later_is_kept_from_then_on(album: Album) -> None:
    await album.selfie("appealed", OVER, decided_at=days(20))
    assert await album.after(49) == {"appealed"}
    assert await album.after(50) == set()


async def test_what_is_under_way_or_waits_to_be_made_small_stays(album: Album) -> None:
    await album.selfie("under-way", WAITING)
    await album.selfie("large-still", OVER, punched=True)
    assert await album.after(5000) == {"under-way", "large-still"}


async def test_the_rule_of_a_persons_agency_holds_for_that_persons_pictures(album: Album) -> None:
    rule = RetentionRule(rejected_days=7)
    kominfo = WrittenRule(1, Scope.AGENCY, album.office.kominfo.id, LONG_AGO, None, rule, "Perbup")
    await album.picture("at-kominfo", of="budi")
    await album.picture("at-dishub", of="siti")
    assert await album.after(7, RuleBook([kominfo])) == {"at-dishub"}


async def test_a_longer_rule_keeps_longer(album: Album) -> None:
    rule = RetentionRule(rejected_days=90)
    await album.picture("kept")
    book = RuleBook([WrittenRule(1, Scope.REGENCY, None, LONG_AGO, None, rule, "Perbup")])
    assert await album.after(89, book) == {"kept"}
    assert await album.after(90, book) == set()


async def test_an_undone_enrolment_goes_with_its_pictures(album: Album) -> None:
    undone = await album.enrolment("undone", undone_at=days(100), undone_by=album.office.rahma.id)
    assert await album.after(129) == {"undone"}
    assert await album.after(130) == set()
    assert (await album.audits())[0] == f"face.templates_expired enrolment {undone}"
    async with album.database.read() as session:
        assert (await session.scalars(select(FaceTemplate))).all() == []
        assert await session.get(Enrolment, undone) is not None


async def test_an_enrolment_that_was_replaced_goes_and_the_one_that_counts_stays(album: Album) -> None:
    await album.enrolment("first")
    await album.enrolment("second", at=days(60))
    assert await album.after(89) == {"first", "second"}
    assert await album.after(90) == {"second"}
    async with album.database.read() as session:
        assert len((await load_templates(session, album.office.budi.id, album.keyring)).embeddings) == 1


async def test_an_enrolment_that_waits_for_a_human_replaces_nothing(album: Album) -> None:
    await album.enrolment("first")
    await album.enrolment("held", at=days(1), held=True)
    assert await album.after(5000) == {"first", "held"}
    await album.enrolment("third", at=days(5000))
    assert await album.after(5029) == {"first", "held", "third"}
    assert await album.after(5030) == {"third"}


async def test_what_is_let_pass_in_this_very_moment_keeps_its_picture(album: Album) -> None:
    """Between the look at a picture and its deletion somebody decides."""
    media_id = await album.selfie("held", AttemptStatus.HELD)
    async with album.database.write(Priority.STEP) as session:
        await session.execute(update(Attempt).values(status=AttemptStatus.PENDING))
    assert await retention._delete(album.database, album.files, {media_id: PictureKind.HELD}, days(200)) == 0
    assert await album.files.names() == {"held"}


async def test_a_file_that_outlived_its_row_is_swept(album: Album) -> None:
    """The service died between the two."""
    await album.picture("marked")
    async with album.database.write(Priority.BULK) as session:
        await session.execute(update(Media).values(deleted_at=NOW))
    sweep = OrphanSweep(album.database, album.files, SystemClock())
    assert [await sweep.once(), await sweep.once()] == [0, 1]
    assert await album.files.names() == set()


PICTURE = Media(id=1, created_at=NOW)
LATER = days(3)


@pytest.mark.parametrize(
    ("cases", "term"),
    [
        ([], Term(PictureKind.REJECTED, NOW)),
        ([Case(OVER, False, None)], Term(PictureKind.REJECTED, NOW)),
        ([Case(OVER, False, LATER)], Term(PictureKind.REJECTED, LATER)),
        ([Case(AttemptStatus.HELD, False, LATER)], Term(PictureKind.HELD, LATER)),
        ([Case(OVER, False, None), Case(AttemptStatus.HELD, False, LATER)], Term(PictureKind.HELD, LATER)),
        ([Case(OVER, True, LATER)], None),
        ([Case(OVER, False, LATER), Case(WAITING, False, None)], None),
        ([Case(AttemptStatus.PENDING, False, None)], None),
    ],
)
def test_what_became_of_a_picture_says_how_long_it_is_kept(cases: list[Case], term: Term | None) -> None:
    assert term_of(PICTURE, cases, frozenset()) == term
    assert term_of(PICTURE, cases, {1}) is None


def test_nothing_else_in_the_records_needs_a_picture() -> None:
    """A table that begins to point at pictures must be taught to `retention`, or they go while it needs them."""
    pointing = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.c
        if any(key.column.table.name == "media" for key in column.foreign_keys)
    }
    # A fingerprint outlives its picture.
    own = {"attempt.selfie_media_id", "challenge.media_id", "face_template.media_id"}
    assert pointing - {"picture_print.media_id"} == own


@pytest.mark.parametrize(
    ("status", "kept_days"), [(AttemptStatus.DONE, 30), (AttemptStatus.HELD, 180), (AttemptStatus.WAITING, 5000)]
)
async def test_the_answer_to_a_challenge_goes_with_its_attempt_and_that_of_an_accepted_one_soon(
    album: Album, status: AttemptStatus, kept_days: int
) -> None:
    selfie = await album.selfie("neutral", status, punched=status is OVER)
    posed = await album.picture("posed")
    async with album.database.write(Priority.STEP) as session:
        attempt = (await session.scalars(select(Attempt).where(Attempt.selfie_media_id == selfie))).one()
        drawn = {"number": 1, "level": 1, "actions": ["look-left"], "drawn_at": NOW, "lives_s": 180}
        session.add(Challenge(nonce_id=attempt.nonce_id, employee_id=attempt.employee_id, media_id=posed, **drawn))
    assert "posed" in await album.after(kept_days - 1)
    assert ("posed" in await album.after(kept_days)) is (status is AttemptStatus.WAITING)


async def leaves(database: Database, office: Office, ending: str | None) -> None:
    """Budi's last day is the day NOW."""
    async with database.write(Priority.STEP) as session:
        his = update(Employment).where(Employment.employee_id == office.budi.id)
        await session.execute(his.values(valid_to=NOW.date(), ending=ending))


@pytest.mark.parametrize("ending", ["retired", "died", "dismissed", "left"])
async def test_of_whoever_works_nowhere_any_more_the_face_goes(album: Album, office: Office, ending: str) -> None:
    """The notice promises it only for as long as the employee serves here."""
    enrolment_id = await album.enrolment("face")
    await leaves(album.database, office, ending)
    assert await album.after(30) == {"face"}
    assert await album.after(32) == set()
    async with album.database.read() as session:
        assert (await load_templates(session, office.budi.id, album.keyring)).enrolment_id is None
        ended = await session.get_one(Enrolment, enrolment_id)
        assert (ended.undone_by, ended.undone_reason) == (None, "left")


async def test_whoever_is_on_unpaid_leave_or_serves_elsewhere_by_now_keeps_it(album: Album, office: Office) -> None:
    await album.enrolment("face")
    await leaves(album.database, office, "unpaid_leave")
    assert await album.after(3000) == {"face"}
    await leaves(album.database, office, None)
    async with album.database.write(Priority.STEP) as session:
        session.add(employment(office.budi, office.dishub, valid_from=NOW.date() + timedelta(days=1)))
    assert await album.after(3000) == {"face"}
