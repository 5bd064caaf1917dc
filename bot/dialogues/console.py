"""/konsol: a single-use link to the attendance page."""

from attendance.records.say import Say
from bot.dialogues.turn import Draft, Turn
from bot.steps import ConsoleOpened, OpenConsole


def asked_for(draft: Draft) -> Turn:
    return Turn(draft, step=OpenConsole())


def opened(draft: Draft, outcome: ConsoleOpened) -> Turn:
    return Turn(draft, (Say("console-link", {"url": outcome.url, "minutes": outcome.minutes}),))
