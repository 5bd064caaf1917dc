"""The whole way of one check-in, through real HTTP, a real database and real engines."""

from demo.portraits import portrait
from tests.fixtures.town import KOMINFO, Town

EILEEN = "199302282019022004"


async def test_an_enrolled_employee_checks_in_with_a_selfie_and_a_position(town: Town) -> None:
    admin = await town.admin()
    eileen = await town.employee("Eileen Marwah")
    await town.enrol(admin, EILEEN, "astronaut")
    before = eileen.messages_from_us

    await eileen.says("Masuk")
    await eileen.hears("kirim satu swafoto")
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO, metres=20, bearing=90)
    await eileen.hears("Masuk tercatat 07:2", "Kantor Kominfo Contoh", "Tepat waktu")
    await eileen.hears_nothing_more()
    assert eileen.messages_from_us - before == 2
