"""The page in a real browser: what a newcomer presses, with a sample face and with the webcam."""

import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from PIL import Image, ImageOps

from demo.portraits import portrait
from tests.demo.conftest import House

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"),
]

PATIENCE_MS = 60_000
NEWCOMER = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def webcam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of one frame in which Eileen looks into the camera."""
    with Image.open(io.BytesIO(portrait("astronaut", 11))) as picture:
        frame = ImageOps.pad(picture, (1280, 960), color=(90, 90, 90))
    written = io.BytesIO()
    frame.save(written, "JPEG", quality=92)
    film = tmp_path_factory.mktemp("webcam") / "eileen.mjpeg"
    film.write_bytes(written.getvalue() * 2)
    return film


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(webcam: Path) -> AsyncIterator[Any]:
    """Chromium with that film as its camera."""
    arguments = [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={webcam}",
    ]
    async with playwright.async_playwright() as started:
        chromium = await started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        await chromium.close()


@asynccontextmanager
async def newcomer(browser: Any, house: House, **how: Any) -> AsyncIterator[Any]:
    """Somebody who opens the page for the first time; at the end the page must not have complained."""
    context = await browser.new_context(viewport=NEWCOMER, permissions=["camera"], **how)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    page.on("request", lambda sent: complaints.append(sent.url) if not _is_here(sent.url, house) else None)
    await page.goto(house.stage.url)
    yield page
    await context.close()
    assert complaints == []


def _is_complaint(said: Any) -> bool:
    """A link or session of the console that ended because the clock jumped is none: the page enters again."""
    return said.type == "error" and not urlsplit(said.location["url"]).path.startswith("/konsol")


def _is_here(url: str, house: House) -> bool:
    return url.startswith((f"{house.stage.url}/", "data:", f"blob:{house.stage.url}/"))


async def share_position(phone: Any, label: str) -> None:
    await phone.get_by_role("button", name="Bagikan lokasi").click()
    await phone.get_by_role("button", name=label).click()
    await phone.get_by_role("button", name="Bagikan lokasi ini").click()


async def test_the_first_minute_ends_with_a_check_in_on_the_live_list(browser: Any, house: House) -> None:
    async with newcomer(browser, house) as page:
        phone = page.locator("#employee")
        for told in ("#employee", "#admin"):
            newest = page.locator(f"{told} .messages li").last
            await newest.wait_for()
            await playwright.expect(newest).to_be_in_viewport()
        await phone.get_by_role("button", name="Masuk").click()
        await phone.get_by_text("kirim satu swafoto").wait_for()
        await phone.get_by_role("button", name="Kirim foto").click()
        await phone.get_by_role("button", name="astronaut-5").click()
        await phone.get_by_role("button", name="Kirim 1 foto").click()
        await share_position(phone, "Di kantor")
        await phone.get_by_text("Masuk tercatat 07:2").wait_for()
        row = page.frame_locator("#console").locator("tr", has_text="Eileen Marwah")
        await row.get_by_text("Hadir").wait_for()
        await page.locator(".guide .done", has_text="Eileen masuk kerja").wait_for()


async def test_the_webcam_takes_the_selfie(browser: Any, house: House) -> None:
    """After 16:05, so that the check-out needs no second question."""
    async with newcomer(browser, house) as page:
        await page.get_by_role("button", name="16.05").click()
        await page.locator("#time", has_text="16.05").wait_for()
        phone = page.locator("#employee")
        await phone.get_by_role("button", name="Pulang").click()
        await phone.get_by_text("Presensi pulang: kirim satu swafoto").wait_for()
        await phone.get_by_role("button", name="Kirim foto").click()
        await phone.get_by_role("button", name="Kamera").click()
        await phone.get_by_role("button", name="Ambil foto").click()
        await phone.get_by_role("button", name="Kirim 1 foto").click()
        await share_position(phone, "Di kantor")
        await phone.get_by_text("Pulang tercatat 16:05").wait_for()


async def test_a_position_is_chosen_by_tapping_the_map(browser: Any, house: House) -> None:
    async with newcomer(browser, house) as page:
        phone = page.locator("#employee")
        await phone.get_by_role("button", name="Kirim lokasi").click()
        plan = phone.locator(".sheet .map")
        box = await plan.bounding_box()
        await plan.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.12})
        readout = phone.locator(".readout")
        assert "timur" in await readout.inner_text()
        await phone.get_by_role("button", name="Jakarta").click()
        assert await readout.inner_text() == "Jakarta, jauh di luar peta"
        await page.keyboard.press("Escape")
        assert await phone.locator(".sheet").count() == 0


async def test_the_page_switches_to_english_and_stays_so(browser: Any, house: House) -> None:
    async with newcomer(browser, house) as page:
        await page.get_by_role("button", name="EN", exact=True).click()
        await page.get_by_role("heading", name="Try this").wait_for()
        await page.reload()
        await page.get_by_role("heading", name="Try this").wait_for()
        assert await page.locator("html").get_attribute("lang") == "en"


async def test_on_a_narrow_screen_one_thing_shows_at_a_time_and_nothing_sticks_out(browser: Any, house: House) -> None:
    async with newcomer(browser, house) as page:
        await page.set_viewport_size({"width": 360, "height": 740})
        for tab, shown in (("Pegawai", "#employee"), ("Admin", "#admin"), ("Kehadiran", ".side")):
            await page.locator(".tabs").get_by_role("button", name=tab).click()
            visible = [part for part in ("#employee", "#admin", ".side") if await page.locator(part).is_visible()]
            assert visible == [shown]
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_when_the_demo_ends_the_page_says_so(browser: Any, house: House) -> None:
    context = await browser.new_context(viewport=NEWCOMER)
    page = await context.new_page()
    await page.goto(house.stage.url)
    await page.locator("#employee .messages li").first.wait_for()
    await context.set_offline(True)
    await page.locator("#employee .problem", has_text="Demo tidak menjawab").wait_for()
    await context.set_offline(False)
    await page.locator("#employee .problem").wait_for(state="hidden")
    await context.close()
