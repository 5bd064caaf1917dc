"""Enrolling oneself and the second person, by chat."""

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from attendance.people.faces.enrolment_rows import EndReason
from attendance.people.tables import Employee, Enrolment
from attendance.records.database import Priority
from attendance.rules.kinds import EnrolmentRule
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, EILEEN, KOMINFO, NIPS, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURES = [portrait("hopper", number) for number in (1, 2, 3)]
SONDANG = "Sondang Contoh"


@pytest_asyncio.fixture(loop_scope="module")
async def sondang(morning: Town) -> Talk:
    """Another admin than the one who photographs."""
    if SONDANG not in morning._talks:
        await morning.admin(SONDANG)
    return morning.talk(SONDANG)


async def nothing_is_enrolled_of_andi(town: Town) -> None:
    async with town.database.write(Priority.STEP) as session:
        andi = await session.scalar(select(Employee.id).where(Employee.name == ANDI)) or 0
        ended = {"undone_at": town.clock.now(), "undone_by": andi, "undone_reason": EndReason.ON_REQUEST}
        living = update(Enrolment).where(Enrolment.employee_id == andi, Enrolment.undone_at.is_(None))
        await session.execute(living.values(ended))


async def sent_by_himself(town: Town) -> Talk:
    await nothing_is_enrolled_of_andi(town)
    andi = town.talk(ANDI)
    await andi.says("/rekam_saya ulang")
    await andi.hears_only("Rekam wajah Anda sendiri", "kirim 3 foto", "petugas instansi Anda")
    async with andi.costing(1):
        await andi.sends_album(PICTURES)
        await andi.hears("Foto Anda lengkap (3)", "setelah petugas instansi Anda melihat dan menyetujui")
    return andi


async def test_somebody_enrols_himself_and_a_human_approves_after_looking(morning: Town, sondang: Talk) -> None:
    andi = await sent_by_himself(morning)
    card = await sondang.hears("mengirim fotonya sendiri", "Andi Saputra, Kominfo Contoh", "3 foto")
    assert NIPS[ANDI] not in card.text
    assert card.kind == "photo"
    assert card.body["has_protected_content"]
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.hears_only("Wajah Anda belum direkam")
    await sondang.presses("Benar orangnya")
    await sondang.hears("rekam wajah Andi Saputra dikonfirmasi", "berlaku")
    await sondang.has_heard_everything()
    await andi.hears_only("Rekam wajah Anda sudah disetujui")
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.is_at(KOMINFO)
    await andi.hears_only("Masuk tercatat")
    await andi.says("/rekam_saya")
    await andi.hears_only("Wajah Anda sudah direkam", "temui operator")


async def test_what_is_refused_is_told_with_the_reason_and_can_be_sent_again(morning: Town, sondang: Talk) -> None:
    andi = await sent_by_himself(morning)
    card = await sondang.hears("mengirim fotonya sendiri")
    await sondang.presses("Bukan foto langsung")
    await sondang.hears("ditolak, bukan foto langsung dari orangnya")
    await sondang.has_heard_everything()
    await andi.hears_only("belum disetujui", "bukan foto langsung", "/rekam_saya")
    await sondang.presses_again(card, "Benar orangnya")
    await sondang.hears_only("sudah ditolak, bukan foto langsung", "oleh Sondang Contoh", "Tidak ada yang berubah")
    await sent_by_himself(morning)
    await sondang.hears("mengirim fotonya sendiri")


async def test_where_it_is_enforced_nothing_counts_before_somebody_else_has_confirmed_it(
    morning: Town, sondang: Talk
) -> None:
    await morning.rule_for(ANDI, EnrolmentRule(second_person="enforce"))
    admin, eileen = morning.talk(ADMIN), morning.talk(EILEEN)
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("Rekam wajah Andi Saputra")
    await admin.sends_album(PICTURES)
    await admin.hears("Rekaman ini berlaku setelah orang kedua mengonfirmasinya")
    await sondang.hears("belum berlaku sampai orang kedua mengonfirmasinya", "3 foto oleh Admin Contoh")
    await admin.says("/konfirmasi")
    await admin.hears_only("Tidak ada rekam wajah yang menunggu konfirmasi Anda")
    await eileen.says("/konfirmasi")
    assert "Andi" not in (await eileen.hears_only()).text
    await sondang.presses("Benar orangnya")
    await sondang.hears("dikonfirmasi", "berlaku")
    await sondang.has_heard_everything()
    await admin.hears_only("Rekam wajah Andi Saputra sudah dikonfirmasi orang kedua")


async def test_what_counts_at_once_waits_in_a_list_and_the_next_card_comes_by_itself(
    morning: Town, sondang: Talk
) -> None:
    admin = morning.talk(ADMIN)
    for nip in (NIPS[ANDI], NIPS[EILEEN]):
        await admin.says(f"/rekam {nip} ulang")
        await admin.hears("Rekam wajah")
        await admin.sends_album(PICTURES if nip == NIPS[ANDI] else [portrait("astronaut", one) for one in (1, 2, 3)])
        await admin.hears("dapat langsung dipakai")
    await sondang.hears_nothing_more()
    await sondang.says("/konfirmasi")
    await sondang.hears_only("sudah berlaku dan menunggu konfirmasi", "Masih ada")
    await sondang.presses("Benar orangnya")
    await sondang.hears("dikonfirmasi")
    await sondang.hears_only("sudah berlaku dan menunggu konfirmasi")


async def test_three_sets_a_day_are_enough(morning: Town, sondang: Talk) -> None:
    for _ in range(3):
        andi = await sent_by_himself(morning)
    await andi.says("/rekam_saya")
    await andi.hears_only("sudah beberapa kali mengirim foto", "coba lagi besok")
    await sondang.has_heard_everything()


async def test_where_the_rule_does_not_offer_it_one_is_sent_to_the_operator(morning: Town) -> None:
    await nothing_is_enrolled_of_andi(morning)
    await morning.rule_for(ANDI, EnrolmentRule(self_enrolment=False))
    andi = morning.talk(ANDI)
    await andi.says("/rekam_saya")
    await andi.hears_only("hanya dilakukan oleh operator")
