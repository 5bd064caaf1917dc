"""Lost phones, changed accounts, numbers that were passed on: who learns what, and who may do what about it."""

import pytest
from sqlalchemy import select, update

from attendance.people.access.phones import sealed_number
from attendance.people.tables import Agency, ChatAccount, Employee, PhoneNumber
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.records.database import Priority
from attendance.records.outbox import put
from attendance.records.say import Say
from attendance.records.tables import Audit
from attendance.rules.kinds import NoticeRule
from attendance.rules.resolve import Scope
from demo.portraits import portrait
from tests.fixtures.town import ADMIN, ANDI, EILEEN, GRACE, KOMINFO, NIPS, Town
from tests.talk import Talk

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "+6281334567890"


async def numbered(town: Town, number: str, *names: str) -> None:
    """The roster gives this number to these people."""
    async with town.database.write(Priority.STEP) as session:
        people = (await session.scalars(select(Employee).where(Employee.name.in_(names)))).all()
        for one in people:
            sealed = sealed_number(one.id, number, town.service.keyring)
            session.add(PhoneNumber(employee_id=one.id, valid_from=town.today, valid_to=None, **sealed))


async def shares(talk: Talk, number: str) -> None:
    await talk.says("halo")
    await talk.hears("Bagikan nomor saya")
    await talk.phone.press_key("Bagikan nomor saya", phone_number=number)


async def bound(town: Town, name: str) -> list[ChatAccount]:
    async with town.database.read() as session:
        query = select(ChatAccount).join(Employee, Employee.id == ChatAccount.employee_id)
        return list(await session.scalars(query.where(Employee.name == name)))


async def audits(town: Town, action: str) -> int:
    async with town.database.read() as session:
        return len((await session.scalars(select(Audit).where(Audit.action == action))).all())


async def let_go(town: Town, name: str) -> None:
    async with town.database.write(Priority.STEP) as session:
        people = select(Employee.id).where(Employee.name == name)
        await session.execute(
            update(ChatAccount).where(ChatAccount.employee_id.in_(people)).values(employee_id=None, suspended_at=None)
        )


async def test_the_own_number_binds_whom_the_roster_knows_by_it_and_tells_no_name(morning: Town) -> None:
    await numbered(morning, NUMBER, "Sitti Hasnah")
    sitti = morning.stranger("Sitti")
    await shares(sitti, NUMBER.removeprefix("+"))
    welcome = await sitti.hears("Akun ini sekarang terhubung")
    assert "Sitti" not in welcome.text
    await sitti.hears_only("Pemberitahuan")
    assert [account.bound_by for account in await bound(morning, "Sitti Hasnah")] == ["phone"]


async def test_unknown_ambiguous_and_bound_numbers_are_answered_alike(morning: Town) -> None:
    await numbered(morning, "+6281300000001", "La Ode Rahman", "Muhamad Iqbal")
    await numbered(morning, "+6281300000002", EILEEN)
    answers = set()
    for number in ("+6281300000001", "+6281300000002", "+6281399999999", "x"):
        talk = morning.stranger()
        await shares(talk, number)
        answers.add((await talk.hears_only()).text)
    assert len(answers) == 1
    assert "tidak dapat kami hubungkan" in answers.pop()


async def test_the_number_of_somebody_else_or_a_forwarded_one_binds_nobody(morning: Town) -> None:
    await numbered(morning, "+6281300000003", "La Ode Rahman")
    talk = morning.stranger()
    await talk.phone.contact("+6281300000003")
    await talk.hears_only("Itu bukan nomor akun ini")
    await talk.phone.contact("+6281300000003", of_user_id=7001)
    await talk.hears_only("Itu bukan nomor akun ini")
    assert await bound(morning, "La Ode Rahman") == []


async def test_numbers_cannot_be_tried_without_end(morning: Town) -> None:
    talk = morning.stranger()
    for _ in range(4):
        await shares(talk, "+6281377777777")
        await talk.hears("tidak dapat kami hubungkan")
    await shares(talk, "+6281377777777")
    await talk.hears_only("Terlalu banyak kode yang salah")


