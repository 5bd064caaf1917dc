"""US-10: the coverage of each agency while the drive runs, asked in chat; and reminders that press nobody for a face.

The one reminder there is in this version is that of the drive. Reminders of check-ins, which are to be equal for those
with a face and without, do not exist yet; the last chapter fails as soon as one does, and then has to be told anew.
"""

import io
import os
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import select

from attendance.people.access.roles import Role
from attendance.people.tables import Agency, Employee, RoleGrant
from attendance.records.database import Priority
from attendance.records.say import SayKind
from attendance.records.tables import Outbox
from demo.telegram.chats import Message
from tests.stories.drive import Drive, name_of, nip_of
from tests.talk import Talk
from texts.catalogue import catalogue

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif("PRESENSI_EVAL_DATA" not in os.environ, reason="PRESENSI_EVAL_DATA is not set: no faces"),
]

# Even ones are of Kominfo Contoh, odd ones of Dinas Ketat.
ENROLLED, OF_KETAT, HEAD_OF_KETAT, INSPECTOR, WITHOUT_ROLE = 0, 1, 3, 5, 10
MISSING, REFUSED_HIMSELF, REFUSED_AT_THE_OPERATOR = 4, 6, 8


async def campaign(talk: Talk, *fragments: str) -> Message:
    await talk.says("/kampanye")
    return await talk.hears_only(*fragments)


async def grant(drive: Drive, number: int, role: Role, agency: str | None) -> None:
    async with drive.town.database.write(Priority.STEP) as session:
        employee_id = await session.scalar(select(Employee.id).where(Employee.name == name_of(number)))
        agency_id = await session.scalar(select(Agency.id).where(Agency.code == agency))
        today = drive.town.today
        session.add(RoleGrant(employee_id=employee_id, role=role, agency_id=agency_id, valid_from=today))


async def test_before_the_first_picture_everybody_is_missing(drive: Drive) -> None:
    card = await campaign(
        drive.admin,
        "Rekam wajah di 2 OPD",
        "0 dari 40 pegawai sudah direkam (0 %)",
        "Batas: Sabtu, 28 November 2026, 5 hari lagi",
        "Kominfo Contoh: 0/20 (0 %), belum 20",
        "Dinas Ketat: 0/20 (0 %), belum 20",
        "Belum ada rekam wajah oleh operator",
    )
    # All but the two operators have to be called in: nobody else has an account yet.
    assert "38 belum punya akun" in card.text


async def test_every_enrolment_shows_at_once_with_the_pace_of_its_operator(drive: Drive) -> None:
    for_kominfo, for_ketat = drive.operators
    await drive.enrols(for_kominfo, ENROLLED, drive.sitters[0].album)
    first = await campaign(drive.admin, "1 dari 40", "Kominfo Contoh: 1/20 (5 %), belum 19", "Dinas Ketat: 0/20")
    assert "Pegawai 38: 1 hari ini, 1 seluruhnya, 1 per jam" in first.text
    await drive.enrols(for_ketat, OF_KETAT, drive.sitters[1].album)
    second = await campaign(drive.admin, "2 dari 40", "Kominfo Contoh: 1/20 (5 %)", "Dinas Ketat: 1/20 (5 %), belum 19")
    assert "Pegawai 39: 1 hari ini, 1 seluruhnya, 1 per jam" in second.text
    assert "Laju sekarang 2 orang per jam" in second.text
    assert "Batas waktu belum ditetapkan" not in second.text


async def test_who_is_missing_is_named_with_the_end_of_the_number_only(drive: Drive) -> None:
    await campaign(drive.admin)
    await drive.admin.presses("Kominfo Contoh 5 %")
    await drive.admin.hears_only("Rekam wajah di Kominfo Contoh", "1 dari 20")
    await drive.admin.presses("Siapa yang belum (19)")
    missing = await drive.admin.hears_only("Belum direkam di Kominfo Contoh: 19 orang")
    listed = [line for line in missing.text.splitlines() if line.startswith("Pegawai")]
    assert len(listed) == 19
    assert f"{name_of(2)} (**************{nip_of(2)[-4:]}), belum punya akun" in listed
    assert not [line for line in listed if line.startswith((name_of(ENROLLED), name_of(OF_KETAT)))]


