"""A regency of one office for a load: its employees are bound and enrolled, and may check in at any hour of the day."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.employment import EmployeeKind
from attendance.people.faces.templates import sealed_templates
from attendance.people.person import Person
from attendance.people.tables import Agency, ChatAccount, Employee, Employment, Enrolment
from attendance.places.tables import Site
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Database, Priority
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Inbound, Media
from attendance.rules.kinds import NoticeRule
from attendance.rules.tables import Rule
from attendance.vault.keyring import Keyring, new_key
from bot.dialogues.commands import offered
from bot.menus import mark_of
from geofence.positions import Point
from migrations.schema import upgrade
from presensi.bench.people import Sitter
from recognition.examination import Examiner

OFFICE = Point(-4.3392, 122.2987)
ACCOUNTS_FROM = 500_000
OUR_ACCOUNT = "main"

LONG_AGO = date(2020, 1, 1)
# Every hour of every day is in time for a check-in, so that a run at night measures the same as one in the morning.
_ANY_HOUR = {"start": "23:00", "end": "23:59:59", "opens": "00:00", "closes_in": "23:59:59", "closes_out": "23:59:59"}


# Whoever checks in every day is listed the commands already, and is known to this account by the face.
_REGULAR = Person(
    0, "telegram", "id", "Asia/Makassar", 1, enrolled=True, verified=True, trusted=True, acknowledged=True
)
_SETTLED_MENU = mark_of(offered(_REGULAR), _REGULAR.language)


@dataclass(frozen=True)
class Files:
    """Everything a run writes, below one folder."""

    folder: Path
    key: str = field(default_factory=lambda: new_key("bench"), repr=False)

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'bench.sqlite3'}"

    @property
    def model_cache(self) -> Path:
        return self.folder / "model-cache"

    @asynccontextmanager
    async def examiner(self) -> AsyncIterator[Examiner]:
        """The engines as the service uses them; this also fills the cache of compiled models that it starts with."""
        async with Examiner(models=None, cache=self.model_cache) as examiner:
            yield examiner


async def found_bench(files: Files, crowd: Sequence[Sitter]) -> None:
    """Write the office and everybody in the crowd."""
    now = datetime.now(UTC)
    keyring = Keyring.parse(files.key)
    database = await Database.open(files.database_url)
    try:
        await upgrade(database)
        async with database.write(Priority.BULK) as session:
            agency = await open_office(session, now)
            for number, sitter in enumerate(crowd):
                await _employee(session, agency, number, sitter, keyring, now)
    finally:
        await database.close()


async def open_office(session: AsyncSession, now: datetime) -> Agency:
    agency = Agency(code="BENCH", name="Kantor Uji", timezone="Asia/Makassar")
    session.add(agency)
    await session.flush()
    session.add(
        Site(
            agency_id=agency.id,
            name="Kantor Uji",
            latitude=OFFICE.latitude,
            longitude=OFFICE.longitude,
            radius_m=100.0,
            timezone=agency.timezone,
            valid_from=LONG_AGO,
        )
    )
    hours: dict[str, Any] = {"days": {str(day): _ANY_HOUR for day in range(7)}}
    session.add(
        Rule(
            kind="work_hours",
            scope="regency",
            valid_from=LONG_AGO,
            value=hours,
            legal_reference="bench",
            created_at=now,
        )
    )
    return agency


async def _employee(
    session: AsyncSession, agency: Agency, number: int, sitter: Sitter, keyring: Keyring, now: datetime
) -> None:
    employee = Employee(name=f"Pegawai {number + 1}", created_at=now)
    session.add(employee)
    await session.flush()
    account = ChatAccount(
        channel="telegram",
        our_account=OUR_ACCOUNT,
        external_id=str(ACCOUNTS_FROM + number),
        employee_id=employee.id,
        language="id",
        created_at=now,
        bound_at=now,
        verified_at=now,
        menu=_SETTLED_MENU,
        failed_codes=0,
    )
    enrolment = Enrolment(employee_id=employee.id, enrolled_by=employee.id, enrolled_at=now, version=1)
    session.add_all(
        [
            account,
            enrolment,
            Employment(
                employee_id=employee.id,
                agency_id=agency.id,
                kind=EmployeeKind.PNS,
                position="Pegawai",
                valid_from=LONG_AGO,
            ),
        ]
    )
    await session.flush()
    session.add(
        NoticeAcknowledgement(
            employee_id=employee.id, account_id=account.id, version=NoticeRule().version, acknowledged_at=now
        )
    )
    for index, embeddings in enumerate(sitter.templates):
        picture = await _picture(session, employee, f"{number}-{index}", now)
        session.add_all(sealed_templates(enrolment, picture.id, embeddings, keyring))


async def _picture(session: AsyncSession, employee: Employee, name: str, now: datetime) -> Media:
    """The rows that a template refers to."""
    came = Inbound(
        channel="bench",
        our_account=OUR_ACCOUNT,
        external_id=name,
        part=False,
        received_at=now,
        status=InboundStatus.DONE,
        done_at=now,
        failures=0,
    )
    session.add(came)
    await session.flush()
    picture = Media(
        employee_id=employee.id, inbound_id=came.id, file=f"bench-{name}", sha256=name, size=0, created_at=now
    )
    session.add(picture)
    await session.flush()
    return picture
