"""Without a face: PIN, place and somebody who is there; as much a check-in as any other, and no easier to cheat."""

import pytest
from sqlalchemy import select

from attendance.checkin import tables
from attendance.checkin.tables import Evidence
from attendance.people.tables import ChatAccount, Employee, Pin
from attendance.privacy.choice import Choice
from attendance.privacy.tables import FaceChoice
from attendance.records.database import Priority
from attendance.records.inbound import InboundStatus
from attendance.records.tables import Inbound
from attendance.rules.kinds import WitnessRule
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, EILEEN, GRACE, KOMINFO, YULIANA, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")

IQBAL = "Muhamad Iqbal"  # of the unit of Eileen and Grace
PIN = "483920"


async def goes_without_face(town: Town, name: str = IQBAL, pin: str | None = PIN) -> Talk:
    """Bound, informed, and without a face by choice."""
    if name in town._talks:
        return town.talk(name)
    talk = await town.employee(name)
    async with town.database.write(Priority.STEP) as session:
        employee = (await session.scalars(select(Employee).where(Employee.name == name))).one()
        row = FaceChoice(employee_id=employee.id, choice=Choice.REFUSED, version="1", chosen_at=town.clock.now())
        session.add(row)
    if pin is not None:
        await talk.says(f"/pin {pin}")
        await talk.hears_only("PIN Anda berlaku")
    return talk


async def checks_in_by_face(talk: Talk, sitter: str = "astronaut") -> None:
    await talk.sends_selfie(portrait(sitter, 7))
    await talk.is_at(KOMINFO)
    await talk.hears("Masuk tercatat")


async def asks_for_a_witness(talk: Talk) -> str:
    """The code to be said aloud."""
    await talk.says("Masuk")
    await talk.hears("kirim PIN Anda")
    await talk.says(PIN)
    await talk.is_at(KOMINFO)
    told = await talk.hears("minta seseorang di dekat Anda menjadi saksi", "/saksi ")
    return told.text.partition("/saksi ")[2][:4]


async def vouches(talk: Talk, code: str, label: str = "Ya, saya melihatnya") -> None:
    await talk.says(f"/saksi {code}")
    await talk.hears(f"{IQBAL} meminta Anda menjadi saksi presensi masuk", "Kominfo Contoh")
    await talk.presses(label)


async def test_pin_place_and_witness_make_a_punch_at_the_time_of_the_first_message(morning: Town) -> None:
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    await checks_in_by_face(eileen)
    async with iqbal.costing(3):
        code = await asks_for_a_witness(iqbal)
        first = iqbal.now
        await iqbal.later(minutes=12)
        await vouches(eileen, code)
        await eileen.hears("kesaksian Anda untuk Muhamad Iqbal sudah dicatat")
        await iqbal.later(seconds=2)
        await iqbal.hears("Masuk tercatat", "Kominfo Contoh", "Tepat waktu")
    (punch,) = await morning.punches(IQBAL)
    assert abs((morning.at(punch.removeprefix("in ")) - first).total_seconds()) < 10
    assert await morning.decisions(IQBAL) == ["accepted"]
    async with morning.database.read() as session:
        value = (await session.scalars(select(Evidence.value).order_by(Evidence.id.desc()).limit(1))).one()
        account = (await session.scalars(_account(IQBAL))).one()
    assert value["selfie"] is None
    assert value["witness"]["yes"] is True
    assert account.verified_at is not None


async def test_a_picture_of_somebody_without_a_face_is_not_fetched(morning: Town) -> None:
    iqbal = await goes_without_face(morning)
    before = len(downloads(iqbal))
    await iqbal.sends_selfie(portrait("hopper", 1))
    await iqbal.hears_only("dicatat tanpa wajah", "tidak kami buka")
    assert len(downloads(iqbal)) == before


async def test_outside_of_the_fence_no_witness_helps(morning: Town) -> None:
    iqbal = await goes_without_face(morning)
    await iqbal.says("Masuk")
    await iqbal.hears("kirim PIN Anda")
    await iqbal.says(PIN)
    await iqbal.is_at(KOMINFO, metres=2_500, bearing=90)
    await iqbal.hears_only("dari Kantor", "setelah Anda tiba")
    assert await morning.punches(IQBAL) == []


