"""Where an operator photographs people: every step runs as the bot runs it, in a transaction of its own."""

from itertools import count

from sqlalchemy import func, select

from attendance.people.access.roles import Grant, Role
from attendance.people.faces.enrolment import (
    BeginEnrolment,
    Enrol,
    JudgePicture,
    begin_enrolment,
    enrol,
    examine_enrolment,
    examine_picture,
    judge_picture,
)
from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.faces.enrolment_undo import UndoEnrolment, undo_enrolment
from attendance.people.faces.gallery import Gallery
from attendance.people.faces.portraits import Darkroom
from attendance.people.faces.templates import load_templates
from attendance.people.person import Person
from attendance.people.tables import Employee
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.conflict import insert_ignoring_conflicts
from attendance.records.database import Priority
from attendance.records.tables import Audit, Inbound, Media
from attendance.rules.book import RuleBook
from attendance.rules.kinds import EnrolmentRule, FaceRule
from attendance.rules.resolve import Scope, WrittenRule
from tests.attendance.people.office import LONG_AGO, NOW, Office
from tests.attendance.people.painting import PaintedExaminer

ENGINES = ("sface", "dlib")


def book_of(*values) -> RuleBook:
    return RuleBook(
        WrittenRule(n, Scope.REGENCY, None, LONG_AGO, None, value, "Perbup") for n, value in enumerate(values, 1)
    )


FACE = FaceRule(accept=0.5, review=0.4)
#: What an operator enrols counts at once, unless a test is about the second person.
AT_ONCE = EnrolmentRule(second_person="record_only")
BOOK = book_of(FACE, AT_ONCE)
#: Where nobody is asked, whatever face follows the one that counts.
UNASKED = book_of(FACE, EnrolmentRule(second_person="off"))

THREE = ("face 0", "face 30", "face 60")


class Booth:
    def __init__(self, database, files, keyring, office: Office) -> None:
        self.database, self.files, self.keyring, self.office = database, files, keyring, office
        self.examiner = PaintedExaminer()
        self.room = Darkroom(database, files, self.examiner)
        self.gallery = Gallery(database, keyring)
        self.numbers = count(1)
        self.rahma = operator(office.rahma, Grant(Role.ADMIN))

    async def everybody_is_informed(self, session) -> None:
        """By the notice in force, which Rahma has shown them."""
        rows = [
            {"employee_id": one, "witness_id": self.office.rahma.id, "version": "1", "acknowledged_at": NOW}
            for one in await session.scalars(select(Employee.id))
        ]
        await insert_ignoring_conflicts(session, NoticeAcknowledgement, rows)

    async def sends(self, picture: str, sender: Person | None = None) -> int:
        """A picture arrives from the account of the operator; gives its media id."""
        name, owner = f"{next(self.numbers)}.jpg", (sender or self.rahma).employee_id
        await self.files.write(name, picture.encode(), str(owner))
        async with self.database.write(Priority.STEP) as session:
            inbound = Inbound(channel="telegram", our_account="bot", external_id=name, received_at=NOW, status="done")
            session.add(inbound)
            await session.flush()
            media = Media(employee_id=owner, inbound_id=inbound.id, file=name, sha256=name, size=1, created_at=NOW)
            session.add(media)
        return media.id

    async def judges(self, *pictures: str, actor=None, book=BOOK, employee=None):
        """The outcome for the last of the pictures."""
        *kept, last = [await self.sends(picture) for picture in pictures]
        step = JudgePicture((employee or self.office.budi).id, last, tuple(kept))
        findings = await examine_picture(self.room, actor or self.rahma, step, ENGINES, book, NOW)
        async with self.database.write(Priority.STEP) as session:
            await self.everybody_is_informed(session)
            return step, await judge_picture(session, actor or self.rahma, step, findings, book, NOW)

    async def enrols(self, *pictures: str, actor=None, sender=None, book=BOOK, employee=None):
        return await self.stores(
            *await self.examines(*pictures, actor=actor, sender=sender, book=book, employee=employee)
        )

    async def examines(self, *pictures: str, actor=None, sender=None, book=BOOK, employee=None):
        """What `stores` takes: everything up to the transaction."""
        actor = actor or self.rahma
        media_ids = tuple([await self.sends(picture, sender or actor) for picture in pictures])
        step = Enrol((employee or self.office.budi).id, media_ids)
        found = await examine_enrolment(self.room, self.gallery, actor, step, ENGINES, book, NOW)
        return actor, step, found, book

    async def stores(self, actor, step, findings, book):
        async with self.database.write(Priority.STEP) as session:
            await self.everybody_is_informed(session)
            return await enrol(session, actor, step, findings, self.gallery, self.keyring, book, NOW)

    async def begins(self, nip: str, actor=None, *, now=NOW, book=BOOK, **wishes):
        async with self.database.write(Priority.STEP) as session:
            await self.everybody_is_informed(session)
            return await begin_enrolment(session, actor or self.rahma, BeginEnrolment(nip, **wishes), book, now)

    async def undoes(self, enrolment_id: int, version: int = 1, actor=None, reason=EndReason.WRONG_PERSON):
        step = UndoEnrolment(enrolment_id, version, reason)
        async with self.database.write(Priority.STEP) as session:
            return await undo_enrolment(session, actor or self.rahma, step, NOW)

    async def templates(self, employee=None):
        async with self.database.read() as session:
            return await load_templates(session, (employee or self.office.budi).id, self.keyring)

    async def audits(self) -> list[str]:
        async with self.database.read() as session:
            return [row.action for row in await session.scalars(select(Audit).order_by(Audit.id))]

    async def count(self, table) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(table))


def operator(employee, *grants: Grant) -> Person:
    return Person(
        account_id=1,
        channel="telegram",
        language="id",
        timezone="Asia/Makassar",
        employee_id=employee.id,
        name=employee.name,
        roles=grants,
    )
