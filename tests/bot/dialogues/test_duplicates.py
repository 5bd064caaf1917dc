"""One face under two names, by chat: Andi is photographed with the face of Grace."""

import pytest
import pytest_asyncio

from attendance.rules.kinds import DuplicateRule
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURES = [portrait("hopper", number) for number in (1, 2, 3)]
WATI = "Wati Kasim"


@pytest_asyncio.fixture(loop_scope="module")
async def wati(morning: Town) -> Talk:
    """Another admin than the one who photographs; a face under two names is stopped today."""
    await morning.rule_for(ANDI, DuplicateRule())
    if WATI not in morning._talks:
        await morning.admin(WATI)
    return morning.talk(WATI)


async def enrolled_with_the_face_of_grace(town: Town) -> Talk:
    """The admin, after the answer to the last picture."""
    admin = town.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]}")
    await admin.hears("Rekam wajah Andi Saputra")
    await admin.sends_album(PICTURES)
    answer = await admin.hears("sudah dikenal atas nama pegawai lain", "belum berlaku", "Orang kedua")
    assert GRACE not in answer.text
    return admin


async def test_the_same_face_under_a_second_name_is_put_before_another_admin_and_refused(
    morning: Town, wati: Talk
) -> None:
    admin = await enrolled_with_the_face_of_grace(morning)
    card = await wati.hears_only("Baru: Andi Saputra, Kominfo Contoh", "Sudah ada: Grace Hasan", "3 foto oleh Admin")
    assert NIPS[ANDI] not in card.text
    assert NIPS[ANDI][-4:] in card.text
    async with wati.costing(1):
        await wati.presses("Sama: nama palsu")
        await wati.hears("orang yang sama, memakai nama orang lain", "Andi Saputra ditolak")
    await admin.hears_only("Rekam wajah Andi Saputra ditolak", "/rekam NIP")
    andi = morning.talk(ANDI)
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.hears_only("Wajah Anda belum direkam")


async def test_a_second_press_hears_how_the_case_stands(morning: Town, wati: Talk) -> None:
    admin = await enrolled_with_the_face_of_grace(morning)
    card = await wati.hears("Baru: Andi Saputra")
    await wati.presses("Sama: salah NIP")
    await wati.hears("ditolak")
    await wati.presses_again(card, "Beda: kembar")
    await wati.hears_only("sudah diputuskan oleh Wati Kasim", "orang yang sama, salah NIP", "Tidak ada yang berubah")
    await admin.hears("ditolak")


async def test_the_operator_takes_a_wrong_nip_back_before_anybody_decides(morning: Town, wati: Talk) -> None:
    admin = await enrolled_with_the_face_of_grace(morning)
    card = await wati.hears("Baru: Andi Saputra")
    await admin.presses("Batalkan")
    await admin.hears("Mengapa")
    await admin.presses("NIP-nya keliru")
    await admin.hears_only("Rekam wajah Andi Saputra dibatalkan (NIP-nya keliru)")
    await wati.presses_again(card, "Sama: salah NIP")
    await wati.hears_only("sudah tidak ada")


async def test_ganda_shows_what_waits_to_those_who_may_decide(morning: Town, wati: Talk) -> None:
    admin, eileen = await enrolled_with_the_face_of_grace(morning), morning.talk(EILEEN)
    await wati.hears("Baru: Andi Saputra")
    await wati.says("/ganda")
    await wati.hears_only("Baru: Andi Saputra", "Sudah ada: Grace Hasan")
    await admin.says("/ganda")
    await admin.hears_only("Tidak ada wajah ganda yang menunggu keputusan Anda")
    await eileen.says("/ganda")
    await eileen.hears_only("belum kami pahami")
    await eileen.says("/bantuan")
    assert "/ganda" not in (await eileen.hears_only("/status")).text
    await wati.presses("Sama: salah NIP")
    await wati.hears("ditolak")
    await admin.hears("ditolak")


async def test_twins_are_enrolled_by_a_decision_and_neither_passes_as_the_other(morning: Town, wati: Talk) -> None:
    """Nobody can tell the two apart here, as their pictures are the same: a human looks at each check-in."""
    admin = await enrolled_with_the_face_of_grace(morning)
    await wati.hears("Baru: Andi Saputra")
    await wati.presses("Beda: kembar")
    await wati.hears_only("dua orang, kembar", "Rekam wajah Andi Saputra berlaku", "diperiksa lebih ketat")
    await admin.hears_only("sudah diperiksa dan berlaku")
    for name in (ANDI, GRACE):
        twin = morning.talk(name)
        await twin.sends_selfie(portrait("hopper", 9))
        await twin.is_at(KOMINFO)
        await twin.hears_only("diteruskan kepada petugas", "belum dapat memastikan wajah")
        (decided,) = await morning.decisions(name)
        assert decided.startswith("needs_review face-unsure")
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 9))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("Masuk tercatat")