async def test_without_a_witness_a_human_decides_and_a_second_time_it_is_refused(morning: Town) -> None:
    iqbal = await goes_without_face(morning)
    await asks_for_a_witness(iqbal)
    await iqbal.later(minutes=61)
    await iqbal.hears_only("diteruskan kepada petugas", "Belum ada saksi", "tidak merugikan")
    assert await morning.attempts(IQBAL) == ["held"]
    await asks_for_a_witness(iqbal)
    await iqbal.later(minutes=61)
    await iqbal.hears_only("Belum ada saksi", "bersama seorang saksi")


async def test_a_no_of_the_witness_is_decided_by_a_human(morning: Town) -> None:
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    await checks_in_by_face(eileen)
    await vouches(eileen, await asks_for_a_witness(iqbal), "Tidak")
    await eileen.hears("tidak melihat Muhamad Iqbal")
    await iqbal.later(seconds=2)
    await iqbal.hears_only("diteruskan kepada petugas", "Saksi belum dapat memastikan")


async def test_who_is_not_there_by_the_own_face_is_no_witness(morning: Town) -> None:
    await morning.rule_for(IQBAL, WitnessRule())
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    code = await asks_for_a_witness(iqbal)
    for talk in (eileen, morning.talk(ADMIN)):
        await talk.says(f"/saksi {code}")
        await talk.hears_only("setelah presensi masuk Anda sendiri dengan wajah")
    assert await morning.punches(IQBAL) == []


async def test_an_official_from_anywhere_where_the_rule_lets_him(morning: Town) -> None:
    """As the rules of the sample regency do, whose operator works nowhere."""
    iqbal, admin = await goes_without_face(morning), morning.talk(ADMIN)
    await vouches(admin, await asks_for_a_witness(iqbal))
    await admin.hears("sudah dicatat")
    await iqbal.later(seconds=2)
    await iqbal.hears_only("Masuk tercatat")


async def test_strangers_and_other_units_learn_nothing_from_a_code(morning: Town) -> None:
    iqbal, yuliana = await goes_without_face(morning), morning.talk(YULIANA)
    code = await asks_for_a_witness(iqbal)
    wrong = "1000" if code != "1000" else "1001"
    await yuliana.says(f"/saksi {wrong}")
    unknown = await yuliana.hears_only("Kode itu tidak dapat Anda pakai")
    await yuliana.says(f"/saksi {code}")
    assert (await yuliana.hears_only("Kode itu")).text == unknown.text
    for _ in range(8):
        await yuliana.says(f"/saksi {wrong}")
        await yuliana.hears("Kode itu")
    await yuliana.says(f"/saksi {wrong}")
    await yuliana.hears_only("Terlalu banyak kode yang salah")
    await iqbal.says(f"/saksi {code}")
    await iqbal.hears_only("Kode itu tidak dapat Anda pakai")


async def test_a_witness_speaks_for_so_many_a_day_and_once_about_each(morning: Town) -> None:
    await morning.rule_for(IQBAL, WitnessRule(per_day=0))
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    await checks_in_by_face(eileen)
    code = await asks_for_a_witness(iqbal)
    await eileen.says(f"/saksi {code}")
    await eileen.hears_only("sebanyak orang yang diperbolehkan")


async def test_a_double_press_is_one_testimony_and_an_old_card_none(morning: Town) -> None:
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    await checks_in_by_face(eileen)
    await vouches(eileen, await asks_for_a_witness(iqbal))
    await eileen.hears("sudah dicatat")
    card = eileen.message_with_button("Ya, saya melihatnya")
    await iqbal.later(seconds=2)
    await iqbal.hears_only("Masuk tercatat")
    await eileen.presses_again(card, "Ya, saya melihatnya")
    await eileen.hears_only("Kode itu tidak dapat Anda pakai")
    async with morning.database.read() as session:
        assert (
            len(
                (
                    await session.scalars(select(tables.Testimony).where(tables.Testimony.work_date == morning.today))
                ).all()
            )
            == 1
        )


