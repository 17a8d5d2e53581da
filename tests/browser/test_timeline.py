"""Timeline and search in a browser: by keyboard, by thumb, and without script."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, log_in, set_up
from .test_first_run import make_album, upload, wait_until_prepared

MONTHS = {"2014-08": "August 2014", "2013-12": "December 2013", "1998-05": "May 1998"}


@pytest.fixture(scope="module")
def old_album(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A photo of each of three months."""
    folder = tmp_path_factory.mktemp("old")
    pictures = []
    for month, colour in zip(MONTHS, ("seagreen", "orange", "navy"), strict=True):
        path = folder / f"scan-{month}.jpg"
        path.write_bytes(jpeg(size=(900, 600), colour=colour, taken=f"{month}-03 10:00:00"))
        pictures.append(path)
    with served(folder) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        site = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=site.url).new_page()  # type: ignore[attr-defined]
        set_up(page, site)
        make_album(page, "Old slides")
        upload(page, pictures)
        wait_until_prepared(page)
        page.context.close()
        yield site


def headings(page: Page) -> list[str]:
    return [heading.strip() for heading in page.locator(".day__heading").all_inner_texts()]


def test_years_are_links(old_album: LiveSite, new_page: Callable[..., Page], javascript: bool) -> None:
    page = new_page(old_album, javascript=javascript)
    log_in(page)
    page.get_by_role("link", name="Timeline").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Timeline")
    assert headings(page) == list(MONTHS.values())
    page.get_by_role("navigation", name="Months and years").get_by_role("link", name="1998").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/?month=1998-05")
    assert headings(page) == ["May 1998"]
    page.get_by_role("link", name="Newer: December 2013").click()
    expect(page.locator(".day__heading").first).to_contain_text("December 2013")


def test_the_slider_jumps_by_keyboard(old_album: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(old_album)
    log_in(page)
    page.goto("/timeline/")
    slider = page.get_by_role("slider", name="Go to a month")
    expect(slider).to_have_attribute("aria-valuetext", "August 2014")
    slider.focus()
    page.keyboard.press("ArrowDown")
    expect(slider).to_have_attribute("aria-valuetext", "December 2013")
    expect(page.locator(".day__heading").first).to_contain_text("December 2013")
    page.keyboard.press("End")
    expect(page.locator(".day__heading").first).to_contain_text("May 1998")
    expect(page).to_have_url(re.compile("month=1998-05"))
    expect(slider).to_be_focused()
    current = page.get_by_role("navigation", name="Months and years").locator("[aria-current]").first
    expect(current).to_contain_text("1998")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".day__heading").first).to_contain_text("December 2013")
    page.keyboard.press("Home")
    expect(page.locator(".day__heading").first).to_contain_text("August 2014")


def test_the_slider_is_dragged_by_a_thumb_and_follows_the_page(
    old_album: LiveSite, new_page: Callable[..., Page]
) -> None:
    page = new_page(old_album, viewport={"width": 390, "height": 700})
    log_in(page)
    page.goto("/timeline/")
    slider = page.get_by_role("slider", name="Go to a month")
    box = slider.bounding_box()
    assert box is not None
    assert box["width"] >= 44
    page.mouse.move(box["x"] + 22, box["y"] + 22)
    page.mouse.down()
    page.mouse.move(box["x"] + 22, box["y"] + box["height"] - 22, steps=6)
    expect(page.locator("month-scrubber output")).to_have_text("May 1998")
    page.mouse.up()
    expect(page.locator(".day__heading").first).to_contain_text("May 1998")
    page.goto("/timeline/")
    page.set_viewport_size({"width": 390, "height": 420})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(slider).not_to_have_attribute("aria-valuetext", "August 2014")


def test_search_from_the_bar(old_album: LiveSite, new_page: Callable[..., Page], javascript: bool) -> None:
    page = new_page(old_album, javascript=javascript)
    log_in(page)
    box = page.get_by_role("searchbox", name="Search photos and albums")
    box.fill("scan 2013")
    box.press("Enter")
    page.wait_for_url("**/search?q=scan+2013")
    expect(page.locator(".search-summary")).to_contain_text("1 photo or video")
    assert headings(page) == ["Tuesday 3 December 2013"]
    page.get_by_role("searchbox").fill("slides")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Old slides")).to_be_visible()
    page.get_by_role("searchbox").fill("zzz")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="is:video").click()
    page.wait_for_url("**/search?q=is:video")
