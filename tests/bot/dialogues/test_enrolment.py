"""Enrolling faces by chat: who may, whom, with which pictures; and taking it back."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from attendance.people.faces.templates import load_templates
from attendance.people.tables import Employee, Enrolment, FaceTemplate
from demo.portraits import portrait
from tests.bot.dialogues.snapshots import nobody
from tests.fixtures.town import ADMIN, ANDI, EILEEN, KOMINFO, NIPS, YULIANA, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURES = [portrait("hopper", number) for number in (1, 2, 3)]


async def enrolment_of_andi(town: Town, pictures: int = 3) -> Talk:
    """The admin, after so many of the three pictures."""
    admin = town.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("Rekam wajah Andi Saputra")
    for number, picture in enumerate(PICTURES[:pictures], start=1):
        await admin.sends_selfie(picture)
        await admin.hears(f"Foto {number} dari 3 baik" if number < 3 else "selesai dengan 3 foto")
    return admin


async def test_three_pictures_make_an_enrolment_and_the_employee_can_check_in(morning: Town) -> None:
    admin, andi = morning.talk(ADMIN), morning.talk(ANDI)
    await andi.says("Masuk")
    await andi.hears_only("Wajah Anda belum direkam", "operator")
    async with admin.costing(4):
        await admin.says(f"/rekam {NIPS[ANDI]}")
        begun = await admin.hears("Rekam wajah Andi Saputra, Kominfo Contoh", "3 foto")
        assert NIPS[ANDI] not in begun.text
        for picture, words in zip(PICTURES, ("Foto 1 dari 3 baik", "Foto 2 dari 3 baik", "selesai"), strict=True):
            await admin.sends_selfie(picture)
            await admin.hears(words)
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.is_at(KOMINFO)
    await andi.hears_only("Masuk tercatat")


async def test_an_album_of_three_counts_as_three_and_is_answered_once(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=0)
    async with admin.costing(1):
        await admin.sends_album(PICTURES)
        await admin.hears("Rekam wajah Andi Saputra", "selesai dengan 3 foto")


async def test_what_an_album_has_more_than_three_is_no_check_in_of_the_operator(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=0)
    async with admin.costing(1):
        await admin.sends_album([*PICTURES, portrait("hopper", 4), portrait("hopper", 5)])
        await admin.hears("Rekam wajah Andi Saputra", "selesai dengan 3 foto")


async def test_a_forwarded_picture_is_not_looked_at(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    before = len(downloads(admin))
    await admin.sends_selfie(PICTURES[1], forwarded_from="Andi")
    await admin.hears_only("Foto 2 tidak dikirim langsung dari kamera", "Foto pegawai itu sekarang")
    assert len(downloads(admin)) == before
    for picture, words in zip(PICTURES[1:], ("Foto 2 dari 3 baik", "selesai"), strict=True):
        await admin.sends_selfie(picture)
        await admin.hears_only(words)


async def test_of_an_album_the_bad_picture_is_told_and_replaced(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=0)
    async with admin.costing(2):
        await admin.sends_album([PICTURES[0], portrait("astronaut", 1), PICTURES[1]])
        await admin.hears("Foto 2 tampaknya menunjukkan orang lain", "foto pengganti")
        await admin.sends_selfie(PICTURES[2])
        await admin.hears("selesai")


async def test_undone_by_a_button_the_employee_is_not_enrolled_any_more(morning: Town) -> None:
    admin, andi = await enrolment_of_andi(morning), morning.talk(ANDI)
    done = admin.message_with_button("Batalkan")
    async with admin.costing(4):
        await admin.presses("Batalkan")
        why = await admin.hears("Mengapa rekam wajah Andi Saputra dibatalkan?", "dicatat bersama nama Anda")
        await admin.presses("Orangnya keliru")
        await admin.hears("Rekam wajah Andi Saputra dibatalkan (orangnya keliru)")
        await admin.presses_again(done, "Batalkan")
        await admin.hears("sudah dibatalkan oleh Admin Contoh", "orangnya keliru", "tidak ada yang berubah")
        await admin.presses_again(why, "NIP-nya keliru")
        await admin.hears("sudah dibatalkan oleh Admin Contoh", "orangnya keliru")
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.hears_only("Wajah Anda belum direkam")
    await andi.is_at(KOMINFO)
    await andi.hears_only("Wajah Anda belum direkam")
    async with morning.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Enrolment).where(Enrolment.undone_at.is_not(None)))


async def test_a_wrong_enrolment_is_taken_back_days_later_by_its_nip(morning: Town) -> None:
    admin = await enrolment_of_andi(morning)
    await morning.next_morning()
    async with admin.costing(3):
        await admin.says(f"/rekam {NIPS[ANDI]}")
        await admin.hears("Sudah direkam dengan 3 foto oleh Admin Contoh", "Jika rekaman itu keliru, tekan Batalkan")
        await admin.presses("Batalkan")
        await admin.hears("Mengapa")
        await admin.presses("Permintaan pegawai")
        await admin.hears("dibatalkan (atas permintaan pegawai)")
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")


async def test_the_result_tells_the_quality_and_how_far_the_drive_has_come(morning: Town) -> None:
    admin = await enrolment_of_andi(morning)
    card = admin.message_with_button("Batalkan").text
    assert "(NIP **************1001)" in card
    assert "posenya hampir sama" in card
    assert "Kominfo Contoh: 3 dari " in card
    assert "Anda hari ini: 1." in card


async def test_an_interrupted_set_is_taken_up_the_next_day_with_its_pictures(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=2)
    await morning.next_morning()
    await morning.restart()
    async with admin.costing(3):
        await admin.says(f"/rekam {NIPS[ANDI]}")
        await admin.hears("Rekam wajah yang tadi belum selesai kami tutup")
        await admin.hears("Rekam wajah Andi Saputra", "2 dari 3 foto yang tadi masih kami simpan, kirim 1 lagi")
        await admin.sends_selfie(PICTURES[2])
        await admin.hears("selesai dengan 3 foto")


async def test_a_set_that_was_cancelled_or_begun_anew_is_not_taken_up(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=2)
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")
    await admin.says(f"/rekam {NIPS[ANDI]}")
    await admin.hears_only("Rekam wajah Andi Saputra", "kirim 3 foto")
    await admin.sends_selfie(PICTURES[0])
    await admin.hears("Foto 1 dari 3 baik")
    await admin.says(f"/rekam {NIPS[ANDI]} ulang")
    await admin.hears("kami tutup")
    await admin.hears_only("Rekam wajah Andi Saputra", "kirim 3 foto")
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")


async def test_five_pictures_are_taken_where_five_are_asked_for(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    async with admin.costing(2):
        await admin.says(f"/rekam {NIPS[ANDI]} 5")
        await admin.hears("Rekam wajah Andi Saputra", "kirim 5 foto")
        await admin.sends_album([portrait("hopper", number) for number in (1, 2, 3, 4, 5)])
        await admin.hears("selesai dengan 5 foto")


async def test_the_same_photograph_twice_is_refused_whatever_the_rules(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    await admin.sends_selfie(PICTURES[0])
    await admin.hears_only("Foto 2 sama dengan foto yang sudah dikirim", "menoleh sedikit ke arah lain")
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")


async def test_a_button_of_an_older_enrolment_does_not_undo_the_newer(morning: Town) -> None:
    admin = await enrolment_of_andi(morning)
    older = admin.message_with_button("Batalkan")
    await enrolment_of_andi(morning)
    await admin.presses_again(older, "Batalkan")
    await admin.hears_only("sudah digantikan yang lebih baru")


async def test_an_employee_may_not_enrol(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("/tidakada")
    unknown = await eileen.hears_only("belum kami pahami")
    for command in (f"/rekam {NIPS[ANDI]}", "/konsol"):
        await eileen.says(command)
        assert (await eileen.hears_only()).text == unknown.text


async def test_the_operators_own_selfie_two_days_later_is_no_picture_of_the_employee(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    await morning.next_morning()
    await morning.next_morning()
    await admin.sends_selfie(portrait("astronaut", 2))
    await admin.hears("Rekam wajah")
    await admin.hears_only("Wajah Anda belum direkam")
    await admin.sends_selfie(PICTURES[1])
    await admin.hears_only("Wajah Anda belum direkam")


@pytest.mark.parametrize("nip", ["199009132015031999", "123", "1.99009E+17", "Andi", "1990091320150310011"])
async def test_an_unknown_nip_is_told(morning: Town, nip: str) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {nip}")
    await admin.hears_only("Tidak ada pegawai dengan NIP itu", "ke-18 angkanya")


async def test_a_nip_with_spaces_is_the_same_nip(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says("/rekam 19900913 201503 1 001")
    await admin.hears_only("Rekam wajah Andi Saputra")
    await admin.says("/batal")
    await admin.hears_only("Rekam wajah dibatalkan")


async def test_rekam_alone_says_how_to(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says("/rekam")
    await admin.hears_only("Kirim /rekam diikuti ke-18 angka NIP")


@pytest.mark.parametrize(
    ("picture", "words"),
    [(lambda: portrait("astronaut", 1), "orang lain"), (nobody, "Wajah tidak terlihat")],
    ids=["of somebody else", "of nobody"],
)
async def test_a_bad_picture_is_replaced_without_beginning_anew(morning: Town, picture, words: str) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    await admin.sends_selfie(picture())
    await admin.hears_only("Foto 2", words, "foto pengganti")
    await admin.sends_selfie(PICTURES[1])
    await admin.hears("Foto 2 dari 3 baik")
    await admin.sends_selfie(PICTURES[2])
    await admin.hears_only("selesai")


async def test_a_new_enrolment_closes_the_old_one_with_a_sentence(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    async with admin.costing(2):
        await admin.says(f"/rekam {NIPS[YULIANA]}")
        await admin.hears("Rekam wajah yang tadi belum selesai kami tutup")
        await admin.hears("Rekam wajah Yuliana Tawulo, Dinas Ketat")
    await admin.says("/batal")
    await admin.hears_only("Rekam wajah dibatalkan")


async def test_masuk_closes_the_enrolment_with_a_sentence(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=1)
    await admin.says("Masuk")
    await admin.hears("Rekam wajah yang tadi belum selesai kami tutup")
    await admin.hears_only("Wajah Anda belum direkam")


async def test_an_edited_caption_is_no_further_picture(morning: Town) -> None:
    admin = await enrolment_of_andi(morning, pictures=0)
    first = await admin.sends_selfie(PICTURES[0])
    await admin.hears("Foto 1 dari 3 baik")
    async with admin.costing(0):
        await admin.phone.edit_text(first, "Andi, lurus")
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")


async def test_where_poses_must_differ_the_same_pose_is_told(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[YULIANA]}")
    await admin.hears("Yuliana")
    await admin.sends_selfie(PICTURES[0])
    await admin.hears("Foto 1 dari 3 baik")
    await admin.sends_selfie(PICTURES[1])
    await admin.hears_only("Foto 2 hampir sama dengan foto sebelumnya", "menoleh sedikit ke arah lain")
    await admin.says("/batal")
    await admin.hears("Rekam wajah dibatalkan")


async def test_a_selfie_examined_before_a_new_enrolment_says_nothing_about_it(morning: Town) -> None:
    await enrolment_of_andi(morning)
    andi = morning.talk(ANDI)
    await andi.sends_selfie(portrait("hopper", 9))
    await andi.quiet()
    await enrolment_of_andi(morning)
    await andi.is_at(KOMINFO)
    await andi.later(seconds=30)
    await andi.hears_only("Sekarang kirim satu swafoto")
    await andi.sends_selfie(portrait("hopper", 10))
    await andi.hears_only("Masuk tercatat")


async def test_a_link_to_the_console_is_for_the_admin(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says("/konsol")
    await admin.hears_only("Halaman kehadiran: http", "5 menit", "hanya sekali")


async def test_the_templates_of_both_engines_are_sealed_and_the_face_is_nowhere_in_the_file(morning: Town) -> None:
    await enrolment_of_andi(morning)
    async with morning.database.read() as session:
        andi = await session.scalar(select(Employee.id).where(Employee.name == ANDI)) or 0
        templates = await load_templates(session, andi, morning.service.keyring)
        sealed = list(await session.scalars(select(FaceTemplate.sealed).where(FaceTemplate.employee_id == andi)))
    engines = [embedding.engine for embedding in templates.embeddings]
    assert sorted(engines) == ["dlib"] * 3 + ["sface"] * 3
    written = await asyncio.to_thread(_everything_written, morning)
    assert any(row in written for row in sealed)
    for embedding in templates.embeddings:
        assert embedding.to_bytes()[:64] not in written
    assert PICTURES[0][200:400] not in written


def _everything_written(town: Town) -> bytes:
    """The database with its log, and every picture, as bytes on disk."""
    database = Path(town.settings.database_url.removeprefix("sqlite:///"))
    files = [*database.parent.glob("presensi.sqlite3*"), *town.settings.media.rglob("*")]
    return b"".join(file.read_bytes() for file in files if file.is_file())
