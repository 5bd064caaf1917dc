"""Enrolments that a second person is to confirm, as that person reads them: the card, the pictures and the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.reach import reach_of
from attendance.people.access.roles import Action
from attendance.people.employment import employed_between
from attendance.people.faces.enrolment_cards import Card, card_args, card_of
from attendance.people.faces.enrolment_rows import Confirmation, EndReason
from attendance.people.faces.gallery import is_living
from attendance.people.person import Person
from attendance.people.tables import Employment, Enrolment, FaceTemplate
from attendance.records.say import Attachment, Button, Line, Say, SayKind, Value

#: The attachment's maker: what was photographed, as one picture of the media rows that it names.
PICTURES = "contact-sheet"


class Verdict(StrEnum):
    """What a second person makes of an enrolment, which goes on record."""

    CONFIRMED = "confirmed"
    WRONG_PERSON = "wrong-person"
    BAD_PICTURES = "bad-pictures"
    NOT_GENUINE = "not-genuine"

    @property
    def action(self) -> str:
        """The name of what its button does."""
        return f"enrolment-{self.value}"

    @property
    def ends_by(self) -> EndReason | None:
        return None if self is Verdict.CONFIRMED else EndReason(self.value)


@dataclass(frozen=True, slots=True)
class ConfirmationCase:
    """`pictures`: media rows. `own`: the employee sent them from his own account. `counts`: it is in use meanwhile."""

    card: Card
    pictures: tuple[int, ...]
    own: bool
    counts: bool

    @property
    def parties(self) -> frozenset[int]:
        """Who never confirms it: the employee, and who photographed."""
        return frozenset((self.card.employee_id, self.card.enrolled_by))


async def case_of(session: AsyncSession, enrolment: Enrolment, today: date) -> ConfirmationCase:
    """As it is today."""
    pictures = select(FaceTemplate.media_id).where(FaceTemplate.enrolment_id == enrolment.id).distinct()
    return ConfirmationCase(
        await card_of(session, enrolment.id, today),
        tuple(sorted(await session.scalars(pictures))),
        own=enrolment.enrolled_by == enrolment.employee_id,
        counts=not enrolment.held,
    )


async def waiting_for(session: AsyncSession, actor: Person, today: date) -> tuple[Enrolment | None, int]:
    """The first that this person may confirm, and how many there are: what does not count yet before the others."""
    mine = _waiting(reach_of(actor, Action.CONFIRM_ENROLMENT), today).where(
        Enrolment.enrolled_by != actor.employee_id, Enrolment.employee_id != actor.employee_id
    )
    count = await session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    urgent = case((Enrolment.confirmation == Confirmation.DUE, 0), else_=1)
    return await session.scalar(mine.order_by(urgent, Enrolment.id).limit(1)), count


async def others_due(session: AsyncSession, case: ConfirmationCase, today: date) -> Sequence[frozenset[int]]:
    """The parties of a few other enrolments of the same agency that wait: whoever may confirm those was told."""
    agency_id = case.card.scope.agency_id
    scope = None if agency_id is None else Employment.agency_id == agency_id
    due = _waiting(scope, today).where(
        Enrolment.confirmation == Confirmation.DUE, Enrolment.id != case.card.enrolment_id
    )
    return [frozenset((row.employee_id, row.enrolled_by)) for row in await session.scalars(due.limit(20))]


def _waiting(scope: ColumnElement[bool] | None, today: date) -> Select[Enrolment]:
    """Of people whose employment of today is within that scope; None is everybody."""
    waiting = select(Enrolment).where(Enrolment.confirmation.in_((Confirmation.WANTED, Confirmation.DUE)), is_living)
    if scope is None:
        return waiting
    return waiting.where(
        exists().where(Employment.employee_id == Enrolment.employee_id, employed_between(today, today), scope)
    )


def said_of(case: ConfirmationCase, zone: str, count: int = 1) -> Say:
    """The card with pictures and answers, in the zone of whoever reads it; `count`: with those that wait behind it."""
    kind = "own" if case.own else "counting" if case.counts else "operator"
    args: dict[str, Value] = {
        **card_args(case.card, zone),
        "what": Line(f"confirmation-what-{kind}"),
        "left": count - 1,
    }
    return Say(
        "confirmation-case",
        args,
        kind=SayKind.REVIEW,
        buttons=tuple(
            Button(f"confirmation-button-{verdict.value}", verdict.action, case.card.enrolment_id, case.card.version)
            for verdict in Verdict
        ),
        attachment=Attachment(PICTURES, case.pictures),
    )