async def test_a_stranger_on_a_recycled_number_learns_nothing_and_ends_nothing(morning: Town) -> None:
    """The roster still knows the number as Grace's; her account is elsewhere by now."""
    await let_go(morning, GRACE)
    await numbered(morning, "+6281300000004", GRACE)
    thief = morning.stranger("Tamu")
    await shares(thief, "+6281300000004")
    await thief.hears("terhubung")
    await thief.hears("Pemberitahuan")
    await thief.presses("Menolak" if _has(thief, "Menolak") else _refusal(thief))
    await thief.hears_only("Penolakan belum dapat kami catat")
    await thief.presses("Saya mengerti")
    await thief.hears("Terima kasih")
    await thief.hears("terhubung lewat nomor saja")
    for words in ("/status", "/riwayat", "/start", "/bantuan", "/konsol", "/masuk", "halo"):
        await thief.says(words)
    await thief.sends_selfie(portrait("astronaut", 7))
    await thief.is_at(KOMINFO)
    await thief.quiet()
    await thief.says("/batal")
    await thief.has_heard_everything()
    told = " ".join(thief.shown)
    for secret in (GRACE, "Grace", "Hasan", "Kominfo", NIPS[GRACE], NIPS[GRACE][-4:]):
        assert secret not in told
    assert await morning.punches(GRACE) == []
    assert [account.verified_at for account in await bound(morning, GRACE)] == [None]


async def test_whoever_comes_by_a_number_hears_the_same_whatever_is_on_record_of_its_owner(morning: Town) -> None:
    """Nor does the notice name the agency that the owner works for."""
    owners = {GRACE: "+6281300000006", "Wa Ode Marlina": "+6281300000007", "Nurhayati": "+6281300000008"}
    await let_go(morning, GRACE)
    async with morning.database.write(Priority.STEP) as session:
        people = {one.name: one.id for one in await session.scalars(select(Employee).where(Employee.name.in_(owners)))}
        await record_choice(session, Voice(people["Nurhayati"]), Choice.REFUSED, "1", morning.clock.now())
    for agency in await agencies(morning):
        notice = NoticeRule(version="1", controller=f"Dinas {agency.code}", contact=f"PPDP {agency.code}")
        await morning._rule(notice, Scope.AGENCY, agency.id)
    heard = []
    for name, number in owners.items():
        await numbered(morning, number, name)
        thief = morning.stranger("Tamu")
        await shares(thief, number)
        await thief.hears("terhubung")
        assert "PPDP" not in (await thief.hears("Pemberitahuan")).text.replace("PPDP, BKPSDM", "")
        await thief.presses("Saya mengerti")
        await thief.hears("Terima kasih")
        for words in ("/start", "/status", "/bantuan", "/data_saya", "halo"):
            await thief.hears()
            await thief.says(words)
        await thief.hears()
        heard.append(thief.shown)
    assert heard[0] == heard[1] == heard[2]


async def test_who_has_no_face_on_record_is_not_told_so_by_a_number_alone(morning: Town) -> None:
    await numbered(morning, "+6281300000009", "Abdul Karim")
    thief = morning.stranger("Tamu")
    await shares(thief, "+6281300000009")
    await thief.hears("terhubung")
    await thief.hears("Pemberitahuan")
    await thief.presses("Saya mengerti")
    await thief.hears("Terima kasih")
    await thief.hears()
    for act in (thief.says("Masuk"), thief.sends_selfie(portrait("hopper", 1)), thief.is_at(KOMINFO)):
        await act
        await thief.hears_only("terhubung lewat nomor saja")


async def agencies(town: Town) -> list[Agency]:
    async with town.database.read() as session:
        return list(await session.scalars(select(Agency)))


def _has(talk: Talk, label: str) -> bool:
    return any(button.text == label for message in talk.phone.inbox for row in message.buttons for button in row)


def _refusal(talk: Talk) -> str:
    newest = [message for message in talk.phone.inbox if message.buttons][-1]
    return newest.buttons[-1][0].text


async def test_a_number_alone_decides_nothing_until_a_code_comes_too(morning: Town) -> None:
    await numbered(morning, "+6281300000005", "Ketut Sudana")
    ketut = morning.stranger("Ketut")
    await shares(ketut, "+6281300000005")
    await ketut.hears("terhubung")
    await ketut.hears("Pemberitahuan")
    await ketut.presses("Saya mengerti")
    await ketut.hears("Terima kasih")
    await ketut.hears("terhubung lewat nomor saja")
    await ketut.says("/pin 480213")
    await ketut.hears_only("terhubung lewat nomor saja")
    await ketut.says(f"/start {await morning.invited('Ketut Sudana')}")
    await ketut.hears("Akun ini sekarang terhubung")
    assert [account.bound_by for account in await bound(morning, "Ketut Sudana")] == ["code"]


