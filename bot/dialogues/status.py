"""/status and Riwayat: the day so far in words."""

from attendance.checkin.attempt import Part
from attendance.checkin.today import History, PunchShown, SlotShown, Today
from attendance.people.person import Person
from attendance.records.say import Line, Menu, Say
from bot.dialogues.turn import Draft, Turn

_WAITING: dict[Part, str] = {
    "selfie": "status-waiting-selfie",
    "posed": "status-waiting-posed",
    "video": "status-waiting-video",
    "pin": "status-waiting-pin",
    "position": "status-waiting-location",
}


def told(draft: Draft, outcome: Today | History, person: Person) -> Turn:
    return Turn(draft, (_today(person, outcome) if isinstance(outcome, Today) else _history(outcome),))


def _today(person: Person, outcome: Today) -> Say:
    return Say("status-today", {"date": outcome.date, "lines": _lines(person, outcome)}, menu=Menu.MAIN)


def _history(outcome: History) -> Say:
    if not outcome.punches:
        return Say("status-history-empty", menu=Menu.MAIN)
    return Say("status-history", {"lines": tuple(map(_punch, outcome.punches))}, menu=Menu.MAIN)


def _lines(person: Person, outcome: Today) -> tuple[Line, ...]:
    lines = [_slot(slot) for slot in outcome.slots] or [Line("status-no-slots")]
    lines += map(_punch, outcome.others)
    lines += [Line("status-held-line", {"at": at}) for at in outcome.held]
    lines += [Line("status-pending-line", {"at": at}) for at in outcome.pending]
    if outcome.missing is not None:
        lines.append(Line(_WAITING[outcome.missing.part]))
    if not person.checks_in:
        lines.append(Line("status-not-enrolled"))
    return tuple(lines)


def _punch(punch: PunchShown) -> Line:
    args = {"date": punch.at.date(), "direction": punch.direction.value, "at": punch.at, "site": punch.site}
    return Line("status-history-line", args)


def _slot(shown: SlotShown) -> Line:
    """In which of four states the slot is: filled, ahead, open, or over without a punch."""
    name = f"status-slot-{shown.slot.direction.value}"
    if shown.punch is not None:
        return Line(f"{name}-done", {"at": shown.punch.at, "site": shown.punch.site})
    window = {"from": shown.slot.opens, "until": shown.slot.closes}
    if shown.now < shown.slot.opens:
        return Line(f"{name}-later", window)
    return Line(f"{name}-{'open' if shown.slot.contains(shown.now) else 'missing'}", window)
