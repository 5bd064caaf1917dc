"""/kampanye: coverage from the regency down to names, as a picture and as a workbook, within a role."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import select, update

from attendance.people.access.roles import Grant, Role
from attendance.people.person import Person
from attendance.people.tables import Agency, Employee, Employment, RoleGrant
from attendance.privacy.choice import Choice, Voice, record_choice
from attendance.records.database import Priority
from attendance.records.outbox import OutboxStatus, put
from attendance.records.say import Attachment, Button, Say
from attendance.records.tables import Audit, Outbox
from attendance.reports.campaign import AGENCIES_SHOWN, CampaignFile, CampaignShown, MissingShown
from attendance.reports.coverage import AgencyCoverage, Tally, UnitCoverage
from attendance.reports.missing import Missing
from attendance.reports.pace import OperatorPace
from attendance.rules.kinds import CampaignRule
from bot.channels.telegram.keyboards import CALLBACK_BYTES
from bot.dialogues import campaign
from bot.dialogues.turn import Idle
from bot.events import Pressed
from bot.rendering import render_line
from tests.fixtures.town import ANDI, NIPS, Town

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
ADMIN = Person(1, "telegram", "id", "Asia/Makassar", employee_id=5, acknowledged=True, roles=(Grant(Role.ADMIN),))
WIDE = "M" * 200


def _shown(count: int, *, name: str = WIDE) -> CampaignShown:
    tally = Tally(enrolled=3, missing=7, unreachable=2)
    agencies = tuple(
        AgencyCoverage(number, name, "Asia/Makassar", (UnitCoverage(10**17 + number, name, tally),) * 2)
        for number in range(10**17, 10**17 + count)
    )
    operators = tuple(OperatorPace(number, name, 10, 200, 30, NOW - timedelta(hours=2)) for number in range(14))
    rule = CampaignRule(starts=date(2026, 11, 23), ends=date(2026, 11, 28))
    rules = (*[rule] * (count - 1), CampaignRule(starts=date(2026, 11, 23), ends=date(2026, 11, 30)))
    return CampaignShown(agencies, rules, operators, NOW, NOW + timedelta(days=9))


def _text(say: Say, language: str = "id") -> str:
    return render_line(language, say.key, say.args)


@pytest.mark.parametrize("language", ["id", "en"])
def test_with_names_of_the_longest_kind_every_message_is_within_the_limits(language: str) -> None:
    people = tuple(Missing(1, WIDE, NIPS[ANDI], 1, WIDE, 2, WIDE, False) for _ in range(20))
    for outcome in (_shown(42), _shown(1), MissingShown(10**17, WIDE, 10**17, WIDE, people, 999, 3)):
        (say,) = campaign.told(Idle(), outcome, ADMIN).says
        assert len(_text(say, language)) <= 4096
        for button in say.buttons:
            assert len(f"{button.action}:{button.row_id}:{button.version}") <= CALLBACK_BYTES
            assert 0 < len(render_line(language, button.key, button.args)) <= 64


def test_ten_agencies_are_told_and_the_others_a_press_away() -> None:
    (say,) = campaign.told(Idle(), _shown(42, name="Dinas"), ADMIN).says
    assert "dan 32 OPD lainnya" in _text(say)
    assert "dan 6 operator lainnya" in _text(say)
    assert sum(button.action == campaign.CampaignPress.AGENCY for button in say.buttons) == AGENCIES_SHOWN
    following = next(button for button in say.buttons if button.action == campaign.CampaignPress.ALL)
    turn = campaign.pressed(Idle(), Pressed(following.action, following.row_id, following.version, "q"))
    (last,) = campaign.told(Idle(), replace(_shown(42), page=4), ADMIN).says
    assert getattr(turn.step, "page", None) == 1
    assert campaign.CampaignPress.ALL not in {button.action for button in last.buttons}


def test_a_deadline_that_will_be_missed_is_said_with_what_helps() -> None:
    text = _text(campaign.told(Idle(), _shown(3, name="Dinas"), ADMIN).says[0])
    assert "Batas: Senin, 30 November 2026, 7 hari lagi" in text
    assert "melewati batas. Tambah operator" in text
    assert "batas Sabtu, 28 November 2026" in text


def test_names_are_told_with_the_end_of_their_number_only() -> None:
    people = (Missing(1, "Andi", NIPS[ANDI], 1, "Kominfo", None, None, True),)
    text = _text(campaign.told(Idle(), MissingShown(1, "Kominfo", None, None, people, 1, 0), ADMIN).says[0])
    assert NIPS[ANDI] not in text
    assert NIPS[ANDI][-4:] in text


@pytest.mark.parametrize("action", sorted(campaign.ACTIONS))
def test_every_button_leads_to_a_step(action: str) -> None:
    assert campaign.pressed(Idle(), Pressed(action, 3, 1, "q")).step is not None


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


async def test_an_admin_sees_the_regency_down_to_names_and_takes_it_along(sqlite_town: Town) -> None:
    town = sqlite_town
    admin = await town.admin()
    async with town.database.write(Priority.STEP) as session:
        ids = {name: id_ for id_, name in (await session.execute(select(Employee.id, Employee.name))).all()}
        await record_choice(session, Voice(ids["Nurhayati"]), Choice.REFUSED, "1", town.clock.now())
        await session.execute(update(Employee).where(Employee.name == ANDI).values(name="=CMD|' /C calc'!A0"))
    await admin.says("/kampanye")
    await admin.hears_only(
        "Rekam wajah di 2 OPD", "0 dari 11", "Tanpa wajah (tidak perlu direkam): 1", "Batas waktu belum ditetapkan"
    )
    await town.rule_for_all(CampaignRule(starts=town.today, ends=town.today + timedelta(days=5)))
    await admin.says("/kampanye")
    await admin.hears_only("Batas: Sabtu, 28 November 2026, 5 hari lagi", "Kominfo Contoh: 0/7 (0 %), belum 7")
    await admin.presses("Kominfo Contoh 0 %")
    units = await admin.hears_only("Rekam wajah di Kominfo Contoh", "Bidang Informatika: 0/3", "Sekretariat: 0/2")
    await admin.presses("Bidang Persandian (2)")
    await admin.hears_only("Belum direkam di Bidang Persandian, Kominfo Contoh: 2 orang", "belum punya akun")
    await admin.presses_again(units, "Siapa yang belum (7)")
    await admin.hears_only("Belum direkam di Kominfo Contoh: 7 orang")
    await admin.presses_again(units, "Gambar")
    picture = await admin.hears_only("Cakupan rekam wajah per OPD")
    assert picture.kind == "photo"
    assert Image.open(io.BytesIO(picture.content or b"")).size[0] == 1000
    await admin.presses_again(units, "XLSX")
    document = await admin.hears_only("memuat nama dan NIP")
    assert (document.kind, document.body["document"]["file_name"]) == ("document", "rekam-wajah-2026-11-23-0720.xlsx")
    pages = sheets(document.content or b"")
    assert list(pages) == ["Ringkasan per OPD", "Per unit", "Yang belum", "Laju operator"]
    assert pages["Ringkasan per OPD"][-1][:6] == ("Seluruhnya", 12, 1, 11, 0, 0)
    missing = {row[2]: row[3] for row in pages["Yang belum"][1:]}
    assert missing["=CMD|' /C calc'!A0"] == NIPS[ANDI]
    assert len(missing) == 11
    assert await exports(town) == 1


async def exports(town: Town) -> int:
    async with town.database.read() as session:
        return len((await session.scalars(select(Audit.id).where(Audit.action == "campaign.exported"))).all())


async def test_a_head_sees_the_own_agency_with_masked_numbers_and_nothing_once_the_role_has_ended(
    sqlite_town: Town,
) -> None:
    town = sqlite_town
    andi = await town.employee(ANDI)
    async with town.database.write(Priority.STEP) as session:
        ids = {name: id_ for id_, name in (await session.execute(select(Employee.id, Employee.name))).all()}
        agency_id = await session.scalar(select(Employment.agency_id).where(Employment.employee_id == ids[ANDI]))
        other_id = await session.scalar(select(Agency.id).where(Agency.id != agency_id))
        session.add(RoleGrant(employee_id=ids[ANDI], role=Role.HEAD, agency_id=agency_id, valid_from=town.today))
    await andi.says("/kampanye")
    card = await andi.hears_only("Rekam wajah di Kominfo Contoh", "0 dari 7")
    await andi.presses("XLSX")
    document = await andi.hears_only("memuat nama dan NIP")
    numbers = [row[3] for row in sheets(document.content or b"")["Yang belum"][1:]]
    assert all(str(number).startswith("**************") for number in numbers)
    assert "Dinas Ketat" not in str(sheets(document.content or b""))
    foreign = Button("campaign-label-missing", campaign.CampaignPress.MISSING_OF_AGENCY, other_id or 0)
    forged = {"data": f"{foreign.action}:{foreign.row_id}:0"}
    await town.receives(
        andi,
        "callback_query",
        id="1",
        chat_instance="1",
        message=card.body,
        **forged,
    )
    await andi.hears_only("Belum ada pegawai dalam lingkup peran Anda")
    async with town.database.write(Priority.STEP) as session:
        await session.execute(update(RoleGrant).values(valid_to=town.today - timedelta(days=1)))
        attached = Say("campaign-nobody", attachment=Attachment(CampaignFile.WORKBOOK.maker))
        account_id = await session.scalar(select(Outbox.account_id).limit(1)) or 0
        put(session, attached, account_id=account_id, employee_id=None, inbound_id=None, now=town.clock.now())
    town.service.sender.wake()
    await andi.hears_nothing_more()
    async with town.database.read() as session:
        newest = await session.scalar(select(Outbox).order_by(Outbox.id.desc()).limit(1))
        assert newest is not None
        assert newest.status == OutboxStatus.DEAD
    await andi.presses_again(card, "XLSX")
    await andi.hears_only("sudah tidak berlaku")


async def test_who_is_missing_is_reminded_in_chat_at_the_hour_and_not_twice(sqlite_town: Town) -> None:
    town = sqlite_town
    andi = await town.employee(ANDI)
    await town.rule_for_all(CampaignRule(starts=town.today, ends=town.today + timedelta(days=5)))
    await andi.quiet()
    town.clock.set(town.at("09:00:30"))
    await andi.hears("Wajah Anda belum direkam", "Sabtu, 28 November 2026", "/rekam_saya", "PIN dan saksi")
    await andi.later(minutes=30)
    await andi.hears_nothing_more()
