"""A face found under two names, as a second person reads it: both cards, and the answers there are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.faces.enrolment_cards import Card, card_of, line_of
from attendance.people.tables import DuplicateDecision, DuplicateFinding, Enrolment
from attendance.records.say import Button, Say, SayKind


class DuplicateReason(StrEnum):
    """What the second person makes of it and why, which goes on record."""

    WRONG_NIP = "wrong-nip"
    FALSE_NAME = "false-name"
    TWINS = "twins"
    UNRELATED = "unrelated"

    @property
    def is_same_person(self) -> bool:
        return self in (DuplicateReason.WRONG_NIP, DuplicateReason.FALSE_NAME)

    @property
    def action(self) -> str:
        """The name of what its button does."""
        return f"duplicate-{self.value}"


@dataclass(frozen=True, slots=True)
class Case:
    """A finding: the enrolment that is held, and the one it was found to be alike to."""

    finding_id: int
    new: Card
    known: Card

    @property
    def parties(self) -> frozenset[int]:
        """Who has a part in it and so never decides: both people, and who photographed them."""
        return frozenset((self.new.employee_id, self.known.employee_id, self.new.enrolled_by, self.known.enrolled_by))


async def open_cases(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> AsyncIterator[Case]:
    """Cases that wait for a decision, the oldest first. Conditions may name DuplicateFinding and its new Enrolment."""
    waiting = (
        select(DuplicateFinding)
        .join(Enrolment, Enrolment.id == DuplicateFinding.enrolment_id)
        .where(Enrolment.suspect, Enrolment.undone_at.is_(None), is_undecided, *conditions)
        .order_by(DuplicateFinding.id)
    )
    for finding in (await session.scalars(waiting)).all():
        yield await case_of(session, finding, today)


async def case_of(session: AsyncSession, finding: DuplicateFinding, today: date) -> Case:
    """Both cards as they are today."""
    new, known = [
        await card_of(session, enrolment_id, today)
        for enrolment_id in (finding.enrolment_id, finding.other_enrolment_id)
    ]
    return Case(finding.id, new, known)


is_undecided: ColumnElement[bool] = (
    ~select(DuplicateDecision.id).where(DuplicateDecision.finding_id == DuplicateFinding.id).exists()
)


def said_of(case: Case, zone: str) -> Say:
    """Both cards and the four answers, dated in the zone of whoever reads it."""
    return Say(
        "duplicate-case",
        {
            "new": line_of("duplicate-card-new", case.new, zone),
            "known": line_of("duplicate-card-known", case.known, zone),
        },
        kind=SayKind.REVIEW,
        buttons=tuple(
            Button(f"duplicate-button-{reason.value}", reason.action, case.finding_id, case.new.version)
            for reason in DuplicateReason
        ),
    )
