"""`presensi bench enrolment`: an enrolment drive by chat, several operators at once, the service in its own process."""

import asyncio
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.chats import Message
from presensi.bench.albums import SET, Sitter, sitters
from presensi.bench.checkins import TOKEN, percentile
from presensi.bench.drive import Outcome, found_drive, read_outcome
from presensi.bench.people import default_pictures
from presensi.bench.regency import ACCOUNTS_FROM, Files
from presensi.bench.service import running
from presensi.output import print_json
from texts.render import labels

#: What an enrolment may cost: actions of its operator, and seconds of waiting for us.
MOST_ACTIONS, MOST_SECONDS = 5, 5.0

# What is not answered this long after it was sent is lost.
PATIENCE_S = 60.0

# An operator reads all answers to an album before the next pictures are taken.
QUIET_S = 1.5

# The second person presses no faster: an account may send 40 messages a minute.
PRESSES_EVERY_S = 1.6

# After the last enrolment the second person has seen everything when no card has come for so long.
SETTLED_S = 10.0

# Somebody whose pictures are refused this often is sent home.
MOST_SENDINGS = 6

# "Foto 1 dari 3 baik." asks for the next, everything else that begins so for another in its place.
_REFUSED = re.compile(r"Foto \d (?!dari)")


# NIPs and who they are.
Crowd = Sequence[tuple[str, Sitter]]


@dataclass
class Session:
    """One enrolment as its operator has seen it. `our_s`: the seconds waited for us after all actions together."""

    nip: str
    actions: int = 0
    our_s: float = 0.0
    refused: int = 0
    answered: bool = False
    """The result has come."""

    async def hears(self, phone: Phone, patience_s: float = PATIENCE_S) -> Message:
        """The next message, for which the operator has waited; raises TimeoutError."""
        began = time.monotonic()
        message = await phone.inbox.next(patience_s)
        self.our_s += time.monotonic() - began
        return message


@dataclass(frozen=True)
class Drive:
    """How a run went: what the operators saw, what the records say, what the service spent."""

    sessions: Sequence[Session]
    outcome: Outcome
    confirmations: int
    left_out: int
    seconds: float
    cpu_s: float


async def enrolment(
    *, people: int = 300, operators: int = 8, pace: float = 8.0, pictures: Path | None = None, json: bool = False
) -> int:
    """Enrol people by /rekam, the notice, and an album of three; count the operators' actions and the waits for us.

    The status is 0 when nobody is lost or enrolled twice, by the records, and no enrolment cost an operator more than
    five actions and five seconds of waiting.

    What they enrol counts once a second person has confirmed it, by one press each, which are counted apart.

    Parameters
    ----------
    people
        Employees, each with an identity of the pictures of their own: one with three photographs, two of them good.
    operators
        Who work at once, each on people of their own.
    pace
        Seconds at least between two enrolments of one operator; an account may send 40 messages a minute.
    pictures
        A folder with one sub-folder per person; default: the evaluation faces.
    json
        Print one JSON object as the last line.
    """
    figures = figures_of(await measure(people, operators, pace, pictures or default_pictures()))
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if json:
        print_json(figures)
    return int(not figures["as_wanted"])


async def measure(people: int, operators: int, pace: float, folder: Path) -> Drive:
    """One run; the platform and the phones are this process."""
    with tempfile.TemporaryDirectory(prefix="presensi-bench-") as place:
        files = Files(Path(place))
        nips = await found_drive(files, people, operators)
        async with files.examiner() as examiner:
            shown, left_out = await sitters(folder, people, examiner)
        platform = Platform(SystemClock())
        platform.add_bot(TOKEN, "presensi_bench_bot")
        async with serve(create_app(platform)) as url, running(files, TOKEN, url, platform) as process:
            *phones, second = (platform.phone(ACCOUNTS_FROM + one, f"Petugas {one}") for one in range(operators + 1))
            cpu, began = process.cpu_s(), time.monotonic()
            sessions, presses = await _confirmed_drive(phones, second, list(zip(nips, shown, strict=True)), pace)
            seconds, cpu_s = time.monotonic() - began, process.cpu_s() - cpu
        return Drive(sessions, await read_outcome(files.database_url, people), presses, left_out, seconds, cpu_s)


