"""/periksa NIP: a superior asks that somebody be looked at more closely for a time."""

from attendance.checkin.reporting import DoubtReported, ReportDoubt, ReportOutcome, ReportRefused
from attendance.people.named import NamedProblem
from attendance.people.person import Person
from attendance.records.say import Say
from bot.dialogues import general
from bot.dialogues.turn import Draft, Turn


def asked_for(draft: Draft, nip: str) -> Turn:
    return Turn(draft, step=ReportDoubt(nip)) if nip else Turn(draft, (Say("doubt-usage"),))


def told(draft: Draft, outcome: ReportOutcome, person: Person) -> Turn:
    match outcome:
        case DoubtReported(who, until, enforced, again):
            key = "doubt-reported-before" if again else "doubt-reported"
            if not enforced:
                key = "doubt-reported-unenforced"
            return Turn(draft, (Say(key, {"name": who.name, "date": until.date()}),))
        case ReportRefused(oneself=True):
            return Turn(draft, (Say("doubt-refused-oneself"),))
        case ReportRefused(NamedProblem.UNKNOWN_NIP):
            return Turn(draft, (Say("doubt-refused-unknown-nip"),))
        case ReportRefused(NamedProblem.OUT_OF_SCOPE):
            return Turn(draft, (Say("doubt-refused-out-of-scope"),))
        case _:
            return general.unknown(draft, person)
