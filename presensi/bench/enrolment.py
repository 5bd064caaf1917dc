"""`presensi bench enrolment`: an enrolment drive by chat, several operators at once, the service in its own process."""

import asyncio
import io
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

from bot.clock import SystemClock
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.chats import Message
from presensi.bench.checkins import TOKEN, percentile
from presensi.bench.drive import found_drive, read_outcome
from presensi.bench.people import as_sent, by_most_pictures, default_pictures
from presensi.bench.regency import ACCOUNTS_FROM, Files
from presensi.bench.service import running
from presensi.errors import CommandRefused
from presensi.output import print_json
from recognition.examination import Examiner
from recognition.quality import QualityLimits
from texts.render import labels

SET = 3

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


@dataclass(frozen=True)
class Employee:
    """Somebody to be enrolled: `pictures` as a phone sends them, of which the first three make the album.

    The others take the place of what is refused: whoever stands before the operator is photographed again, well. They
    are further photographs of that person, then the good ones once more, mirrored, as another pose would be.
    """

    nip: str
    pictures: Sequence[bytes]


@dataclass
class Session:
    """One enrolment as its operator has seen it. `our_s`: from the last action to the result; None without one."""

    nip: str
    actions: int = 0
    refused: list[str] = field(default_factory=list)
    our_s: float | None = None


async def enrolment(
    *, people: int = 300, operators: int = 8, pace: float = 8.0, pictures: Path | None = None, json: bool = False
) -> int:
    """Enrol people by /rekam, the notice, and an album of three, and count what the operators had to do.

    What they enrol counts once a second person has confirmed it, by one press each, which are counted apart.

    Parameters
    ----------
    people
        Employees, each with an identity of the pictures of their own with at least three.
    operators
        Who work at once, each on people of their own.
    pace
        Seconds at least between two enrolments of one operator; an account may send 40 messages a minute.
    pictures
        A folder with one sub-folder per person; default: the evaluation faces.
    json
        Print one JSON object as the last line.
    """
    figures = await measure(people, operators, pace, pictures or default_pictures())
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if json:
        print_json(figures)
    return int(figures["lost"] != 0 or figures["doubled"] != 0)


async def measure(people: int, operators: int, pace: float, folder: Path) -> Mapping[str, object]:
    """The figures of one run; the platform and the phones are this process."""
    with tempfile.TemporaryDirectory(prefix="presensi-bench-") as place:
        files = Files(Path(place))
        nips = await found_drive(files, people, operators)
        async with files.examiner() as examiner:
            shown = [await taken(paths, examiner) for paths in sitters(folder, people)]
        crowd = [Employee(nip, pictures) for nip, pictures in zip(nips, shown, strict=True)]
        platform = Platform(SystemClock())
        platform.add_bot(TOKEN, "presensi_bench_bot")
        async with serve(create_app(platform)) as url, running(files, TOKEN, url, platform) as process:
            phones = [platform.phone(ACCOUNTS_FROM + number, "Operator") for number in range(operators)]
            cpu, began = process.cpu_s(), time.monotonic()
            second = platform.phone(ACCOUNTS_FROM + operators, "Orang kedua")
            sessions, confirmations = await _confirmed_drive(phones, second, crowd, pace)
            seconds, cpu_s = time.monotonic() - began, process.cpu_s() - cpu
        outcome = await read_outcome(files.database_url, people)
    answered = [session for session in sessions if session.our_s is not None]
    waits, actions = [one.our_s for one in answered if one.our_s is not None], [one.actions for one in answered]
    return {
        "people": people,
        "operators": operators,
        "enrolled": outcome.enrolled,
        "held": outcome.held,
        "lost": outcome.lost + len(sessions) - len(answered),
        "doubled": outcome.doubled,
        "incomplete": outcome.few,
        "second_person_presses": confirmations,
        "operator_actions_max": max(actions, default=None),
        "operator_actions_mean": round(sum(actions) / max(1, len(actions)), 2),
        "our_seconds_p50": percentile(waits, 0.5),
        "our_seconds_p95": percentile(waits, 0.95),
        "our_seconds_max": percentile(waits, 1.0),
        "pictures_refused": sum(len(one.refused) for one in sessions),
        "refused_sets": sum(bool(one.refused) for one in sessions),
        "cpu_ms_per_enrolment": round(1000 * cpu_s / people),
        "seconds": round(seconds, 1),
    }


