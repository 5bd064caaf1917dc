"""An enrolment drive in a small regency: a workbook of rows, operators, and people with real photographs.

One in 250 of the regency of the story: 40 people for 10,000, two operators for fourteen, four damaged rows for 200;
what has to hold for hundreds in a row is measured by `presensi bench enrolment`.
"""

import hashlib
import io
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from attendance.people.access.roles import Role
from attendance.people.roster.bringing_in import ImportOptions, import_roster
from attendance.people.tables import Agency, Employee, RoleGrant
from attendance.places.site_import import import_sites
from attendance.records.database import Database, Priority
from attendance.records.sheets import read_sheet
from attendance.rules.kinds import CampaignRule, EnrolmentRule
from attendance.rules.resolve import Scope
from attendance.rules.write import NewRule, RuleAdded, add_rule
from attendance.vault.keyring import Keyring
from demo.regency import SAMPLE
from demo.telegram.chats import Message
from geofence.positions import Point
from presensi.bench.people import as_sent
from recognition.examination import Examiner
from recognition.quality import QualityLimits
from tests.attendance.people.rosters import no_rest
from tests.fixtures.town import MONDAY, Settle, Town, open_town
from tests.talk import Talk

HEADER = ("NIP", "Nama", "Jenis", "Kode OPD", "OPD", "Bidang", "Jabatan", "Zona Waktu", "No HP")
KOMINFO_ROW = ("pns", "CONTOH-KOMINFO", "Kominfo Contoh", "Sekretariat", "Pelaksana", "Asia/Makassar")
KETAT_ROW = ("pns", "CONTOH-KETAT", "Dinas Ketat", "Sekretariat", "Pelaksana", "Asia/Makassar")
KOMINFO = Point(-4.3392, 122.2987)

#: Six days, Monday to Saturday.
STARTS, ENDS = date(2026, 11, 23), date(2026, 11, 28)

EMPLOYEES = 40
DAMAGED = ("Ahmad Rusak", "Baharuddin Rusak", "Citra Rusak", "Darwis Rusak")
OPERATORS = ("Pegawai 38", "Pegawai 39")
SET, PICTURES = 3, 5


@dataclass(frozen=True)
class Sitter:
    """Photographs of one real person that the quality rules let pass, as a phone sends them."""

    pictures: Sequence[bytes]

    @property
    def album(self) -> Sequence[bytes]:
        return self.pictures[:SET]

    @property
    def probe(self) -> bytes:
        return self.pictures[SET]


@dataclass
class Drive:
    """The town on the first morning of the drive, after the import."""

    town: Town
    operators: Sequence[Talk]
    admin: Talk
    sitters: Sequence[Sitter]

    async def enrols(self, operator: Talk, number: int, album: Sequence[bytes]) -> Message:
        """The last answer. Two or three actions of the operator: the command, the notice, an album."""
        await operator.says(f"/rekam {nip_of(number)}")
        begun = await operator.hears(name_of(number))
        if begun.buttons:
            await operator.presses("Sudah mengerti")
            await operator.hears(f"Rekam wajah {name_of(number)}")
        await operator.sends_album(album)
        return await _result(operator)

    async def bound(self, number: int, answer: str = "Saya mengerti") -> Talk:
        """An employee at the phone who has brought a code and answered the notice; everything has been heard."""
        talk = self.town.stranger(f"P{number}")
        await talk.says(f"/start {await self.town.invited(name_of(number))}")
        await talk.hears("terhubung")
        await talk.hears("Pemberitahuan")
        await talk.presses(answer)
        await talk.has_heard_everything()
        return talk


async def _result(operator: Talk) -> Message:
    """What comes after the pictures have been judged one by one."""
    while True:
        answer = await operator.hears()
        if not answer.text.startswith("Foto "):
            return answer


def name_of(number: int) -> str:
    return f"Pegawai {number:02d}"


def nip_of(number: int) -> str:
    """Of a PNS born in 1985."""
    return f"1985010120100110{number + 1:02d}"


