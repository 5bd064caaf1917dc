"""The privacy notice as a message, on the screen of whoever it is about or of the operator who shows it."""

from attendance.people.faces.enrolment_outcomes import NoticeToShow
from attendance.people.faces.informing import WitnessNotice
from attendance.privacy.notice import Acknowledge, Notice, RefuseFace
from attendance.records.say import Button, Line, Say, Value
from bot.dialogues import general
from bot.dialogues.turn import Draft, Enrolling, Turn
from bot.events import Pressed

ACCEPT, REFUSE = "notice", "notice-refuse"
WITNESSED, WITNESSED_REFUSAL = "informed", "informed-refuses"


def own(notice: Notice) -> Say:
    buttons = (
        Button("start-notice-accept", ACCEPT, notice.mark),
        Button("start-notice-refuse", REFUSE, notice.mark),
    )
    return Say("start-notice", {"body": _body(notice)}, buttons=buttons)


def to_show(outcome: NoticeToShow) -> Say:
    notice = outcome.notice
    buttons = tuple(
        Button(key, action, outcome.employee_id, notice.mark)
        for key, action in (
            ("enrolment-notice-understood", WITNESSED),
            ("enrolment-notice-refused", WITNESSED_REFUSAL),
        )
    )
    args: dict[str, Value] = {"name": outcome.name, "nip": outcome.masked_nip, "body": _body(notice)}
    return Say("enrolment-notice", args, buttons=buttons)


def pressed(draft: Draft, event: Pressed) -> Turn:
    accepted = event.action == ACCEPT
    return Turn(draft, step=Acknowledge(event.row_id) if accepted else RefuseFace(event.row_id))


def witnessed(draft: Draft, event: Pressed) -> Turn:
    """The answer belongs to the /rekam that showed the notice: an old button must not swap who is being enrolled."""
    if isinstance(draft, Enrolling) and draft.employee_id != event.row_id:
        return general.stale(draft)
    return Turn(draft, step=WitnessNotice(event.row_id, event.version, understood=event.action == WITNESSED))


def _body(notice: Notice) -> Line:
    args: dict[str, Value] = {
        "version": notice.version,
        "controller": notice.controller,
        "contact": notice.contact,
        "kept": notice.accepted_days,
        "left": notice.rejected_days,
        "hours": notice.erased_hours,
    }
    return Line("start-notice-body", args)