async def test_it_is_taken_along_as_a_picture_and_as_a_workbook(drive: Drive) -> None:
    card = await campaign(drive.admin)
    await drive.admin.presses_again(card, "Gambar")
    picture = await drive.admin.hears_only("Cakupan rekam wajah per OPD")
    assert Image.open(io.BytesIO(picture.content or b"")).size[0] == 1000
    await drive.admin.presses_again(card, "XLSX")
    pages = sheets(await drive.admin.hears_only("memuat nama dan NIP"))
    header, *rows = pages["Ringkasan per OPD"]
    enrolled = {row[0]: row[header.index("Sudah direkam")] for row in rows}
    assert enrolled == {"Kominfo Contoh": 1, "Dinas Ketat": 1, "Seluruhnya": 2}
    assert len(pages["Yang belum"]) - 1 == 38
    assert {row[0] for row in pages["Laju operator"][1:]} == {"Pegawai 38", "Pegawai 39"}


def sheets(document: Message) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(document.content or b""), read_only=True)
    return {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


async def test_each_role_sees_as_far_as_it_reaches(drive: Drive) -> None:
    seen = await campaign(drive.operators[0], "Rekam wajah di Kominfo Contoh", "1 dari 20")
    assert "Dinas Ketat" not in seen.text
    await grant(drive, HEAD_OF_KETAT, Role.HEAD, "CONTOH-KETAT")
    head = await drive.bound(HEAD_OF_KETAT)
    seen = await campaign(head, "Rekam wajah di Dinas Ketat", "1 dari 20")
    assert "Kominfo" not in seen.text
    await grant(drive, INSPECTOR, Role.INSPECTOR, None)
    await campaign(await drive.bound(INSPECTOR), "Rekam wajah di 2 OPD", "2 dari 40")


async def test_who_has_no_role_is_told_nothing_of_it(drive: Drive) -> None:
    """Neither by the word, nor in the help, nor by the buttons that others were shown; and no stranger either."""
    card = await campaign(drive.admin)
    for talk in (await drive.bound(WITHOUT_ROLE), drive.town.stranger()):
        await talk.says("/bantuan")
        help_ = await talk.hears()
        await talk.quiet()
        assert "/kampanye" not in help_.text
        await talk.has_heard_everything()
        await talk.says("/kampanye")
        answer = await talk.hears_only()
        await drive.town.receives(
            talk, "callback_query", id="1", chat_instance="1", message=card.body, data=press(card)
        )
        await talk.has_heard_everything()
        told = " ".join([answer.text, *talk.shown])
        for secret in ("Kominfo", "Dinas Ketat", "dari 40", name_of(2), nip_of(2)[-4:]):
            assert secret not in told


def press(card: Message) -> str:
    """What the button of the workbook sends."""
    return next(one.data for row in card.buttons for one in row if one.text == "XLSX")


async def test_who_is_missing_is_reminded_once_a_working_day_and_who_goes_without_a_face_never(drive: Drive) -> None:
    """One has refused on his own screen, the other on the operator's: neither is missing, neither is pressed."""
    operator = drive.operators[0]
    await operator.says(f"/rekam {nip_of(REFUSED_AT_THE_OPERATOR)}")
    await operator.hears(name_of(REFUSED_AT_THE_OPERATOR))
    await operator.presses("Pegawai menolak")
    await operator.hears_only("menolak rekam wajah")
    missing, enrolled = await drive.bound(MISSING), await drive.bound(ENROLLED)
    refusing = [await drive.bound(REFUSED_HIMSELF, "Tolak rekam wajah"), await drive.bound(REFUSED_AT_THE_OPERATOR)]
    card = await campaign(drive.admin, "2 dari 38", "Tanpa wajah (tidak perlu direkam): 2", "belum 17")
    assert "Kominfo Contoh: 1/18" in card.text
    for _ in range(2):
        drive.town.clock.set(drive.town.at("09:00:30"))
        await missing.hears_only("Wajah Anda belum direkam", "Sabtu, 28 November 2026", "PIN dan saksi")
        for talk in (enrolled, *refusing):
            await talk.hears_nothing_more()
        await drive.town.next_morning()
    for talk in refusing:
        assert not [text for text in talk.shown if "/rekam_saya" in text]


async def test_there_is_no_other_reminder_that_who_goes_without_a_face_could_miss(drive: Drive) -> None:
    """Equal reminders of check-ins are still to come; whoever writes the first tells here that both kinds get it."""
    assert [key for key in catalogue("id").needs if "remind" in key] == ["campaign-reminder"]
    async with drive.town.database.read() as session:
        sent = await session.execute(select(Outbox.key, Outbox.kind).where(Outbox.kind == SayKind.REMINDER))
        assert {row.key for row in sent} == {"campaign-reminder"}
