"""The parts together: all by keyboard, from timeline and search into photos, and nothing asked of others."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ..pictures import jpeg
from ..serving.commands import served
from .conftest import PASSWORD, LiveSite, log_in, set_up
from .test_first_run import make_album, upload, wait_until_prepared

OPEN = "dialog.viewer-over[open]"
PATIENCE = 30_000
NAME = """element => (element.ariaLabel || element.labels?.[0]?.textContent
  || element.querySelector('img')?.alt || element.textContent || element.value
  || '').trim().replace(/\\s+/g, ' ')"""
NO_POINTER = """for (const name of ['pointerdown', 'mousedown', 'touchstart'])
  addEventListener(name, () => console.error('somebody used a pointer'), true);"""


@dataclass
class Kept:
    site: LiveSite
    album: str
    share: str
    fresh: Path


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def kept(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """An album of four photos, and a link to it."""
    folder = tmp_path_factory.mktemp("whole")
    files = []
    for number, colour in enumerate(("seagreen", "orange", "navy", "crimson")):
        files.append(folder / f"lake_{number}.jpg")
        moment = f"2020-0{number + 3}-01 10:00:00"
        files[-1].write_bytes(jpeg(size=(600, 400), colour=colour, taken=moment))
    fresh = folder / "sunflower.jpg"
    fresh.write_bytes(jpeg(size=(640, 400), colour="gold", taken="2021-05-05 10:00:00"))
    with served(folder) as running:
        site = LiveSite(
            running.url, (folder / "instance/setup-code").read_text().strip(), folder / "instance"
        )
        page = chromium.new_context(base_url=site.url).new_page()
        set_up(page, site)
        make_album(page, "Lake")
        album = page.url.removeprefix(site.url)
        upload(page, files)
        wait_until_prepared(page)
        page.goto(f"{album}sharing")
        page.get_by_role("button", name="Make a link").click()
        share = re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", page.content())[0]
        page.context.close()
        yield Kept(site, album, share, fresh)


def reach(page: Page, words: str) -> None:
    """Press Tab until what has this name is in focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if re.search(words, str(page.evaluate(f"({NAME})(document.activeElement)"))):
            return
    raise AssertionError(f"Tab does not come to {words}")


def write(page: Page, words: str, text: str) -> None:
    reach(page, words)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_the_whole_way_by_keyboard_alone(kept: Kept, new_page: Callable[..., Page]) -> None:
    """Signs in, uploads, finds, opens, favourites, edits a caption, and makes a link."""
    page = new_page(kept.site, viewport={"width": 1280, "height": 900})
    page.add_init_script(NO_POINTER)
    page.goto("/login")
    write(page, "e-mail|E-mail", "anna@example.org")
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

    reach(page, "^Add photos$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uploads/new*")
    page.locator("upload-drop:defined").wait_for(state="attached")
    reach(page, "[Pp]hotos and videos|[Ff]iles")
    # The dialogue that Enter opens is the system's own, and no part of the page.
    page.locator("input[type=file]:focus").set_input_files(kept.fresh)
    expect(page.locator(".queue__file[data-state=ready]")).to_have_count(1)
    reach(page, "^Add photos$")
    page.keyboard.press("Enter")
    expect(page.locator(".queue__file[data-state=safe]")).to_have_count(1)

    page.goto("/")
    write(page, "Search photos and albums", "sunflower")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=sunflower")
    wait_until_prepared(page)
    reach(page, "^sunflower.jpg")
    page.keyboard.press("Enter")
    expect(page.locator(f"{OPEN} [data-panel] .viewer__panel")).to_have_count(1)
    with page.expect_response(re.compile("/favourite$")):
        page.keyboard.press("f")
    expect(page.locator(f"{OPEN} .heart__button")).to_have_attribute("aria-pressed", "true")
    # The tile behind it has the heart already.
    expect(page.locator(".tile__link [data-hearts]")).to_have_count(1)

    reach(page, "^Caption and tags$")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/words"))
    write(page, "^Caption", "Taller than Grandpa")
    reach(page, "^Save$")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Taller than Grandpa")).to_be_visible()
    expect(page).to_have_url(re.compile(r"from=search&q=sunflower"))
    page.locator("photo-keys:defined").wait_for(state="attached")
    page.keyboard.press("Escape")
    page.wait_for_url("**/search?q=sunflower")

    page.goto(kept.album)
    reach(page, "^Share$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sharing")
    reach(page, "^Make a link$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/links/*")
    expect(page.locator("main").get_by_text(re.compile(r"/s/[\w.\-]+/"))).to_be_visible()


