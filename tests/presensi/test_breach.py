"""`presensi breach`: who, what of them, when, the letters and the clock; and nothing a thief could read."""

import csv
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from attendance.people.tables import Employee, Nip
from attendance.privacy.tables import Breach
from attendance.records.database import Database, Priority
from attendance.records.tables import Audit, Inbound, Media
from bot.clock import SystemClock
from presensi.breach import breach
from presensi.breach_pack import table
from presensi.errors import CommandRefused
from presensi.import_ import import_
from tests.attendance.people.office import NOW

ROSTER = Path(__file__).parents[2] / "sample" / "roster.csv"
ANDI, EILEEN, GRACE = "Andi Saputra", "Eileen Marwah", "Grace Hasan"
SINCE = datetime(2026, 11, 20, 8, tzinfo=UTC)
WHAT = "Salinan folder foto dibawa ke luar kantor."


async def pictures(url: str, *taken: tuple[str, str | None, int]) -> None:
    """Of (sender, whom it shows, how many days before the leak it was deleted, 0 for not at all)."""
    database = await Database.open(url)
    async with database.write(Priority.STEP) as session:
        ids = {name: id_ for id_, name in (await session.execute(select(Employee.id, Employee.name))).all()}
        for number, (sender, shown, gone) in enumerate(taken):
            row = Inbound(
                channel="telegram", our_account="main", external_id=str(number), received_at=SINCE, status="done"
            )
            session.add(row)
            await session.flush()
            media = Media(
                employee_id=ids[sender],
                shows_id=None if shown is None else ids[shown],
                inbound_id=row.id,
                file=f"f{number}",
                sha256="0",
                size=1,
                created_at=SINCE - timedelta(days=90),
            )
            media.deleted_at = SINCE - timedelta(days=gone) if gone else None
            session.add(media)
    await database.close()


@pytest.fixture
async def leaked(migrated_sqlite: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Andi took a picture of Eileen and one of himself; Grace's went long before."""
    await import_(ROSTER)
    await pictures(migrated_sqlite, (ANDI, EILEEN, 0), (ANDI, None, 0), (GRACE, None, 30))
    capsys.readouterr()
    return migrated_sqlite


async def test_the_pack_holds_who_what_when_the_letters_and_the_deadline(
    leaked: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await breach(what=WHAT, since=SINCE, data="pictures", json=True)
    *_, last = capsys.readouterr().out.splitlines()
    told = json.loads(last)
    assert told["people"] == 2
    folder = Path(told["folder"])
    rows = list(csv.DictReader((folder / "orang.csv").read_text("utf-8").splitlines()))
    assert [(row["nama"], row["pictures"]) for row in rows] == [(ANDI, "1"), (EILEEN, "1")]
    letter = (folder / "surat" / rows[1]["surat"]).read_text("utf-8")
    for words in (EILEEN, WHAT, "Pasal 46", "foto wajah: 1", "kuncinya tidak ikut bocor", "Hubungi"):
        assert words in letter
    assert rows[1]["nip"] not in letter
    agency = (folder / "surat-lembaga.txt").read_text("utf-8")
    assert "Jumlah pegawai yang terkena: 2" in agency
    assert EILEEN not in agency
    assert "BATAS WAKTU" in (folder / "ringkasan.txt").read_text("utf-8")
    assert len(list((folder / "surat").iterdir())) == 2
    assert not stat.S_IMODE((folder / "orang.csv").stat().st_mode) & 0o077
    due = datetime.fromisoformat(told["due_at"])
    assert timedelta(hours=71) < due - SystemClock().now() < timedelta(hours=73)


async def test_the_declaration_is_on_record(leaked: str) -> None:
    discovered = SystemClock().now() - timedelta(hours=5)
    await breach(what=WHAT, since=SINCE, discovered=discovered, data="pictures", keys_too=True)
    database = await Database.open(leaked)
    async with database.read() as session:
        row = (await session.scalars(select(Breach))).one()
        audit = (await session.scalars(select(Audit).where(Audit.action == "breach.declared"))).one()
    await database.close()
    assert (row.what, row.people, row.keys_too) == (WHAT, 2, True)
    assert row.due_at == discovered + timedelta(hours=72)
    assert audit.subject_id == row.id


async def test_the_database_concerns_everybody_and_only_those_named_where_some_are(
    leaked: str, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await breach(what=WHAT, since=SINCE, data="database", json=True)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["people"] == 12
    database = await Database.open(leaked)
    async with database.read() as session:
        query = select(Nip.nip).join(Employee, Employee.id == Nip.employee_id).where(Employee.name == GRACE)
        (installation / "nips.txt").write_text(f"{(await session.scalars(query)).one()}\n\n", "utf-8")
    await database.close()
    await breach(what=WHAT, since=SINCE, data="database", people=Path("nips.txt"), json=True)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["people"] == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"what": "  "}, "empty"),
        ({"what": "a\u202eb"}, "U+202E"),
        ({"until": NOW}, "--since comes before"),
        ({"discovered": datetime(2999, 1, 1, tzinfo=UTC)}, "not in the future"),
        ({"people": Path("nowhere.txt")}, "cannot be read"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_declared(leaked: str, told: dict[str, object], said: str) -> None:
    with pytest.raises(CommandRefused, match=said.replace("+", r"\+")):
        await breach(**{"what": WHAT, "since": SINCE, **told})  # type: ignore[arg-type]
    database = await Database.open(leaked)
    async with database.read() as session:
        assert not (await session.scalars(select(Breach))).all()
    await database.close()


def test_no_cell_begins_as_a_formula_does() -> None:
    from attendance.privacy.breach import Concerned, Incident, Kind, Leaked

    incident = Incident(WHAT, Leaked.PICTURES, False, SINCE, SINCE, SINCE)
    told = table(incident, [Concerned(1, "=CMD()", "1", "@Dinas", {Kind.PICTURES: 1})])
    assert '"\'=CMD()","\'@Dinas"' in told
