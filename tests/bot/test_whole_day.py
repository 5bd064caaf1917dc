"""One day from the first code to the last receipt, on each kind of database, without one error of ours in the log."""

import logging

import pytest

from demo.portraits import portrait
from recognition.examination import Examiner
from tests.fixtures.other_sleepers import OTHER_SLEEPERS
from tests.fixtures.town import ANDI, EILEEN, KOMINFO, NIPS, Town


async def test_a_day_at_kominfo(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    admin, eileen, andi = await town.admin(), await town.employee(EILEEN), await town.employee(ANDI)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")
    await town.enrol(admin, NIPS[ANDI], "hopper")

    async with eileen.costing(4):
        await eileen.says("Masuk")
        await eileen.hears("Presensi masuk")
        await eileen.sends_selfie(portrait("hopper", 5))
        await eileen.is_at(KOMINFO, metres=300, bearing=225)
        await eileen.hears("belum cocok")  # where the work is, is told to nobody whose face has not matched yet
        await eileen.sends_selfie(portrait("astronaut", 5))
        await eileen.hears("Lokasi Anda 300 m")
        await eileen.is_at(KOMINFO, metres=10)
        await eileen.hears("Masuk tercatat", "Tepat waktu")
    await eileen.says("Masuk")
    await eileen.hears_only("sudah tercatat")

    shared = await andi.is_at(KOMINFO, metres=115, horizontal_accuracy=30, live_period=900)
    await andi.later(seconds=21)
    await andi.hears("kirim satu swafoto")
    await andi.sends_selfie(portrait("hopper", 6))
    await andi.hears_only("lokasi langsung")
    await andi.moves_to(shared, KOMINFO, metres=20, horizontal_accuracy=8)
    await andi.hears_only("Masuk tercatat")

    town.clock.set(town.at("15:00"))
    await eileen.sends_selfie(portrait("astronaut", 6))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Tetap presensi pulang sekarang?")
    await eileen.presses("Ya, pulang sekarang")
    await eileen.hears_only("Pulang tercatat 15:00")
    town.clock.set(town.at("16:30"))
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears_only("diperbarui menjadi 16:30")
    await eileen.says("Riwayat")
    history = await eileen.hears_only("Presensi terakhir")
    assert len(history.text.splitlines()) == 4

    await admin.presses("Batalkan")
    await admin.hears("Mengapa rekam wajah Andi Saputra dibatalkan?")
    await admin.presses("Orangnya keliru")
    await admin.hears("Rekam wajah Andi Saputra dibatalkan")
    await andi.says("Pulang")
    await andi.hears_only("belum direkam")
    assert not [
        record for record in caplog.records if record.levelno >= logging.ERROR and record.name != "uvicorn.error"
    ]


async def test_a_fault_of_ours_on_each_kind_of_database(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, eileen = await town.admin(), await town.employee(EILEEN)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")
    await eileen.is_at(KOMINFO)
    await eileen.quiet()

    async def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Examiner, "examine", broken)
        await eileen.sends_selfie(portrait("astronaut", 5))
        for seconds in (1.0, 5.0, 20.0, 60.0):
            async with town.clock.timeout(10):
                while town.clock.asleep[seconds] <= OTHER_SLEEPERS[seconds]:
                    await town.clock.sleep(0.01)
            town.clock.forward(seconds=seconds)
        await eileen.hears("sedang diperiksa")
        await eileen.hears("gangguan di pihak kami")
        await eileen.quiet()
    await eileen.later(minutes=5)
    await eileen.hears_only("Masuk tercatat", "Tepat waktu")
    assert await town.attempts(EILEEN) == ["done"]
