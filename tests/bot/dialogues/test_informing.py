"""The privacy notice on the operator's screen, before anybody without an account is photographed."""

import pytest
from sqlalchemy import select

from attendance.people.tables import Employee, FaceTemplate, Nip
from attendance.privacy.tables import FaceChoice, NoticeAcknowledgement
from attendance.rules.kinds import NoticeRule
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, EILEEN, NIPS, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Sitti Hasnah"
PICTURES = [portrait("hopper", number) for number in (1, 2, 3)]


async def nip_of(town: Town, name: str) -> str:
    async with town.database.read() as session:
        query = select(Nip.nip).join(Employee, Employee.id == Nip.employee_id).where(Employee.name == name)
        return (await session.scalars(query)).one()


async def shown_the_notice(town: Town, name: str = NAME) -> Talk:
    admin = town.talk(ADMIN)
    await admin.says(f"/rekam {await nip_of(town, name)}")
    await admin.hears_only("tunjukkan pemberitahuan ini kepada " + name, "UU 27/2022", "Hubungi", "saksinya")
    return admin


async def test_the_operator_shows_the_notice_and_only_then_are_pictures_fetched(morning: Town) -> None:
    admin = await shown_the_notice(morning)
    before = len(downloads(admin))
    await admin.sends_selfie(PICTURES[0])
    await admin.hears_only("Wajah Anda belum direkam")
    assert len(downloads(admin)) == before
    async with admin.costing(4):
        await admin.presses("Sudah mengerti")
        await admin.hears(f"Rekam wajah {NAME}")
        for picture, words in zip(PICTURES, ("Foto 1 dari 3 baik", "Foto 2 dari 3 baik", "selesai"), strict=True):
            await admin.sends_selfie(picture)
            await admin.hears(words)
    sitti = morning.stranger("Sitti")
    await sitti.says(f"/start {await morning.invited(NAME)}")
    await sitti.hears("Selamat datang")
    await sitti.hears("Pemberitahuan pelindungan data pribadi")
    await sitti.presses("Saya mengerti")
    await sitti.hears("Terima kasih")
    await sitti.hears_only("Semuanya siap")
    async with morning.database.read() as session:
        query = select(NoticeAcknowledgement).join(Employee, Employee.id == NoticeAcknowledgement.employee_id)
        rows = (await session.scalars(query.where(Employee.name == NAME).order_by(NoticeAcknowledgement.id))).all()
    assert [(row.account_id is None, row.witness_id is None) for row in rows] == [(True, False), (False, True)]


async def test_an_old_card_of_somebody_enrolled_asks_for_the_withdrawal_and_loses_nothing_by_one_press(
    morning: Town,
) -> None:
    admin = await shown_the_notice(morning, "La Ode Rahman")
    card = admin.message_with_button("Pegawai menolak")
    await admin.presses("Sudah mengerti")
    await admin.hears_only("Rekam wajah La Ode Rahman")
    await admin.sends_album(PICTURES)
    await admin.hears_only("selesai dengan 3 foto")
    await admin.presses_again(card, "Pegawai menolak")
    await admin.hears_only("La Ode Rahman", "Akibatnya", "72 jam")
    await admin.presses("Tidak jadi")
    await admin.hears_only("tidak ada yang berubah")
    async with morning.database.read() as session:
        query = select(FaceTemplate).join(Employee, Employee.id == FaceTemplate.employee_id)
        assert len((await session.scalars(query.where(Employee.name == "La Ode Rahman"))).all()) == 6
    await admin.presses_again(card, "Pegawai menolak")
    await admin.hears_only("Akibatnya")
    await admin.presses("Lanjutkan")
    await admin.hears_only("Yakin?")
    await admin.presses("Ya, tarik")
    await admin.hears_only("sudah ditarik")
    await admin.later(minutes=2)
    await admin.hears_only("Surat keterangan penghapusan")


