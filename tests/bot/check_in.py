"""A check-in with a service in a process of its own: from the prompt to what is on record."""

from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring
from demo.portraits import portrait
from demo.telegram import Phone
from presensi.bench.regency import OFFICE
from tests.fixtures.service_process import House

RECEIPT, PROGRESS = "Masuk tercatat", "sedang diperiksa"


async def asked_to_check_in(house: House) -> Phone:
    """Somebody new who has been asked for selfie and position; the way of that message is over."""
    phone = next(house.people)
    await phone.text("Masuk")
    assert "kirim satu swafoto" in (await phone.inbox.next(60)).text
    await house.finish()
    return phone


async def send_both(phone: Phone) -> None:
    await send_selfie(phone)
    await send_position(phone)


async def send_selfie(phone: Phone) -> None:
    await phone.photo(portrait("astronaut", 7))


async def send_position(phone: Phone) -> None:
    await phone.location(OFFICE.latitude, OFFICE.longitude)


async def has_checked_in_once(house: House, phone: Phone, *, may_repeat: bool = False) -> None:
    """One punch, one accepted decision, one answer, nothing left over."""
    await house.finish()
    assert house.decisions(phone) == ["accepted"]
    assert house.punches(phone) == ["in"]
    assert house.receipts(phone) == ["sent"]
    assert house.column("SELECT DISTINCT status FROM inbound") == ["done"]
    await every_picture_opens(house)
    _, *said = [message.text for message in phone.inbox]
    answers = [text for text in said if PROGRESS not in text]
    assert len(said) - len(answers) <= 1
    assert len(answers) in ((1, 2) if may_repeat else (1,)), answers
    assert len(set(answers)) == 1
    assert RECEIPT in answers[0]


async def every_picture_opens(house: House) -> None:
    """A file was whole before its row said so; one that no row names yet harms nobody, and is swept."""
    files = MediaFiles(house.media, Keyring.parse(house.files.key))
    for row in house.column("SELECT file || ' ' || employee_id || ' ' || size FROM media WHERE size > 0"):
        file, employee_id, size = row.split()
        assert len(await files.read(file, employee_id)) == int(size)
