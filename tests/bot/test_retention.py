"""A service that is left to itself forgets what it need not keep."""

from sqlalchemy import select

from attendance.people.faces.templates import load_templates
from attendance.people.tables import Employee
from attendance.records.tables import Audit, Media
from attendance.vault.files import MediaFiles
from bot.retention import EVERY_S
from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KOMINFO, NIPS, Town


async def test_a_rejected_selfie_goes_after_a_month_and_an_accepted_one_after_a_year(sqlite_town: Town) -> None:
    town = sqlite_town
    admin, eileen = await town.admin(), await town.employee(EILEEN)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")
    await eileen.sends_selfie(portrait("hopper", 5))
    await eileen.is_at(KOMINFO)
    await eileen.hears("belum cocok")
    await eileen.sends_selfie(portrait("astronaut", 5))
    await eileen.hears("Masuk tercatat")
    await eileen.later(minutes=11)
    assert await kept(town, pictures=5) == []
    await eileen.later(days=31)
    assert await kept(town, pictures=4) == ["picture.rejected_expired"]
    await eileen.later(days=366)
    assert await kept(town, pictures=3) == ["picture.rejected_expired", "picture.accepted_expired"]

    async with town.database.read() as session:
        employee_id = await session.scalar(select(Employee.id).where(Employee.name == EILEEN)) or 0
        templates = await load_templates(session, employee_id, town.service.keyring)
    assert len(templates.embeddings) == 6


async def kept(town: Town, pictures: int) -> list[str]:
    """Wait until so many pictures are left, on record and as files; what was deleted, as the audit says."""
    files = MediaFiles(town.settings.media, town.service.keyring)
    async with town.clock.timeout(30):
        while True:
            async with town.database.read() as session:
                living = set(await session.scalars(select(Media.file).where(Media.deleted_at.is_(None))))
                told = select(Audit.action).where(Audit.subject == "media").order_by(Audit.id)
                actions = list(await session.scalars(told))
            # Time may go on once the round is over: it would sleep through what happens meanwhile.
            if len(living) == pictures and living == await files.names() and town.clock.asleep[EVERY_S]:
                return actions
            await town.clock.sleep(0.02)