def figures_of(drive: Drive) -> Mapping[str, object]:
    """As `--json` prints them. `lost`: no enrolment in the records, or no answer to the operator."""
    sessions, outcome = drive.sessions, drive.outcome
    actions, waits = [one.actions for one in sessions], [one.our_s for one in sessions]
    lost = outcome.lost + sum(not one.answered for one in sessions)
    cheap = max(actions) <= MOST_ACTIONS and max(waits) <= MOST_SECONDS
    return {
        "people": len(sessions),
        "people_left_out": drive.left_out,
        "enrolled": outcome.enrolled,
        "held": outcome.held,
        "lost": lost,
        "doubled": outcome.doubled,
        "incomplete": outcome.few,
        "second_person_presses": drive.confirmations,
        "operator_actions_max": max(actions),
        "operator_actions_mean": round(sum(actions) / len(actions), 2),
        "our_seconds_p50": percentile(waits, 0.5),
        "our_seconds_p95": percentile(waits, 0.95),
        "our_seconds_max": percentile(waits, 1.0),
        "pictures_refused": sum(one.refused for one in sessions),
        "refused_sets": sum(one.refused > 0 for one in sessions),
        "cpu_ms_per_enrolment": round(1000 * drive.cpu_s / len(sessions)),
        "seconds": round(drive.seconds, 1),
        "as_wanted": lost == 0 and outcome.doubled == 0 and cheap,
    }


async def _confirmed_drive(
    phones: Sequence[Phone], second: Phone, crowd: Crowd, pace: float
) -> tuple[list[Session], int]:
    """The sessions of the operators, and how often the second person has pressed meanwhile and after."""
    over = asyncio.Event()
    confirming = asyncio.create_task(_confirm(second, over))
    sessions = await _drive(phones, crowd, pace)
    over.set()
    return sessions, await confirming


async def _confirm(phone: Phone, over: asyncio.Event) -> int:
    """Say yes to every card; the next one comes with the answer, or with the next enrolment."""
    # A bot must not write first.
    await phone.command("start")
    presses = 0
    while True:
        try:
            card = await phone.inbox.next(SETTLED_S)
        except TimeoutError:
            if over.is_set():
                return presses
            continue
        if (yes := _button(card, "confirmation-button-confirmed")) is not None:
            await phone.press(card, yes)
            presses += 1
            await asyncio.sleep(PRESSES_EVERY_S)


def _button(message: Message, key: str) -> str | None:
    """What the button of that key says under the message; None where there is none."""
    return next((one.text for row in message.buttons for one in row if one.text in labels(key)), None)


async def _drive(phones: Sequence[Phone], crowd: Crowd, pace: float) -> list[Session]:
    async with asyncio.TaskGroup() as tasks:
        working = [
            tasks.create_task(_shift(phone, crowd[number :: len(phones)], pace, number * pace / len(phones)))
            for number, phone in enumerate(phones)
        ]
    return [session for task in working for session in task.result()]


async def _shift(phone: Phone, queue: Crowd, pace: float, late: float) -> list[Session]:
    """One operator's people, one after the other."""
    await asyncio.sleep(late)
    sessions = []
    for nip, sitter in queue:
        began = time.monotonic()
        sessions.append(await _enrol(phone, nip, sitter))
        await asyncio.sleep(max(0.0, pace - (time.monotonic() - began)))
    return sessions


async def _enrol(phone: Phone, nip: str, sitter: Sitter) -> Session:
    session, left = Session(nip), list(sitter.pictures)
    try:
        await _begin(phone, session)
        missing = SET
        for _ in range(MOST_SENDINGS):
            pictures, left = left[:missing], left[missing:]
            if not pictures:
                break  # nothing is missing, or there are no more
            missing = await _send(phone, session, pictures)
    except TimeoutError:
        pass
    return session


async def _begin(phone: Phone, session: Session) -> None:
    """/rekam NIP, and what the employee says to the notice."""
    while phone.inbox.unread:
        await phone.inbox.next()
    await phone.command("rekam", session.nip)
    session.actions += 1
    while session.nip[-4:] not in (shown := await session.hears(phone)).text:
        pass
    if (understood := _button(shown, "enrolment-notice-understood")) is not None:
        await phone.press(shown, understood)
        session.actions += 1
        await session.hears(phone)


async def _send(phone: Phone, session: Session, pictures: Sequence[bytes]) -> int:
    """However many they are, one action. How many were refused, or 0 when the result has come."""
    await (phone.photo(pictures[0]) if len(pictures) == 1 else phone.album(pictures))
    session.actions += 1
    refused = 0
    while refused < len(pictures):
        try:
            message = await session.hears(phone, QUIET_S if refused else PATIENCE_S)
        except TimeoutError:
            if not refused:
                raise
            break
        if _is_result(message):
            session.answered = True
            return 0
        refused += _REFUSED.match(message.text) is not None
    session.refused += refused
    return refused


def _is_result(message: Message) -> bool:
    """The card of an enrolment offers to take it back; that of another operator's, to confirm it."""
    return _button(message, "enrolment-undo") is not None
