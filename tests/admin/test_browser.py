"""The page as Chromium sees it: entered by the link, alive by itself, usable on a phone and with a keyboard."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy import delete

from attendance.people.tables import ConsoleSession
from attendance.time.schedule import Direction
from demo.serving import serve
from tests.admin.visitor import Desk
from tests.attendance.people.office import Office
from tests.attendance.reports.records import open_site, punch
from tests.attendance.reports.test_live import wita

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]


@pytest.fixture
async def address(desk: Desk) -> AsyncIterator[str]:
    """The console over real HTTP."""
    async with serve(desk.console("http://127.0.0.1")) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    """A tab in which nothing may go wrong: what the content security policy blocks is an error of the page, too."""
    errors: list[str] = []
    context = await browser.new_context(base_url=address, locale="id-ID")
    page = await context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    await context.close()
    # The browser itself reports answers of status 401 and lines that were cut on purpose.
    assert [error for error in errors if not error.startswith("Failed to load resource")] == []


@pytest.fixture
async def entered(page: Page, desk: Desk, office: Office) -> Page:
    """In front of the list, by way of the link and its button."""
    await page.goto(await desk.link(office.rahma))
    await page.get_by_role("button", name="Masuk").click()
    await page.wait_for_url("**/konsol")
    return page


async def test_a_check_in_appears_by_itself_is_lit_up_and_spoken_once(
    entered: Page, desk: Desk, office: Office
) -> None:
    await expect(entered.get_by_role("heading", name="Kehadiran")).to_be_visible()
    await expect(entered.locator("tr.new")).to_have_count(0)
    site = await desk.happens(open_site, "Kantor Bupati")
    await desk.happens(punch, office.siti, Direction.IN, wita("07:19"), site)
    desk.passes(seconds=3)
    await expect(entered.locator("tr.new")).to_contain_text("Siti")
    await expect(entered.locator("#spoken")).to_have_text("Siti: Hadir")
    await expect(entered.locator("tbody tr").first).to_contain_text("Kantor Bupati")
    await expect(entered.get_by_role("link", name="1 Hadir")).to_be_visible()
    await expect(entered.locator("#clock")).to_have_text("07:20:03 WITA")


async def test_a_search_narrows_as_one_types_and_survives_refresh_and_reload(entered: Page, desk: Desk, office) -> None:
    await entered.get_by_role("searchbox").fill("bud")
    await expect(entered.locator("tbody tr")).to_have_count(1)
    await desk.happens(punch, office.siti, Direction.IN, wita("07:19"))
    await desk.happens(punch, office.budi, Direction.IN, wita("07:19"))
    await expect(entered.locator("tbody tr")).to_contain_text("07:19")
    await entered.reload()
    await expect(entered.get_by_role("searchbox")).to_have_value("bud")
    await expect(entered.locator("tbody tr")).to_have_count(1)
    await entered.get_by_role("searchbox").fill("nobody")
    await entered.get_by_role("link", name="Tampilkan semua").click()
    await expect(entered.locator("tbody tr")).to_have_count(2)


async def test_a_card_narrows_and_keeps_the_focus_of_the_keyboard(entered: Page, desk: Desk, office: Office) -> None:
    await desk.happens(punch, office.budi, Direction.IN, wita("07:19"))
    card = entered.get_by_role("link", name="1 Hadir")
    await card.focus()
    await entered.keyboard.press("Enter")
    await expect(entered.locator("tbody tr")).to_have_count(1)
    await expect(card).to_be_focused()
    await expect(card).to_have_attribute("aria-current", "true")
    await entered.get_by_label("OPD").select_option("Dinas Perhubungan")
    await expect(entered.get_by_text("Tidak ada pegawai yang cocok.")).to_be_visible()


async def test_an_ended_session_takes_the_list_away_and_says_how_to_come_back(entered: Page, desk: Desk) -> None:
    await desk.happens(lambda session: session.execute(delete(ConsoleSession)))
    await expect(entered.get_by_role("status")).to_contain_text("Kirim /konsol ke bot")
    await expect(entered.locator("table")).to_have_count(0)


async def test_a_cut_line_is_told_and_mends_itself(entered: Page) -> None:
    await entered.context.set_offline(True)
    await expect(entered.get_by_role("status")).to_contain_text("Sambungan terputus")
    await entered.context.set_offline(False)
    await expect(entered.get_by_role("status")).to_be_hidden()
    await expect(entered.locator("tbody tr")).to_have_count(2)


async def test_leaving_needs_one_press(entered: Page) -> None:
    await entered.get_by_role("button", name="Keluar").click()
    await expect(entered.get_by_role("heading", name="Anda sudah keluar")).to_be_visible()
    await entered.goto("/konsol")
    await expect(entered.get_by_role("heading", name="Halaman ini terkunci")).to_be_visible()


async def test_on_a_small_phone_nothing_is_cut_off(entered: Page, desk: Desk, office: Office) -> None:
    site = await desk.happens(open_site, "Kantor Bidang Penyelenggaraan Pemerintahan Berbasis Elektronik")
    await desk.happens(punch, office.budi, Direction.IN, wita("07:49"), site)
    await entered.set_viewport_size({"width": 320, "height": 640})
    await expect(entered.locator("tbody tr").first).to_contain_text("Terlambat 19 menit")
    widths = await entered.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths == [320, 320]
    for button in await entered.locator("button, input, select, .card").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert await entered.locator("thead").evaluate("head => head.getBoundingClientRect().width") <= 1


async def test_pages_without_a_session_are_dressed(page: Page) -> None:
    """The policy allows their one inline style by its hash; a changed style with an old hash would be refused."""
    await page.goto("/konsol")
    radius = await page.locator("main").evaluate("main => getComputedStyle(main).borderTopLeftRadius")
    assert radius != "0px"
