"""`python -m demo.screenshots FOLDER`: the pictures of the documentation, taken of the page while somebody plays it.

Needs what only the development environment has: playwright, and Chromium as a program of that name.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from demo.folder import belongings
from demo.moments import parse_moment
from demo.page.opening import open_page
from demo.quiet import keep_quiet

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

START = "2026-11-23T07:20"
WIDTH, HEIGHT = 1440, 900
PATIENCE_MS = 60_000
SETTLED_MS = 3_000
"""Until the chats have scrolled to what came last."""


async def take(folder: Path) -> None:
    """demo.png: somebody too far away, then checked in; print-attack.png: Seluma, and what the admin sees of it."""
    from playwright.async_api import async_playwright

    with belongings(None) as things:
        async with open_page(parse_moment(START), things, port=0) as show, async_playwright() as started:
            chromium = await started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = await chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE_MS)
            await page.goto(show.stage.url)
            await _check_in(page)
            await page.screenshot(path=folder / "demo.png")
            await _print_attack(page)
            await page.screenshot(path=folder / "print-attack.png")
            await chromium.close()


async def _check_in(page: "Page") -> None:
    phone = page.locator("#employee")
    await _press(phone, "Masuk")
    await phone.get_by_text("kirim satu swafoto").wait_for()
    await _press(phone, "Kirim foto")
    await _press(phone, "astronaut-5")
    await _press(phone, "Kirim 1 foto")
    for place in ("142 m timur laut", "Di kantor"):
        await _press(phone, "Bagikan lokasi")
        await _press(phone, place)
        await _press(phone, "Bagikan lokasi ini")
        await page.wait_for_timeout(SETTLED_MS)
    await phone.get_by_text("Masuk tercatat").wait_for()
    await page.frame_locator("#console").get_by_text("Hadir").first.wait_for()


async def _print_attack(page: "Page") -> None:
    await page.get_by_role("button", name="Serangan foto cetak").click()
    await page.locator("#attack-how", has_text="petugas yang memutuskan").wait_for(timeout=3 * PATIENCE_MS)
    await page.locator("#admin").get_by_text("/curiga").wait_for()
    await page.wait_for_timeout(SETTLED_MS)


async def _press(phone: "Locator", name: str) -> None:
    await phone.get_by_role("button", name=name).click()


if __name__ == "__main__":
    keep_quiet()
    asyncio.run(take(Path(sys.argv[1])))
