"""/tarik_persetujuan: explained, asked once more, done; then everything biometric is deleted and certified."""

import pytest
from sqlalchemy import select

from attendance.checkin.tables import Attempt, Evidence
from attendance.people.tables import Employee, FaceTemplate
from attendance.privacy.erasure import digest_of
from attendance.privacy.pictures import shows
from attendance.privacy.tables import Erasure, FaceChoice
from attendance.records.tables import Audit, Inbound, Media
from attendance.vault.files import MediaFiles
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk, downloads

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def id_of(town: Town, name: str) -> int:
    async with town.database.read() as session:
        return (await session.scalars(select(Employee.id).where(Employee.name == name))).one()


async def checked_in(talk: Talk, sitter: str) -> None:
    await talk.sends_selfie(portrait(sitter, 7))
    await talk.is_at(KOMINFO)
    await talk.hears("Masuk tercatat")


async def withdraws(talk: Talk) -> None:
    await talk.says("/tarik_persetujuan")
    await talk.hears_only("Akibatnya", "tidak dibandingkan lagi", "72 jam", "35 hari", "PIN dan saksi")
    await talk.presses("Lanjutkan")
    await talk.hears_only("Yakin?")
    await talk.presses("Ya, tarik")
    await talk.hears("sudah ditarik", "paling lambat")
    await talk.hears_only("/pin")


async def test_who_thinks_better_of_it_keeps_everything(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await grace.says("/tarik_persetujuan")
    await grace.hears_only("Akibatnya")
    await grace.presses("Lanjutkan")
    await grace.hears_only("Yakin?")
    await grace.presses("Tidak jadi")
    await grace.hears_only("tidak ada yang berubah")
    await checked_in(grace, "hopper")


async def test_everything_biometric_goes_and_the_facts_stay(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await checked_in(eileen, "astronaut")
    eileen_id = await id_of(morning, EILEEN)
    files = MediaFiles(morning.settings.media, morning.settings.keyring())
    async with morning.database.read() as session:
        pictures = (await session.scalars(select(Media.file).where(shows(eileen_id)))).all()
        before = len((await session.scalars(select(FaceTemplate).where(FaceTemplate.employee_id == eileen_id))).all())
    assert len(pictures) >= 4
    assert before
    assert set(pictures) <= await files.names()

    await withdraws(eileen)
    before_pictures = len(downloads(eileen))
    await eileen.sends_selfie(portrait("astronaut", 8))
    await eileen.hears_only("dicatat tanpa wajah")
    assert len(downloads(eileen)) == before_pictures

    await eileen.later(minutes=2)
    certificate = await eileen.hears_only("Surat keterangan penghapusan HB-", "Eileen Marwah", "foto", "cadangan")
    assert not set(pictures) & await files.names()
    async with morning.database.read() as session:
        assert not (await session.scalars(select(FaceTemplate).where(FaceTemplate.employee_id == eileen_id))).all()
        media = (await session.scalars(select(Media).where(shows(eileen_id)))).all()
        raw = select(Inbound.raw).where(Inbound.id.in_([one.inbound_id for one in media]))
        assert set(await session.scalars(raw)) == {None}
        evidence = select(Evidence.value).join(Attempt, Attempt.id == Evidence.attempt_id)
        values = await session.scalars(evidence.where(Attempt.employee_id == eileen_id))
        faces = [value["selfie"] for value in values]
        erasure = (await session.scalars(select(Erasure).where(Erasure.employee_id == eileen_id))).one()
        audit = (await session.scalars(select(Audit).where(Audit.action == "erasure.done"))).one()
    assert all(one.deleted_at is not None for one in media)
    left = {(face["dhash"], face["face"]["similarity"], face["face"]["match"]) for face in faces}
    assert left == {("", None, "same")}
    assert erasure.done_at is not None
    assert erasure.done_at < erasure.due_at
    assert erasure.certificate is not None
    assert erasure.certificate["pictures"] == len(pictures)
    assert erasure.certificate["templates"] == before
    assert erasure.digest == audit.digest == digest_of(erasure.certificate)
    assert str(erasure.digest) in certificate.text
    assert await morning.punches(EILEEN)
    (decision,) = await morning.decisions(EILEEN)
    assert decision.startswith("accepted")
    await eileen.says("/riwayat")
    await eileen.hears_only("Presensi terakhir Anda")
    await eileen.says("/tarik_persetujuan")
    await eileen.hears_only("tanpa wajah sejak", "surat keterangan HB-")


async def test_an_old_button_withdraws_nothing_once_she_is_enrolled_anew(morning: Town) -> None:
    admin, eileen = morning.talk(ADMIN), morning.talk(EILEEN)
    await admin.says(f"/rekam {NIPS[EILEEN]}")
    await admin.hears_only("tunjukkan pemberitahuan ini kepada Eileen Marwah")
    await admin.presses("Sudah mengerti")
    await admin.hears("Rekam wajah Eileen Marwah")
    for number in (1, 2, 3):
        await admin.sends_selfie(portrait("astronaut", number))
        await admin.hears("Foto" if number < 3 else "lengkap", *(["orang kedua"] if number == 3 else []))
    sure = eileen.message_with_button("Ya, tarik")
    await eileen.presses_again(sure, "Ya, tarik")
    await eileen.hears_only("Akibatnya")
    async with morning.database.read() as session:
        choices = select(FaceChoice.choice).where(FaceChoice.employee_id == await id_of(morning, EILEEN))
        assert list(await session.scalars(choices.order_by(FaceChoice.id))) == ["withdrawn", "agreed"]


async def test_a_check_in_under_way_ends_with_the_withdrawal(morning: Town) -> None:
    grace = morning.talk(GRACE)
    await grace.says("Masuk")
    await grace.hears("kirim satu swafoto")
    await grace.sends_selfie(portrait("hopper", 7))
    await withdraws(grace)
    assert await morning.attempts(GRACE) == ["done"]
    await grace.is_at(KOMINFO)
    await grace.later(seconds=25)
    await grace.hears_only("Sekarang kirim PIN Anda")


async def test_before_an_operator_as_witness_and_for_nobody_outside_his_scope(morning: Town) -> None:
    admin, eileen = morning.talk(ADMIN), morning.talk(EILEEN)
    await eileen.says(f"/tarik_persetujuan {NIPS[GRACE]}")
    await eileen.hears_only("belum kami pahami")
    await admin.says(f"/tarik_persetujuan {NIPS[EILEEN]}")
    await admin.hears_only("Eileen Marwah menarik persetujuan", "dengan Anda sebagai saksi")
    await admin.presses("Lanjutkan")
    await admin.hears_only("Yakin?")
    card = admin.message_with_button("Ya, tarik")
    await admin.presses_again(card, "Ya, tarik")
    await admin.presses_again(card, "Ya, tarik")
    await admin.hears("Persetujuan Eileen Marwah sudah ditarik")
    await admin.hears_only("dicatat tanpa wajah sejak")
    await eileen.later(minutes=2)
    await eileen.hears_only("Surat keterangan penghapusan")