async def test_the_first_match_proves_the_account_and_then_everything_is_told(morning: Town) -> None:
    await let_go(morning, GRACE)
    grace = morning._talks[GRACE] = morning.stranger("Grace")
    await grace.says(f"/start {await morning.invited(GRACE)}")
    await grace.hears("Akun ini sekarang terhubung")
    await grace.hears("Pemberitahuan")
    await grace.says("/status")
    await grace.hears_only("belum ada swafoto dari akun ini yang cocok")
    await grace.sends_selfie(portrait("hopper", 7))
    await grace.is_at(KOMINFO)
    await grace.hears("Masuk tercatat", "Kominfo")
    await grace.says("/status")
    await grace.hears_only("Masuk: tercatat")


async def test_a_lost_phone_is_suspended_at_once_and_lifted_when_it_is_found(morning: Town) -> None:
    admin, eileen = morning.talk(ADMIN), morning.talk(EILEEN)
    await eileen.says("Masuk")
    await eileen.hears("swafoto")
    await admin.says(f"/tangguhkan {NIPS[EILEEN]}")
    await admin.hears_only("Akun Eileen Marwah ditangguhkan")
    for words in ("/status", "Masuk", "/bantuan", "/batal", "/bahasa", "/konsol"):
        await eileen.says(words)
        await eileen.hears_only("Akun ini ditangguhkan")
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.hears_only("Akun ini ditangguhkan")
    async with eileen.costing(0):
        async with morning.database.write(Priority.STEP) as session:
            (account,) = await bound(morning, EILEEN)
            secret, now = Say("checkin-already-in", {"at": morning.at("07:00"), "site": "Kominfo"}), morning.clock.now()
            put(session, secret, account_id=account.id, employee_id=None, inbound_id=None, now=now)
        morning.service.sender.wake()
        await eileen.later(hours=3)
    assert await morning.punches(EILEEN) == []
    await admin.says(f"/tangguhkan {NIPS[EILEEN]}")
    await admin.hears_only("sudah ditangguhkan sebelumnya")
    await admin.presses("Buka kembali")
    await admin.hears_only("dibuka kembali")
    await eileen.hears_only("Akun ini dibuka kembali")
    await admin.presses("Buka kembali")
    await admin.hears_only("tidak berlaku")
    await eileen.says("/status")
    await eileen.hears_only("Masuk")
    assert (await audits(morning, "account.suspended"), await audits(morning, "account.suspension_lifted")) == (1, 1)


async def test_an_operator_lets_an_account_go_in_two_steps_and_the_old_one_hears_its_last_words(morning: Town) -> None:
    admin, eileen = morning.talk(ADMIN), morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.quiet()
    await admin.says(f"/lepas {NIPS[EILEEN]}")
    await admin.hears_only("Lepas akun Eileen Marwah, Kominfo Contoh")
    assert await bound(morning, EILEEN)
    await admin.presses("Ganti akun")
    await admin.hears_only("Akun Eileen Marwah dilepas")
    await eileen.hears_only("Akun ini dilepas")
    assert await bound(morning, EILEEN) == []
    assert await morning.attempts(EILEEN) == ["done"]
    await eileen.says("/status")
    await eileen.hears_only("didaftarkan")
    await admin.presses("Ganti akun")
    await admin.hears_only("tidak berlaku")
    await admin.says(f"/lepas {NIPS[EILEEN]}")
    await admin.hears_only("tidak memiliki akun")
    assert await audits(morning, "account.released") == 1
    async with eileen.costing(0):
        await eileen.later(hours=1)
    await eileen.says(f"/start {await morning.invited(EILEEN)}")
    await eileen.hears("Akun ini sekarang terhubung")
    await eileen.has_heard_everything()
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(update(ChatAccount).values(verified_at=morning.clock.now()))


@pytest.mark.parametrize("command", ["/lepas", "/tangguhkan"])
async def test_only_who_looks_after_accounts_knows_the_commands(morning: Town, command: str) -> None:
    andi, admin = morning.talk(ANDI), morning.talk(ADMIN)
    await andi.says("/tidakada")
    unknown = await andi.hears_only("belum kami pahami")
    await andi.says(f"{command} {NIPS[EILEEN]}")
    assert (await andi.hears_only()).text == unknown.text
    await admin.says(command)
    await admin.hears_only(f"Kirim {command} diikuti ke-18 angka NIP")
    await admin.says(f"{command} 123")
    await admin.hears_only("Tidak ada pegawai dengan NIP itu")
