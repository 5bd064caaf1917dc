"""README's way to a real token, followed to the letter until an employee has checked in."""

import asyncio
import os
import re
import shlex
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from demo.portraits import portrait
from demo.serving import serve
from demo.telegram import Phone, Platform, create_app
from demo.telegram.chats import Message
from tests.fixtures.log_guard import leaks_in

ROOT = Path(__file__).parents[1]
TOKEN = "700100500:AAHm-readme-token-of-the-tests-0123456789"
OFFICE = (-4.3392, 122.2987)  # of the sample sites

PATIENCE_S = 60.0


def section(title: str) -> str:
    """README from that heading to the next one of its level."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", (ROOT / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    assert found is not None, f"README has no section {title!r}"
    return found[1]


def commands(text: str) -> str:
    """Everything in its ```sh blocks, as one script."""
    return "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


async def test_whoever_follows_the_readme_with_a_token_of_their_own_ends_with_a_check_in_on_record(
    tmp_path: Path,
) -> None:
    text = section("With a real token")
    platform = Platform(SystemClock())
    platform.add_bot(TOKEN, "presensi_readme_bot")
    async with serve(create_app(platform)) as address, followed(clone(tmp_path), commands(text), address) as shell:
        admin_code, employee_code = [await next_code(shell), await next_code(shell)]
        admin, employee = platform.phone(1, "Admin"), platform.phone(2, "Eileen")
        await bind(admin, admin_code)
        await bind(employee, employee_code)

        (rekam,) = re.findall(r"`(/rekam \d+)`", text)
        await admin.text(rekam)
        await hears(admin, "Eileen Marwah")
        for number in (1, 2, 3):
            await admin.photo(portrait("astronaut", number))
            await hears(admin, "Foto" if number < 3 else "selesai")

        await employee.press_key("Masuk")
        await hears(employee, "kirim satu swafoto")
        await employee.photo(portrait("astronaut", 7))
        await employee.press_key("Bagikan lokasi", position=OFFICE)
        await hears(employee, "Masuk tercatat")


def clone(folder: Path) -> Path:
    """What a clone after `make setup` holds, as far as the commands touch it: nothing is written into the real one."""
    shutil.copy(ROOT / ".env.example", folder)
    shutil.copytree(ROOT / "sample", folder / "sample")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@asynccontextmanager
async def followed(folder: Path, script: str, address: str) -> AsyncIterator[Process]:
    """A shell that runs the script with the token as what is typed; ended with everything it started."""
    file = folder.parent / "readme.sh"
    file.write_text(f"cd {shlex.quote(str(folder))}\n{script}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PRESENSI_")}
    environment |= {"PRESENSI_TELEGRAM_API": address, "PRESENSI_PORT": "0"}
    shell = await asyncio.create_subprocess_exec(
        *("sh", "-e", str(file)), env=environment, stdin=PIPE, stdout=PIPE, stderr=STDOUT, start_new_session=True
    )
    assert shell.stdin is not None
    shell.stdin.write(f"{TOKEN}\n".encode())
    try:
        yield shell
    finally:
        if shell.returncode is None:
            os.killpg(shell.pid, signal.SIGTERM)
        rest, _ = await shell.communicate()
        assert not leaks_in(rest.decode())


async def next_code(shell: Process) -> str:
    """The code of the next link that is printed."""
    assert shell.stdout is not None
    printed = []
    async with asyncio.timeout(PATIENCE_S):
        async for line in shell.stdout:
            printed.append(line.decode())
            if found := re.search(r"\?start=([A-Z0-9-]+)", printed[-1]):
                return found[1]
    raise AssertionError(f"no link was printed: {printed}")


async def bind(phone: Phone, code: str) -> None:
    """As the app does when the link is opened, and the notice read."""
    await phone.command("start", code)
    await hears(phone, "Selamat datang")
    notice = await hears(phone, "Pemberitahuan")
    await phone.press(notice, "Saya mengerti")
    await hears(phone, "Terima kasih")
    await phone.inbox.next(PATIENCE_S)


async def hears(phone: Phone, fragment: str) -> Message:
    message = await phone.inbox.next(PATIENCE_S)
    assert fragment in message.text
    return message