async def test_wrong_pins_are_counted_and_then_a_human_decides(morning: Town) -> None:
    iqbal = await goes_without_face(morning)
    await iqbal.says("Masuk")
    await iqbal.hears("kirim PIN Anda")
    for _ in range(4):
        await iqbal.says("111112")
        await iqbal.hears_only("PIN itu belum cocok")
    await iqbal.says("111112")
    await iqbal.hears_only("diteruskan kepada petugas", "PIN salah")
    await iqbal.says(PIN)
    await iqbal.hears_only("kami tutup sampai")
    await iqbal.later(minutes=61)
    await iqbal.says(PIN)
    await iqbal.is_at(KOMINFO)
    await iqbal.hears_only("menjadi saksi")


async def test_the_pin_is_asked_for_again_and_kept_as_a_slow_digest(morning: Town) -> None:
    iqbal = await goes_without_face(morning)
    await iqbal.says("/pin 123456")
    await iqbal.hears_only("terlalu mudah ditebak")
    await iqbal.says("/pin 12345")
    await iqbal.hears_only("enam angka")
    await iqbal.says("/pin 593817")
    await iqbal.hears_only("PIN lama, lalu PIN baru")
    await iqbal.says(f"/pin {PIN} 593817")
    await iqbal.hears_only("PIN Anda berlaku")
    await iqbal.says(f"/pin 593817 {PIN}")
    await iqbal.hears_only("PIN Anda berlaku")
    async with morning.database.read() as session:
        row = (await session.scalars(select(Pin))).one()
    assert PIN.encode() not in row.digest
    assert len(row.salt) == 16


async def test_an_operator_lets_a_forgotten_pin_go(morning: Town) -> None:
    iqbal, admin = await goes_without_face(morning), morning.talk(ADMIN)
    await morning.talk(EILEEN).says("/lupa_pin 199804172025241006")
    await morning.talk(EILEEN).hears_only("belum kami pahami")
    await admin.says("/lupa_pin 199804172025241006")
    await admin.hears_only("PIN Muhamad Iqbal sudah dihapus")
    await iqbal.says("Masuk")
    await iqbal.hears_only("buat dahulu PIN Anda")
    await iqbal.says(f"/pin {PIN}")
    await iqbal.hears_only("PIN Anda berlaku")


async def test_six_digits_mean_nothing_for_whoever_has_a_face_record(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.says(PIN)
    await eileen.hears_only("belum kami pahami")


async def test_the_missing_part_is_asked_for_in_either_order_and_a_restart_loses_nothing(morning: Town) -> None:
    iqbal, eileen = await goes_without_face(morning), morning.talk(EILEEN)
    await checks_in_by_face(eileen)
    await iqbal.is_at(KOMINFO)
    await iqbal.later(seconds=25)
    await iqbal.hears_only("Sekarang kirim PIN Anda")
    await iqbal.says(PIN)
    code = (await iqbal.hears("menjadi saksi")).text.partition("/saksi ")[2][:4]
    await iqbal.says("halo")
    await iqbal.hears_only("meminta saksi mengirim kode")
    await iqbal.says("Masuk")
    assert code in (await iqbal.hears_only("menjadi saksi")).text
    await morning.restart()
    await vouches(eileen, code)
    await eileen.hears("sudah dicatat")
    await iqbal.later(seconds=2)
    await iqbal.hears_only("Masuk tercatat")


async def test_both_ways_are_reminded_alike(morning: Town) -> None:
    iqbal, grace = await goes_without_face(morning), morning.talk(GRACE)
    for talk in (iqbal, grace):
        await talk.has_heard_everything()
        async with talk.costing(1):
            await talk.is_at(KOMINFO)
            await talk.later(seconds=25)
            await talk.hears("Lokasi Anda diterima")
    async with morning.database.read() as session:
        assert not (await session.scalars(select(Inbound).where(Inbound.status == InboundStatus.DEAD))).all()


def _account(name: str):
    return select(ChatAccount).join(Employee, Employee.id == ChatAccount.employee_id).where(Employee.name == name)