def sitters(folder: Path, wanted: int) -> Sequence[Sequence[Path]]:
    """People with a whole set, those with spare pictures first. Raises CommandRefused."""
    found = [pictures for _, pictures in by_most_pictures(folder) if len(pictures) >= SET][:wanted]
    if len(found) < wanted:
        raise CommandRefused(f"{folder} holds three pictures of {len(found)} people, {wanted} are needed")
    return found


async def taken(paths: Sequence[Path], examiner: Examiner) -> Sequence[bytes]:
    """The pictures of an Employee."""
    photographs = [await asyncio.to_thread(_sent, path) for path in paths]
    well = [one for one in photographs if await _is_good(one, examiner)]
    again = [await asyncio.to_thread(mirrored, one) for one in well or photographs]
    return [*photographs[:SET], *(one for one in photographs[SET:] if one in well), *again]


def _sent(path: Path) -> bytes:
    return as_sent(path.read_bytes())


async def _is_good(picture: bytes, examiner: Examiner) -> bool:
    examination = await examiner.examine(picture, (), QualityLimits())
    return examination.face is not None and not examination.problems


def mirrored(picture: bytes) -> bytes:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        ImageOps.mirror(opened).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


async def _confirmed_drive(
    phones: Sequence[Phone], second: Phone, crowd: Sequence[Employee], pace: float
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


async def _drive(phones: Sequence[Phone], crowd: Sequence[Employee], pace: float) -> list[Session]:
    async with asyncio.TaskGroup() as tasks:
        working = [
            tasks.create_task(_shift(phone, crowd[number :: len(phones)], pace, number * pace / len(phones)))
            for number, phone in enumerate(phones)
        ]
    return [session for task in working for session in task.result()]


async def _shift(phone: Phone, queue: Sequence[Employee], pace: float, late: float) -> list[Session]:
    """One operator's people, one after the other."""
    await asyncio.sleep(late)
    sessions = []
    for employee in queue:
        began = time.monotonic()
        sessions.append(await _enrol(phone, employee))
        await asyncio.sleep(max(0.0, pace - (time.monotonic() - began)))
    return sessions


async def _enrol(phone: Phone, employee: Employee) -> Session:
    session, used = Session(employee.nip), 0
    try:
        await _begin(phone, session)
        missing = SET
        for _ in range(MOST_SENDINGS):
            pictures = employee.pictures[used : used + missing]
            if not pictures:
                break
            used += len(pictures)
            sent = await _send(phone, session, pictures)
            result, refused = await _answers(phone, len(pictures))
            session.refused += refused
            if result is not None:
                session.our_s = result - sent
                return session
            missing = len(refused)
    except TimeoutError:
        pass
    return session


async def _begin(phone: Phone, session: Session) -> None:
    """/rekam NIP, and what the employee says to the notice."""
    while phone.inbox.unread:
        await phone.inbox.next()
    await phone.command("rekam", session.nip)
    session.actions += 1
    while session.nip[-4:] not in (shown := await phone.inbox.next(PATIENCE_S)).text:
        pass
    if (understood := _button(shown, "enrolment-notice-understood")) is not None:
        await phone.press(shown, understood)
        session.actions += 1
        await phone.inbox.next(PATIENCE_S)


async def _send(phone: Phone, session: Session, pictures: Sequence[bytes]) -> float:
    """However many they are, one action; the moment at which they had all been sent."""
    session.actions += 1
    if len(pictures) == 1:
        await phone.photo(pictures[0])
    else:
        await phone.album(pictures)
    return time.monotonic()


async def _answers(phone: Phone, sent: int) -> tuple[float | None, list[str]]:
    """When the result came, and what was said of pictures that were refused: then there is no result yet."""
    refused: list[str] = []
    while True:
        try:
            message = await phone.inbox.next(QUIET_S if refused and len(refused) < sent else PATIENCE_S)
        except TimeoutError:
            if not refused:
                raise
            return None, refused
        if _is_result(message):
            return time.monotonic(), refused
        if _REFUSED.match(message.text):
            refused.append(message.text)
        if len(refused) == sent:
            return None, refused


def _is_result(message: Message) -> bool:
    """The card of an enrolment offers to take it back; that of another operator's, to confirm it."""
    return _button(message, "enrolment-undo") is not None
