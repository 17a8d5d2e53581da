"""The viewer over a grid, the slideshow, and the place in a long grid, in a real browser."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ..corpus.films import film
from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, log_in, set_up, wait_until
from .test_accessibility import RULES, SIZES
from .test_first_run import make_album, upload, wait_until_prepared

PHOTOS = 25
PAGE = 12
PHONE = {"viewport": SIZES["phone"], "has_touch": True, "is_mobile": True}
OPEN = "dialog.viewer-over[open]"


@dataclass
class Filled:
    site: LiveSite
    album: str
    share: str


@pytest.fixture(scope="module")
def filled(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """An album of three pages, a film first, and a link to it."""
    folder: Path = tmp_path_factory.mktemp("viewer")
    files = [film(folder / "first.mp4", seconds=2, options={"movflags": "faststart"})]
    for number in range(PHOTOS):
        path = folder / f"IMG_{number:02}.jpg"
        moment = f"2031-08-03 10:{number:02}:00"
        path.write_bytes(jpeg(size=(600 + 40 * (number % 5), 420), colour="seagreen", taken=moment))
        files.append(path)
    with served(folder, PHOTOALBUM_PHOTOS_PER_PAGE=str(PAGE)) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        site = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=site.url).new_page()
        set_up(page, site)
        make_album(page, "Summer 2031")
        album = page.url.removeprefix(site.url)
        upload(page, files)
        wait_until_prepared(page)
        page.goto(f"{album}sharing")
        page.get_by_role("button", name="Make a link").click()
        share = re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", page.content())[0]
        page.context.close()
        yield Filled(site, album, share)


def opened(page: Page, number: int) -> str:
    """Follow the link of a tile, and wait until the viewer shows its picture and its details."""
    link = page.locator(".tile__link").nth(number)
    address = str(link.get_attribute("href"))
    link.click()
    shows(page, address)
    return address


def shows(page: Page, address: str) -> None:
    expect(page.locator(OPEN)).to_be_visible()
    page.wait_for_url(f"**{address}")
    expect(page.locator(f"{OPEN} [data-panel] .viewer__panel")).to_have_count(1)


def test_by_keyboard_alone(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.goto(filled.album)
    links = [str(each.get_attribute("href")) for each in page.locator(".tile__link").all()]
    page.locator(".tile__link").nth(3).focus()
    page.keyboard.press("Enter")
    shows(page, links[3])
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert "Summer" not in page.title()

    page.keyboard.press("ArrowRight")
    shows(page, links[4])
    page.keyboard.press("ArrowLeft")
    shows(page, links[3])

    expect(page.locator("[data-panel]")).to_be_visible()
    page.keyboard.press("i")
    expect(page.locator("[data-panel]")).to_be_hidden()
    page.keyboard.press("i")

    heart = page.locator(f"{OPEN} .heart__button")
    with page.expect_response(re.compile("/favourite$")):
        page.keyboard.press("f")
    expect(heart).to_have_attribute("aria-pressed", "true")
    # The tile behind has it too, as it will when the page is loaded anew.
    expect(page.locator(".tile__link").nth(3).locator("[data-hearts]")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[data-keys]")).to_be_hidden()
    with page.expect_download() as download:
        page.keyboard.press("d")
    assert download.value.suggested_filename.startswith("IMG_")

    page.keyboard.press("ArrowRight")
    shows(page, links[4])
    page.keyboard.press("Escape")
    expect(page.locator(OPEN)).to_have_count(0)
    page.wait_for_url(f"**{filled.album}")
    assert page.evaluate("document.activeElement.getAttribute('href')") == links[4]
    assert page.title().startswith("Summer 2031")


def test_back_closes_forward_opens_and_a_reload_is_the_photos_own_page(
    filled: Filled, new_page: Callable[..., Page]
) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.goto(filled.album)
    address = opened(page, 2)
    page.go_back()
    expect(page.locator(OPEN)).to_have_count(0)
    page.wait_for_url(f"**{filled.album}")
    page.go_forward()
    shows(page, address)
    page.reload()
    expect(page.locator("photo-keys.viewer")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: not url.endswith(address))


def test_the_viewer_goes_on_where_the_page_ends(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site, viewport={"width": 1280, "height": 500})
    log_in(page)
    page.goto(filled.album)
    opened(page, PAGE - 2)
    for _ in range(4):
        with page.expect_response(re.compile("fragment=1")):
            page.keyboard.press("ArrowRight")
        page.wait_for_load_state("networkidle")
    expect(page.locator(".tile")).to_have_count(PHOTOS + 1)
    page.keyboard.press("Escape")
    expect(page.locator(OPEN)).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.tile__link')")


def test_a_film_has_its_player_only_while_it_is_looked_at(
    filled: Filled, new_page: Callable[..., Page]
) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.goto(filled.album)
    link = page.locator("[data-video]").first
    while not link.count():
        page.mouse.wheel(0, 2000)
        page.wait_for_load_state("networkidle")
    link.click()
    video = page.locator(f"{OPEN} video")
    expect(video).to_have_count(1, timeout=30_000)
    wait_until(page, "document.querySelector('dialog video').readyState >= 2")
    page.evaluate("document.querySelector('dialog video').currentTime = 1")
    wait_until(page, "Math.abs(document.querySelector('dialog video').currentTime - 1) < 0.3")
    page.keyboard.press("ArrowLeft" if page.locator("[data-key=ArrowRight]").is_hidden() else "ArrowRight")
    expect(video).to_have_count(0)


def test_the_slideshow_keeps_going_and_any_key_ends_it(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.goto(filled.album)
    page.get_by_role("link", name="Slideshow").click()
    expect(page.locator("[data-show]")).to_be_visible()
    first = page.url
    page.wait_for_url(lambda url: url != first and "/photos/" in url)
    page.keyboard.press("x")
    expect(page.locator("[data-show]")).to_be_hidden()
    expect(page.locator(OPEN)).to_be_visible()
    assert page.evaluate("document.fullscreenElement") is None
    page.keyboard.press("Shift+S")
    expect(page.locator("[data-shuffle]")).to_have_attribute("aria-pressed", "true")


def test_through_a_link_nothing_is_asked_outside_of_it(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site, **PHONE)
    page.goto(filled.share)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(filled.site.url)))
    opened(page, 1)
    page.get_by_role("button", name="Details").click()
    expect(page.locator("[data-panel]")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith((filled.share, "/static/"))] == []
    assert page.locator(f"{OPEN} form[method=post]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_while_it_is_open(
    filled: Filled, new_page: Callable[..., Page], size: str, scheme: str
) -> None:
    page = new_page(filled.site, color_scheme=scheme, **(PHONE if size == "phone" else {}))
    log_in(page)
    page.goto(filled.album)
    opened(page, 1)
    if size == "phone":
        page.get_by_role("button", name="Details").click()
    found = [item["id"] for item in Axe().run(page, options=RULES).response["violations"]]
    page.keyboard.press("?")
    expect(page.locator("dialog[data-keys]")).to_be_visible()
    found += [item["id"] for item in Axe().run(page, options=RULES).response["violations"]]
    assert found == []


def test_back_returns_to_the_same_photo_in_a_long_grid(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site, viewport={"width": 700, "height": 400})
    log_in(page)
    page.goto(filled.album)
    last = page.locator(".tile").nth(PHOTOS)
    while not last.count():
        page.mouse.wheel(0, 800)
        page.wait_for_load_state("networkidle")
    last.scroll_into_view_if_needed()
    page.wait_for_url(re.compile(r"\?after="))
    wait_until(page, "history.state?.place")
    name = page.evaluate("history.state.place.photo")
    # A page that the browser has kept returns by itself; this one is made anew.
    page.reload()
    wait_until(page, "scrollY > 0 || document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate(
        """name => {
          const tile = document.querySelector(`.tile__link[href="${name}"]`).getBoundingClientRect();
          return tile.bottom > 0 && tile.top < innerHeight;
        }""",
        name,
    )


def test_nothing_moves_while_a_grid_is_drawn(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site, **PHONE)
    log_in(page)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) =>"
        " (window.shift += entry.value))).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(filled.album)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0


def test_without_script_links_do_the_same(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site, javascript=False, **PHONE)
    log_in(page)
    page.goto(filled.album)
    page.get_by_role("link", name="Slideshow").click()
    first = page.url
    page.get_by_role("link", name="Next photo").click()
    assert page.url != first
    page.get_by_role("link", name="Details").click()
    expect(page.locator("#details")).to_be_visible()
    page.get_by_role("button", name="Favourite").click()
    expect(page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Close").click()
    page.get_by_role("link", name="Show more photos").click()
    assert "after=" in page.url
