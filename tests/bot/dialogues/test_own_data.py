"""/data_saya: everything on record, for the person only, and nothing that would help a thief."""

import json

import pytest
from sqlalchemy import select, update

from attendance.people.tables import ChatAccount, Employee
from attendance.records.database import Priority
from bot.attachments import NotMade
from bot.own_data_files import OwnDataFiles
from demo.portraits import portrait
from tests.fixtures.town import ANDI, EILEEN, KOMINFO, NIPS, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def account_of(town: Town, name: str) -> tuple[int, int]:
    async with town.database.read() as session:
        query = select(ChatAccount.id, Employee.id).join(Employee, Employee.id == ChatAccount.employee_id)
        account_id, employee_id = (await session.execute(query.where(Employee.name == name))).one()
        return account_id, employee_id


async def test_everything_on_record_comes_as_a_file_of_three_a_day(morning: Town) -> None:
    eileen = morning.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO)
    await eileen.hears("Masuk tercatat")
    for _ in range(3):
        await eileen.says("/data_saya")
        answer = await eileen.hears_only("Data Anda, Eileen Marwah: 1 presensi")
    told = json.loads(answer.content or b"")
    assert told["profil"]["nama"] == EILEEN
    assert [row["nip"] for row in told["profil"]["nip"]] == [NIPS[EILEEN]]
    assert [row["arah"] for row in told["presensi"]] == ["in"]
    assert [row["versi"] for row in told["pemberitahuan_dibaca"]] == ["1"]
    assert [row["oleh"] for row in told["rekam_wajah"]] == ["Admin Contoh"]
    assert told["rekam_wajah"][0]["ciri_wajah"] > 0
    assert len(told["foto"]) == 4
    assert told["lokasi"]
    assert all(sentence.endswith(".") for row in told["putusan"] for sentence in row["alasan"])
    assert {"notice.acknowledged", "data.shown"} <= {row["tindakan"] for row in told["siapa_melakukan_apa"]}
    assert "sealed" not in (answer.content or b"").decode()
    assert str(eileen.phone.person.user_id) not in (answer.content or b"").decode()
    await eileen.says("/data_saya")
    await eileen.hears_only("3 kali dalam sehari", "besok")


async def test_an_account_whose_face_is_still_to_be_seen_learns_nothing(morning: Town) -> None:
    andi = morning.talk(ANDI)
    await andi.says("/data_saya")
    answer = await andi.hears_only("belum direkam")
    assert ANDI not in answer.text
    assert answer.content is None


async def test_the_file_is_for_whoever_holds_the_account_when_it_is_sent(morning: Town) -> None:
    account_id, employee_id = await account_of(morning, EILEEN)
    files = OwnDataFiles(morning.database, morning.service.rules, morning.clock)
    with pytest.raises(NotMade):
        await files.make(account_id, [employee_id + 1])
    async with morning.database.write(Priority.STEP) as session:
        await session.execute(update(ChatAccount).where(ChatAccount.id == account_id).values(verified_at=None))
    with pytest.raises(NotMade):
        await files.make(account_id, [employee_id])
