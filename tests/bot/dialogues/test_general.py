"""What always answers, in both languages; and what is not understood."""

import pytest

from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import PATIENCE_S

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_status_tells_the_day_so_far(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("/status")
    await eileen.hears_only("Masuk: belum ada. Tekan Masuk sebelum 12:00", "Pulang: dapat dilakukan 07:30–23:59")
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.says("/status")
    await eileen.hears("masih kurang lokasi Anda")
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    await eileen.says("/status")
    await eileen.hears_only("Masuk: tercatat 07:20 WITA di Kantor Kominfo Contoh.")


async def test_status_says_what_was_missed(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("12:30"))
    await eileen.says("/status")
    await eileen.hears_only("Masuk: tidak tercatat sampai 12:00", "Hubungi atasan", "Pulang: belum ada")


async def test_status_of_somebody_who_is_not_enrolled_says_so(morning: Town) -> None:
    andi = morning.talk(ANDI)
    await andi.says("/status")
    await andi.hears_only("Wajah Anda belum direkam")


async def test_status_on_a_free_day(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.later(days=6 - morning.today.weekday())
    await eileen.says("/status")
    await eileen.hears_only("Hari ini Anda tidak memiliki jadwal kerja")


async def test_history_shows_the_newest_first(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await grace.says("Riwayat")
    await grace.hears_only("Belum ada presensi yang tercatat")
    await grace.sends_selfie(portrait("hopper", 7))
    await grace.is_at(KOMINFO)
    await grace.hears("Masuk tercatat")
    morning.clock.set(morning.at("16:10"))
    await grace.sends_selfie(portrait("hopper", 7))
    await grace.is_at(KOMINFO)
    await grace.hears("Pulang tercatat")
    await grace.says("Riwayat")
    lines = (await grace.hears_only("Presensi terakhir Anda")).text.splitlines()
    assert "pulang 16:10" in lines[1]
    assert "masuk 07:20" in lines[2]


async def test_help_lists_the_commands_and_more_to_an_admin(morning: Town) -> None:
    eileen, admin = morning.talk(EILEEN), morning.talk(ADMIN)
    await eileen.says("/bantuan")
    plain = await eileen.hears_only("/status: presensi Anda hari ini", "/batal", "/bahasa")
    assert not any(command in plain.text for command in ("/rekam NIP", "/ganda", "/konsol"))
    await admin.says("/bantuan")
    await admin.hears_only("/status", "/rekam NIP", "/ganda", "/konsol")


async def test_help_and_language_answer_strangers_too(morning: Town) -> None:
    stranger = morning.stranger()
    await stranger.says("/bantuan")
    await stranger.hears("Presensi dicatat dengan satu swafoto")
    await stranger.says("/batal")
    await stranger.hears("Tidak ada yang sedang berjalan")
    await stranger.says("/bahasa")
    await stranger.hears("Choose a language")
    await stranger.presses("English")
    await stranger.hears("English")
    await stranger.says("halo")
    await stranger.hears_only("operator of your agency")


async def test_english_by_choice_and_back(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await grace.says("/language")
    await grace.hears("Pilih bahasa")
    await grace.presses("English")
    await grace.hears("English")
    assert grace.keys == ["Check in", "Check out", "History"]
    async with grace.costing(2):
        await grace.says("Check in")
        await grace.hears("Check-in: send one selfie and press Share location")
        await grace.sends_selfie(portrait("hopper", 7))
        await grace.is_at(KOMINFO)
        await grace.hears("Check-in recorded at 07:20:08 WITA", "On time")
    await grace.says("History")
    await grace.hears(": in 07:20 WITA")
    await grace.says("Masuk")  # an old keyboard may still show it
    await grace.hears("Your check-in is on record")
    await grace.says("/bahasa")
    await grace.hears()
    await grace.presses("Bahasa Indonesia")
    await grace.hears_only("bahasa Indonesia")


async def test_cancelling_ends_the_check_in(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.says("/batal")
    await eileen.hears_only("Presensi dibatalkan", "Tidak ada yang dicatat")
    async with eileen.costing(0):
        await eileen.later(minutes=1)
    await eileen.says("/batal")
    await eileen.hears_only("Tidak ada yang sedang berjalan")
    assert await morning.attempts(EILEEN) == ["done"]


@pytest.mark.parametrize(
    "words", ["halo", "/halo", "", "😀", "saya terlambat 10 menit", "-4.3392,122.2987", "x" * 4000]
)
async def test_other_words_are_answered_with_what_one_can_do(morning: Town, words: str) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says(words or " ")
    await eileen.hears_only("belum kami pahami", "atau")


async def test_words_in_the_middle_of_a_check_in_are_answered_with_what_is_missing(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    await eileen.says("sebentar")
    await eileen.hears_only("mengirim satu swafoto", "menekan Bagikan lokasi")
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.says("sudah")
    await eileen.hears_only("menekan Bagikan lokasi", "/batal")
    await eileen.says("/batal")
    await eileen.hears()
    await eileen.is_at(KOMINFO)
    await eileen.says("sudah")
    await eileen.hears_only("mengirim satu swafoto", "/batal")


async def test_words_beside_the_early_question_are_answered_with_its_buttons(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    morning.clock.set(morning.at("15:00"))
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Tetap presensi pulang sekarang?")
    await eileen.says("ya")
    await eileen.hears_only("menjawab pertanyaan tadi dengan tombolnya", "/batal")


async def test_commands_with_the_name_of_the_bot_and_in_capitals(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says("/STATUS@presensi_contoh_bot")
    await eileen.hears_only("Masuk: belum ada")
    await eileen.says("  masuk ")
    await eileen.hears_only("Presensi masuk")


async def test_every_command_answers_in_the_middle_of_an_enrolment(morning: Town) -> None:
    admin = morning.talk(ADMIN)
    await admin.says(f"/rekam {NIPS[ANDI]}")
    await admin.hears("Rekam wajah Andi Saputra")
    for command, words in (
        ("/status", "Wajah Anda belum direkam"),
        ("/bahasa", "Pilih bahasa"),
        ("Riwayat", "Wajah Anda belum direkam"),
    ):
        await admin.says(command)
        await admin.hears_only(words)
    await admin.says("/bantuan")
    await admin.hears_only("/status", "/rekam NIP")
    await admin.says("sebentar")
    await admin.hears_only("mengirim foto wajah pegawai itu", "/batal")
    await admin.says("/batal")
    await admin.hears_only("Rekam wajah dibatalkan")


async def test_whoever_writes_without_end_is_told_once(morning: Town) -> None:
    grace = morning.talk(GRACE)
    async with grace.costing(41):
        before = len(grace.phone.inbox)
        for _ in range(50):
            await grace.phone.text("/start")
        async with morning.clock.timeout(PATIENCE_S):
            while len(grace.phone.inbox) < before + 41:
                morning.clock.forward(seconds=3)
                await morning.clock.sleep(0.05)
    assert [words for words in grace.shown if "terlalu banyak dalam waktu singkat" in words] == [grace.shown[-1]]
    await grace.says("/start")
    await grace.hears()


async def test_a_group_is_never_answered(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    async with eileen.costing(0):
        await eileen.says("/status", in_group="Kantor")
        await eileen.sends_selfie(portrait("astronaut", 7), in_group="Kantor")
        await eileen.is_at(KOMINFO, in_group="Kantor")
        await eileen.later(minutes=1)
    assert await morning.attempts(EILEEN) == []
