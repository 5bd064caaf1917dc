"""/data_saya: everything on record about a person, in words, for that person only (UU 27/2022 art. 7).

Never embeddings, keys or the digest of a PIN: they are of no use to anybody but a thief. Pictures are counted and
dated; whoever wants to see one asks the contact of the notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

import texts.render
from attendance.checkin.evidence import Reason
from attendance.checkin.tables import Attempt, Decision, OddPart, Punch, Testimony
from attendance.people.employment import scope_of
from attendance.people.person import Person
from attendance.people.tables import (
    Agency,
    ChatAccount,
    Employee,
    Employment,
    Enrolment,
    FaceTemplate,
    Nip,
    RoleGrant,
    Unit,
)
from attendance.places.tables import Site
from attendance.privacy.notice import notice_of
from attendance.privacy.pictures import shows
from attendance.privacy.tables import Erasure, FaceChoice, NoticeAcknowledgement
from attendance.records.audit import append_audit
from attendance.records.say import local
from attendance.records.tables import Audit, Media
from attendance.rules.book import RuleBook
from attendance.rules.kinds import RetentionRule
from attendance.time.schedule import work_date_of

#: Files of one person within a day: enough for whoever lost one, too few to keep the service busy.
MOST_A_DAY = 3

_SHOWN = "data.shown"

#: By which the file that goes with the answer is named.
OWN_DATA = "own-data"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShowOwnData:
    """The step of /data_saya."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """In numbers; the rest is in the file that goes with it."""

    employee_id: int
    name: str
    punches: int
    templates: int
    pictures: int
    decisions: int
    contact: str


@dataclass(frozen=True, slots=True)
class OwnDataRefused:
    """Too often within a day."""

    most: int


OwnDataOutcome = OwnData | OwnDataRefused


async def show_own_data(session: AsyncSession, person: Person, book: RuleBook, now: datetime) -> OwnDataOutcome:
    """Raises ValueError for an account whose person is still to be seen: the dialogue keeps it away."""
    if person.employee_id is None or not person.verified:
        raise ValueError(f"account {person.account_id} has still to show whose it is")
    recent = select(func.count(Audit.id)).where(
        Audit.action == _SHOWN, Audit.actor_id == person.employee_id, Audit.at > now - timedelta(days=1)
    )
    if (await session.scalar(recent) or 0) >= MOST_A_DAY:
        return OwnDataRefused(MOST_A_DAY)
    mine = person.employee_id
    append_audit(session, at=now, actor_id=mine, action=_SHOWN, subject="employee", subject_id=mine)
    attempts = select(Attempt.id).where(Attempt.employee_id == mine)
    return OwnData(
        mine,
        (await session.get_one(Employee, mine)).name,
        await session.scalar(select(func.count(Punch.id)).where(Punch.employee_id == mine)) or 0,
        await session.scalar(select(func.count(FaceTemplate.id)).where(FaceTemplate.employee_id == mine)) or 0,
        await session.scalar(select(func.count(Media.id)).where(shows(mine), Media.deleted_at.is_(None))) or 0,
        await session.scalar(select(func.count(Decision.id)).where(Decision.attempt_id.in_(attempts))) or 0,
        notice_of(person.scope, 0, book, work_date_of(now, person.timezone)).contact,
    )


async def own_data(session: AsyncSession, employee_id: int, book: RuleBook, zone: str, now: datetime) -> dict[str, Any]:
    """The whole file as JSON: names of its parts in Indonesian, times in the zone of the place of duty."""
    teller = _Teller(session, employee_id, zone)
    today = work_date_of(now, zone)
    kept = book.get(RetentionRule, await scope_of(session, employee_id, today), today)
    return {
        "dibuat": teller.time(now),
        "profil": await teller.profile(),
        "akun": await teller.accounts(),
        "peran": await teller.roles(),
        "pemberitahuan_dibaca": await teller.acknowledgements(),
        "pilihan_wajah": await teller.choices(),
        "rekam_wajah": await teller.enrolments(),
        "foto": await teller.pictures(),
        "presensi": await teller.punches(),
        "putusan": await teller.decisions(),
        "lokasi": await teller.positions(),
        "kiriman_janggal": await teller.odd_parts(),
        "kesaksian": await teller.testimonies(),
        "penghapusan": await teller.erasures(),
        "siapa_melakukan_apa": await teller.trail(),
        "masa_simpan_hari": kept.value.model_dump() | {"dasar": kept.why},
    }


class _Teller:
    """One query for each part."""

    def __init__(self, session: AsyncSession, employee_id: int, zone: str) -> None:
        self._session = session
        self._mine = employee_id
        self._zone = zone

    def time(self, moment: datetime | None) -> str | None:
        return None if moment is None else local(moment, self._zone).isoformat(timespec="seconds")

    async def profile(self) -> Record:
        employee = await self._session.get_one(Employee, self._mine)
        nips = select(Nip).where(Nip.employee_id == self._mine).order_by(Nip.valid_from)
        posts = (
            select(Employment, Agency.name, Unit.name)
            .join(Agency, Agency.id == Employment.agency_id)
            .outerjoin(Unit, Unit.id == Employment.unit_id)
            .where(Employment.employee_id == self._mine)
            .order_by(Employment.valid_from)
        )
        return {
            "nama": employee.name,
            "nip": [
                {"nip": row.nip, **_span(row.valid_from, row.valid_to)} for row in await self._session.scalars(nips)
            ],
            "penempatan": [
                {"opd": agency, "unit": unit, "jabatan": row.position, "jenis": row.kind}
                | _span(row.valid_from, row.valid_to)
                for row, agency, unit in await self._session.execute(posts)
            ],
        }

    async def accounts(self) -> Sequence[Record]:
        """The platform's own number of the account is not repeated whole."""
        query = select(ChatAccount).where(ChatAccount.employee_id == self._mine)
        return [
            {
                "kanal": row.channel,
                "nomor": f"***{row.external_id[-3:]}",
                "terhubung": self.time(row.bound_at),
                "terbukti": self.time(row.verified_at),
            }
            for row in await self._session.scalars(query)
        ]

    async def roles(self) -> Sequence[Record]:
        query = select(RoleGrant).where(RoleGrant.employee_id == self._mine).order_by(RoleGrant.valid_from)
        return [
            {"peran": row.role, **_span(row.valid_from, row.valid_to)} for row in await self._session.scalars(query)
        ]

    async def acknowledgements(self) -> Sequence[Record]:
        query = (
            select(NoticeAcknowledgement, Employee.name)
            .outerjoin(Employee, Employee.id == NoticeAcknowledgement.witness_id)
            .where(NoticeAcknowledgement.employee_id == self._mine)
            .order_by(NoticeAcknowledgement.id)
        )
        return [
            {"versi": row.version, "waktu": self.time(row.acknowledged_at), "saksi": witness}
            for row, witness in await self._session.execute(query)
        ]

    async def choices(self) -> Sequence[Record]:
        query = (
            select(FaceChoice, Employee.name)
            .outerjoin(Employee, Employee.id == FaceChoice.witness_id)
            .where(FaceChoice.employee_id == self._mine)
            .order_by(FaceChoice.id)
        )
        return [
            {"pilihan": row.choice, "waktu": self.time(row.chosen_at), "saksi": witness}
            for row, witness in await self._session.execute(query)
        ]

    async def enrolments(self) -> Sequence[Record]:
        by, undone_by = aliased(Employee), aliased(Employee)
        templates = select(func.count(FaceTemplate.id)).where(FaceTemplate.enrolment_id == Enrolment.id)
        query = (
            select(Enrolment, by.name, undone_by.name, templates.scalar_subquery())
            .join(by, by.id == Enrolment.enrolled_by)
            .outerjoin(undone_by, undone_by.id == Enrolment.undone_by)
            .where(Enrolment.employee_id == self._mine)
            .order_by(Enrolment.id)
        )
        return [
            {
                "waktu": self.time(row.enrolled_at),
                "oleh": name,
                "ciri_wajah": count,
                "dibatalkan": self.time(row.undone_at),
                "dibatalkan_oleh": ended,
            }
            for row, name, ended, count in await self._session.execute(query)
        ]

    async def pictures(self) -> Sequence[Record]:
        query = select(Media).where(shows(self._mine)).order_by(Media.id)
        return [
            {
                "waktu": self.time(row.created_at),
                "diperkecil": self.time(row.shrunk_at),
                "dihapus": self.time(row.deleted_at),
            }
            for row in await self._session.scalars(query)
        ]

    async def punches(self) -> Sequence[Record]:
        query = (
            select(Punch, Site.name)
            .outerjoin(Site, Site.id == Punch.site_id)
            .where(Punch.employee_id == self._mine)
            .order_by(Punch.at)
        )
        return [
            {"waktu": self.time(row.at), "arah": row.direction, "tempat": site, "sumber": row.source}
            for row, site in await self._session.execute(query)
        ]

    async def decisions(self) -> Sequence[Record]:
        query = (
            select(Decision, Employee.name)
            .join(Attempt, Attempt.id == Decision.attempt_id)
            .outerjoin(Employee, Employee.id == Decision.author_id)
            .where(Attempt.employee_id == self._mine)
            .order_by(Decision.id)
        )
        return [
            {
                "waktu": self.time(row.decided_at),
                "putusan": row.outcome,
                "alasan": [_in_words(reason) for reason in row.reasons],
                "oleh": name or "mesin",
            }
            for row, name in await self._session.execute(query)
        ]

    async def positions(self) -> Sequence[Record]:
        query = select(Attempt.fixes).where(Attempt.employee_id == self._mine).order_by(Attempt.id)
        return [fix for fixes in await self._session.scalars(query) for fix in fixes]

    async def odd_parts(self) -> Sequence[Record]:
        """What was refused for the way it came."""
        query = select(OddPart).where(OddPart.employee_id == self._mine).order_by(OddPart.id)
        return [
            {"waktu": self.time(row.sent_at), "kiriman": row.part, "cara": row.kinds}
            for row in await self._session.scalars(query)
        ]

    async def testimonies(self) -> Sequence[Record]:
        about, witness = aliased(Employee), aliased(Employee)
        query = (
            select(Testimony, about.name, witness.name)
            .join(about, about.id == Testimony.about_id)
            .join(witness, witness.id == Testimony.witness_id)
            .where(or_(Testimony.about_id == self._mine, Testimony.witness_id == self._mine))
            .order_by(Testimony.id)
        )
        return [
            {"waktu": self.time(row.said_at), "tentang": of, "saksi": by, "melihat": row.yes}
            for row, of, by in await self._session.execute(query)
        ]

    async def erasures(self) -> Sequence[Record]:
        query = select(Erasure).where(Erasure.employee_id == self._mine).order_by(Erasure.id)
        return [
            {"diminta": self.time(row.requested_at), "surat_keterangan": row.certificate, "kode": row.digest}
            for row in await self._session.scalars(query)
        ]

    async def trail(self) -> Sequence[Record]:
        """What others, or the service, did to the person's own rows, and what the person did."""
        of_mine = [
            (Audit.subject == subject) & Audit.subject_id.in_(ids)
            for subject, ids in {
                "enrolment": select(Enrolment.id).where(Enrolment.employee_id == self._mine),
                "chat_account": select(ChatAccount.id).where(ChatAccount.employee_id == self._mine),
                "role_grant": select(RoleGrant.id).where(RoleGrant.employee_id == self._mine),
                "media": select(Media.id).where(shows(self._mine)),
                "testimony": select(Testimony.id).where(Testimony.about_id == self._mine),
            }.items()
        ]
        about_me = (Audit.subject == "employee") & (Audit.subject_id == self._mine)
        query = (
            select(Audit, Employee.name)
            .outerjoin(Employee, Employee.id == Audit.actor_id)
            .where(or_(Audit.actor_id == self._mine, about_me, *of_mine))
            .order_by(Audit.id)
        )
        return [
            {"waktu": self.time(row.at), "oleh": self._who(row.actor_id, name), "tindakan": row.action}
            for row, name in await self._session.execute(query)
        ]

    def _who(self, actor_id: int | None, name: str | None) -> str:
        return "Anda" if actor_id == self._mine else name or "layanan"


def _in_words(reason: str) -> str:
    """What a later version of the service wrote is told as it stands there."""
    return texts.render.render("id", f"reason-{reason}") if reason in set(Reason) else reason


def _span(first: date, last: date | None) -> dict[str, str | None]:
    return {"sejak": first.isoformat(), "sampai": last.isoformat() if last else None}
