"""The whole way of one check-in, through real HTTP, a real database and real engines."""

from demo.portraits import portrait
from tests.fixtures.town import EILEEN, KOMINFO, NIPS, Town


async def test_an_enrolled_employee_checks_in_with_a_selfie_and_a_position(town: Town) -> None:
    admin = await town.admin()
    eileen = await town.employee(EILEEN)
    await town.enrol(admin, NIPS[EILEEN], "astronaut")

    async with eileen.costing(2):
        await eileen.says("Masuk")
        await eileen.hears("kirim satu swafoto")
        await eileen.sends_selfie(portrait("astronaut", 7))
        await eileen.is_at(KOMINFO, metres=20, bearing=90)
        await eileen.hears("Masuk tercatat 07:2", "Kantor Kominfo Contoh", "Tepat waktu")