def number_of(number: int) -> str:
    """The telephone number in the roster; nobody has such a number."""
    return f"+6281100000{number:03d}"


def workbook() -> bytes:
    """As an agency sends it: four of its NIPs were typed as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number in range(EMPLOYEES):
        row = KOMINFO_ROW if number % 2 == 0 else KETAT_ROW
        sheet.append((nip_of(number), name_of(number), *row, number_of(number)))
    for number, name in enumerate(DAMAGED):
        sheet.append((1.99009e17 + number * 1e12, name, *KOMINFO_ROW, ""))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def sitters(folder: Path, examiner: Examiner, wanted: int) -> Sequence[Sitter]:
    """Those of the evaluation faces with the most pictures first."""
    found = []
    for pictures in _by_most(folder):
        good = [picture for picture in map(_sent, pictures) if await _is_good(picture, examiner)][:PICTURES]
        if len(good) == PICTURES:
            found.append(Sitter(good))
        if len(found) == wanted:
            return found
    raise AssertionError(f"{folder} has good pictures of {len(found)} people only")


def _by_most(folder: Path) -> Iterator[list[Path]]:
    people = [sorted(one.glob("*.jpg")) for one in sorted(folder.iterdir()) if one.is_dir()]
    yield from sorted(people, key=lambda pictures: -len(pictures))


def _sent(picture: Path) -> bytes:
    return as_sent(picture.read_bytes())


async def _is_good(picture: bytes, examiner: Examiner) -> bool:
    """By a margin: what the platform makes of a picture on the way must not tip it."""
    examination = await examiner.examine(picture, ["sface"], QualityLimits(sunglasses=1.0, mask=0.0, yaw=0.35))
    return examination.refusal is None and not examination.problems


@asynccontextmanager
async def opened(settle: Settle, url: str, faces: Sequence[Sitter]) -> AsyncIterator[Drive]:
    """The regency with its roster, its offices, two operators and an admin who have read the notice."""
    database = await Database.open(url)
    try:
        await _import(database, workbook(), settle().keyring())
        async with database.write(Priority.BULK) as session:
            await import_sites(session, read_sheet((SAMPLE / "sites.csv").read_bytes()), MONDAY)
        await _set_rules(database)
        await _grant_operators(database)
    finally:
        await database.close()
    async with open_town(settle, url, MONDAY) as town:
        admin = await town.admin()
        operators = [await town.employee(name) for name in OPERATORS]
        yield Drive(town, operators, admin, faces)


async def _import(database: Database, content: bytes, keyring: Keyring) -> None:
    digest, options = hashlib.sha256(content).hexdigest(), ImportOptions(admit_new=True)
    report = await import_roster(database, read_sheet(content), digest, keyring, MONDAY, no_rest, options)
    assert (report.added, len(report.damaged), report.quarantined) == (EMPLOYEES, len(DAMAGED), len(DAMAGED))


async def _set_rules(database: Database) -> None:
    """Six days leave no time to see everybody twice: a first enrolment counts at once, another face waits."""
    async with database.write(Priority.BULK) as session:
        for value in (EnrolmentRule(second_person="record_only"), CampaignRule(starts=STARTS, ends=ENDS)):
            rule = NewRule(value, Scope.REGENCY, None, MONDAY.date(), None, legal_reference="Contoh")
            assert isinstance(await add_rule(session, rule, None, None, MONDAY), RuleAdded)


async def _grant_operators(database: Database) -> None:
    async with database.write(Priority.BULK) as session:
        agencies = {one.code: one.id for one in await session.scalars(select(Agency))}
        for name, code in zip(OPERATORS, ("CONTOH-KOMINFO", "CONTOH-KETAT"), strict=True):
            employee = (await session.scalars(select(Employee).where(Employee.name == name))).one()
            grant = RoleGrant(
                employee_id=employee.id, role=Role.OPERATOR, agency_id=agencies[code], valid_from=MONDAY.date()
            )
            session.add(grant)
