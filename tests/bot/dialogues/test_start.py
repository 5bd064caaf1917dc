"""From a stranger to an employee: codes, the notice, and what happens before either."""

import pytest
from sqlalchemy import func, select

from attendance.people.access.invitation import new_code
from attendance.people.access.releasing import release
from attendance.people.tables import ChatAccount, Employee
from attendance.privacy.tables import NoticeAcknowledgement
from attendance.records.database import Priority
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Inbound
from attendance.rules.kinds import NoticeRule
from demo.portraits import portrait
from tests.fixtures.town import ANDI, EILEEN, KOMINFO, Town
from tests.talk import downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_link_binds_the_account_and_the_notice_comes_with_it(morning: Town) -> None:
    sitti = morning.stranger("Sitti")
    async with sitti.costing(4):
        await sitti.says(f"/start {await morning.invited('Sitti Hasnah')}")
        await sitti.hears("Selamat datang. Akun ini sekarang terhubung")
        await sitti.hears("Pemberitahuan pelindungan data pribadi", "versi 1", "Tekan Saya mengerti")
        await sitti.presses("Saya mengerti")
        await sitti.hears("sudah kami catat bahwa Anda membacanya")
        await sitti.hears("Wajah Anda belum direkam", "operator")
    assert sitti.keys == ["Masuk", "Pulang", "Riwayat"]


async def test_a_code_may_be_typed_by_itself_in_small_letters(morning: Town) -> None:
    rahman = morning.stranger("Rahman")
    code = await morning.invited("La Ode Rahman")
    await rahman.says(f" {code.lower().replace('-', ' ')} ")
    await rahman.hears("Selamat datang")


async def test_the_binding_is_to_the_number_of_the_account_and_not_to_its_name(morning: Town) -> None:
    await morning.employee("Muhamad Iqbal")
    namesake = morning.stranger("Iqbal")
    await namesake.says("/status")
    await namesake.hears_only("Layanan ini untuk pegawai yang sudah didaftarkan")


async def test_a_wrong_code_is_called_unknown(morning: Town) -> None:
    stranger = morning.stranger()
    await stranger.says(f"/start {new_code()}")
    await stranger.hears_only("Kode itu tidak kami kenal", "operator instansi")


async def test_too_many_wrong_codes_lock_the_account_even_for_a_right_one(morning: Town) -> None:
    guesser = morning.stranger()
    for _ in range(4):
        await guesser.says(f"/start {new_code()}")
        await guesser.hears("tidak kami kenal")
    await guesser.says(f"/start {new_code()}")
    await guesser.hears("Terlalu banyak kode yang salah")
    await guesser.says(f"/start {await morning.invited('Wa Ode Marlina')}")
    await guesser.hears_only("Terlalu banyak kode yang salah")


async def test_a_code_of_the_day_before_yesterday_has_expired(morning: Town) -> None:
    stranger = morning.stranger()
    code = await morning.invited("Nurhayati")
    await stranger.later(days=2)
    await stranger.says(f"/start {code}")
    await stranger.hears_only("Masa berlaku kode itu sudah habis")


async def test_a_used_code_is_told_as_used(morning: Town) -> None:
    code = await morning.invited("Ketut Sudana")
    ketut, finder = morning.stranger("Ketut"), morning.stranger("Penemu")
    await ketut.says(f"/start {code}")
    await ketut.hears("Selamat datang")
    await finder.says(f"/start {code}")
    answer = await finder.hears("sudah pernah dipakai")
    assert "Ketut" not in answer.text


async def test_the_link_pressed_twice_changes_nothing(morning: Town) -> None:
    karim = morning.stranger("Karim")
    code = await morning.invited("Abdul Karim")
    await karim.says(f"/start {code}")
    await karim.hears("Selamat datang")
    await karim.hears("Pemberitahuan")
    await karim.says(f"/start {code}")
    await karim.hears_only("Akun ini sudah terhubung")