async def test_a_refusal_before_the_operator_is_recorded_and_no_picture_is_taken(morning: Town) -> None:
    admin = await shown_the_notice(morning, "Wa Ode Marlina")
    await admin.presses("Pegawai menolak")
    await admin.hears_only("menolak rekam wajah", "tidak merugikannya", "PIN dan saksi")
    before = len(downloads(admin))
    await admin.sends_selfie(PICTURES[0])
    await admin.hears_only("Wajah Anda belum direkam")
    assert len(downloads(admin)) == before


async def test_a_double_press_begins_once_more_and_records_once(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await morning.rule_for(ANDI, NoticeRule(version="7"))
    await admin.says(f"/rekam {NIPS[ANDI]}")
    card = await admin.hears_only("versi 7")
    await admin.presses_again(card, "Sudah mengerti")
    await admin.presses_again(card, "Sudah mengerti")
    await admin.hears("Rekam wajah Andi Saputra")
    await admin.hears_only("Rekam wajah Andi Saputra")
    await admin.says("/batal")
    await admin.hears_only("dibatalkan")


async def test_somebody_else_cannot_press_the_witness_button(morning: Town) -> None:
    admin, eileen = await shown_the_notice(morning, "Wa Ode Marlina"), morning.talk(EILEEN)
    card = admin.message_with_button("Sudah mengerti")
    data = next(button.data for row in card.buttons for button in row if button.text == "Sudah mengerti")
    theirs = await eileen.says("/bahasa")
    await eileen.hears_only("Pilih bahasa")
    await eileen.phone.press(theirs, str(data), stale=True)
    await eileen.hears_only("Tombol itu sudah tidak berlaku")


async def test_who_refuses_on_the_own_screen_is_not_asked_for_a_face_again(morning: Town) -> None:
    name = "Muhamad Iqbal"
    iqbal = morning.stranger("Iqbal")
    await iqbal.says(f"/start {await morning.invited(name)}")
    await iqbal.hears("Selamat datang")
    await iqbal.hears("Pemberitahuan")
    first = iqbal.message_with_button("Tolak rekam wajah")
    await iqbal.presses("Tolak rekam wajah")
    await iqbal.hears("tidak direkam dan tidak dibandingkan", "tidak merugikan Anda")
    await iqbal.hears_only("/pin", "saksi")
    await iqbal.presses_again(first, "Tolak rekam wajah")
    await iqbal.hears("tidak direkam dan tidak dibandingkan")
    await iqbal.hears_only("/pin")
    await iqbal.presses_again(first, "Saya mengerti")
    await iqbal.hears_only("/pin")
    async with morning.database.read() as session:
        query = select(FaceChoice.choice).join(Employee, Employee.id == FaceChoice.employee_id)
        assert list(await session.scalars(query.where(Employee.name == name))) == ["refused"]


async def test_who_is_enrolled_and_refuses_a_new_notice_is_asked_once_more(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await morning.rule_for(EILEEN, NoticeRule(version="9"))
    await eileen.says("Masuk")
    await eileen.hears_only("versi 9")
    await eileen.presses("Tolak rekam wajah")
    await eileen.hears_only("Akibatnya", "72 jam")
    await eileen.presses("Tidak jadi")
    await eileen.hears_only("tidak ada yang berubah")
    await eileen.says("Masuk")
    await eileen.hears_only("kirim satu swafoto")


async def test_an_old_button_does_not_swap_who_is_being_enrolled(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await morning.rule_for(ANDI, NoticeRule(version="9"))
    await admin.says(f"/rekam {NIPS[ANDI]}")
    card = await admin.hears_only("versi 9")
    await admin.presses("Sudah mengerti")
    await admin.hears_only("Rekam wajah Andi Saputra")
    await admin.says(f"/rekam {NIPS[EILEEN]}")
    await admin.hears("kami tutup")
    await admin.hears_only("Rekam wajah Eileen")
    await admin.presses_again(card, "Sudah mengerti")
    await admin.hears_only("Tombol itu sudah tidak berlaku")
    for picture, words in zip(PICTURES, ("Foto 1 dari 3 baik", "Foto 2 dari 3 baik", "Eileen"), strict=True):
        await admin.sends_selfie(picture)
        await admin.hears(words)