@pytest.mark.parametrize(
    ("start", "javascript"),
    [("/timeline/", True), ("/timeline/", False), ("/search?q=lake", True), ("/search?q=lake", False)],
)
def test_photos_step_as_the_grid_runs_and_close_back_to_it(
    kept: Kept, new_page: Callable[..., Page], javascript: bool, start: str
) -> None:
    page = new_page(kept.site, javascript=javascript)
    log_in(page)
    page.goto(start)
    hrefs = [str(link.get_attribute("href")) for link in page.locator(".tile__link").all()[:2]]
    page.goto(hrefs[0])
    page.get_by_role("link", name="Next photo").click()
    page.wait_for_url(f"**{hrefs[1]}")
    page.get_by_role("link", name="Next photo").click()
    page.wait_for_url(lambda url: not url.endswith(hrefs[1]))
    third = page.url.removeprefix(kept.site.url)
    page.get_by_role("link", name="Close").click()
    page.wait_for_url(f"**{start.partition('?')[0]}?after=*")
    expect(page.locator(".tile__link").first).to_have_attribute("href", third)
    if start.startswith("/search"):
        page.get_by_role("link", name="Show the photos before these").click()
        expect(page.locator(".tile__link").first).to_have_attribute("href", hrefs[0])


@pytest.mark.parametrize("start", ["/timeline/", "/search?q=lake", "/photos/"])
def test_photos_are_chosen_on_every_grid(
    kept: Kept, new_page: Callable[..., Page], javascript: bool, start: str
) -> None:
    page = new_page(kept.site, javascript=javascript)
    log_in(page)
    page.goto(start)
    page.get_by_role("link", name="Select").click()
    boxes = page.get_by_role("checkbox", name=re.compile("Choose"))
    for number in range(2):
        # By the keyboard: what is focused comes out from under the bar.
        boxes.nth(number).press("Space")
        expect(boxes.nth(number)).to_be_checked()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as ZIP").click()
    assert download.value.suggested_filename == "Chosen photos.zip"
    page.get_by_role("button", name="Tag").click()
    page.get_by_label("Tags").fill("water")
    page.get_by_role("button", name="Tag").click()
    expect(page.get_by_text("2 photos were changed.")).to_be_visible()
    assert urlsplit(page.url).path == urlsplit(start).path


def test_no_request_leaves_the_site(kept: Kept, new_page: Callable[..., Page]) -> None:
    """Every request of every sort of page is recorded, with the viewer open and a video's page among them."""
    page = new_page(kept.site)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/login", "/forgotten", kept.share, "/timeline/", "/search"):
        page.goto(address, wait_until="networkidle")
    page.goto(kept.share)
    page.goto(str(page.locator(".tile__link").first.get_attribute("href")), wait_until="networkidle")
    log_in(page)
    page.goto(kept.album, wait_until="networkidle")
    uid = urlsplit(str(page.locator(".tile__link").first.get_attribute("href"))).path.split("/")[-1]
    page.locator(".tile__link").first.click()
    expect(page.locator(f"{OPEN} [data-panel] .viewer__panel")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    for address in (
        "/",
        *(f"{kept.album}{name}" for name in ("order", "edit", "delete", "sharing", "audience")),
        *(f"/photos/{uid}{name}" for name in ("", "/words", "/date/", "/edits/", "/audience")),
        *("/timeline/", "/search?q=lake", "/photos/", "/favourites/", "/trash/", "/photos/look-alikes/"),
        *("/uploads/new", "/uploads/receipts/", "/albums/new", "/circles/", "/account/", "/no-such-page"),
        *("/admin/", "/admin/jobs/", "/admin/acts/"),
    ):
        page.goto(address, wait_until="networkidle")
    assert len(asked) > 100
    assert {f"{part.scheme}://{part.netloc}" for part in map(urlsplit, asked)} <= {kept.site.url, "data://"}