async def test_an_account_of_one_employee_cannot_use_the_code_of_another(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says(f"/start {await morning.invited('La Ode Safiuddin')}")
    answer = await eileen.hears_only("Kode itu tidak dapat dipakai dari akun ini")
    assert "Safiuddin" not in answer.text
    assert await bound_to(morning, "La Ode Safiuddin") == 0


async def test_words_with_a_number_in_them_are_no_code(morning: Town) -> None:
    for talk in (morning.talk(EILEEN), morning.stranger()):
        await talk.says("saya terlambat 10 menit hari ini")
        answer = await talk.hears()
        assert "Kode itu tidak kami kenal" not in answer.text
        assert "pegawai lain" not in answer.text


async def test_start_alone_says_what_one_can_do(morning: Town) -> None:
    eileen, andi, stranger = morning.talk(EILEEN), morning.talk(ANDI), morning.stranger()
    for talk, words in ((eileen, "Semuanya siap"), (andi, "belum direkam"), (stranger, "Mintalah kode")):
        await talk.says("/start")
        await talk.hears_only(words)


async def test_the_pictures_of_strangers_are_never_fetched(morning: Town) -> None:
    stranger = morning.stranger()
    before = len(downloads(stranger))
    async with stranger.costing(3):
        await stranger.sends_selfie(portrait("hopper", 1))
        await stranger.hears("Foto yang Anda kirim sebelum itu tidak kami buka")
        await stranger.phone.document(portrait("hopper", 1), "aku.jpg")
        await stranger.hears("didaftarkan")
        await stranger.is_at(KOMINFO)
        await stranger.hears("didaftarkan")
    assert len(downloads(stranger)) == before


async def test_before_the_notice_is_acknowledged_no_picture_is_fetched(morning: Town) -> None:
    name = "La Ode Safiuddin"
    ode = morning.stranger("Ode")
    await ode.says(f"/start {await morning.invited(name)}")
    await ode.hears("Selamat datang")
    await ode.hears("Pemberitahuan")
    before = len(downloads(ode))
    async with ode.costing(3):
        for action in (ode.sends_selfie(portrait("hopper", 1)), ode.is_at(KOMINFO), ode.says("Masuk")):
            await action
            await ode.hears("Pemberitahuan pelindungan data pribadi", "Saya mengerti")
    assert len(downloads(ode)) == before
    assert await morning.attempts(name) == []


async def test_the_acknowledgement_is_on_record_once_with_its_version(morning: Town) -> None:
    name = "Wa Ode Marlina"
    marlina = await morning.employee(name)
    await marlina.presses("Saya mengerti")
    await marlina.hears_only("Wajah Anda belum direkam")
    async with morning.database.read() as session:
        query = select(NoticeAcknowledgement.version).join(Employee, Employee.id == NoticeAcknowledgement.employee_id)
        assert list(await session.scalars(query.where(Employee.name == name))) == ["1"]


async def test_a_new_version_of_the_notice_is_shown_before_anything_else(morning: Town) -> None:
    name = "Muhamad Iqbal"
    iqbal = morning.talk(name)
    first = iqbal.message_with_button("Saya mengerti")
    await morning.rule_for(name, NoticeRule(version="2", contact="Bagian Hukum"))
    await iqbal.says("Masuk")
    await iqbal.hears_only("versi 2", "Bagian Hukum")
    await iqbal.presses_again(first, "Saya mengerti")
    await iqbal.hears_only("versi 2")
    await iqbal.presses("Saya mengerti")
    await iqbal.hears("Terima kasih")
    await iqbal.hears_only("Wajah Anda belum direkam")


async def test_who_changed_the_account_comes_back_by_a_code_that_released_the_old_one(morning: Town) -> None:
    old, new = morning.talk(EILEEN), morning.stranger("Eileen")
    await old.says("Masuk")
    await old.hears("swafoto")
    await new.says(f"/start {await morning.invited(EILEEN)}")
    await new.hears_only("terhubung dengan akun lain", "mintalah kode baru")
    await old.hears("Ada akun lain yang membawa kode Anda")
    async with morning.database.write(Priority.STEP) as session:
        employee = (await session.scalars(select(Employee).where(Employee.name == EILEEN))).one()
        assert await release(session, employee.id, morning.clock.now()) == 1
    await old.hears("Akun ini dilepas")
    await old.says("/status")
    await old.hears_only("didaftarkan")
    await new.hears_only("Pergantian akun tidak terlaksana")
    await new.says(f"/start {await morning.invited(EILEEN)}")
    await new.hears("Selamat datang")
    await old.later(hours=1)
    async with morning.database.read() as session:
        account = (await session.scalars(select(ChatAccount).where(ChatAccount.employee_id == employee.id))).one()
        assert account.verified_at is None
        assert not await session.scalar(select(func.count()).where(Inbound.status == InboundStatus.DEAD))


async def bound_to(town: Town, name: str) -> int:
    async with town.database.read() as session:
        query = select(func.count()).select_from(ChatAccount).join(Employee, Employee.id == ChatAccount.employee_id)
        return await session.scalar(query.where(Employee.name == name)) or 0
