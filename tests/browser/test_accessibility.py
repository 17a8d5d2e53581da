"""axe looks at every kind of page, light and dark, phone and desktop; and the keyboard gets everywhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, log_in, set_up
from .test_first_run import make_album, upload, wait_until_prepared

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
}
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}

ROOM = ("albums", "media", "storage", "links", "sign-ins", "health", "settings")


@dataclass
class Filled:
    site: LiveSite
    album: str
    photo: str
    share: str
    locked: str
    receipt: str
    # Pages by themselves: of the first link, and of a circle.
    link: str
    circle: str
    # The cookies of somebody who has added photos by the link, and the receipt of it.
    guest: Any
    guests_receipt: str


@pytest.fixture(scope="module")
def filled(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A site with an album of a few photos, a link, and a link with a password."""
    folder = tmp_path_factory.mktemp("filled")
    pictures = []
    for number, colour in enumerate(("seagreen", "orange", "navy", "crimson")):
        path = folder / f"IMG_{number}.jpg"
        path.write_bytes(
            jpeg(size=(900 - 150 * number, 600), colour=colour, taken=f"2024-08-0{number + 3} 10:00:00")
        )
        pictures.append(path)
    with served(folder) as running:
        site = LiveSite(
            running.url, (folder / "instance/setup-code").read_text().strip(), folder / "instance"
        )
        page = chromium.new_context(base_url=site.url).new_page()  # type: ignore[attr-defined]
        set_up(page, site)
        make_album(page, "Summer 2024")
        album = page.url.removeprefix(site.url)
        upload(page, pictures)
        wait_until_prepared(page)
        photo = page.locator("main ul a[href*='/photos/']").first.get_attribute("href")
        page.goto("/uploads/receipts/")
        receipt = page.locator("main a[href*='/uploads/receipts/']").first.get_attribute("href")
        links, made = [], []
        for password in ("", "open sesame"):
            page.goto(f"{album}sharing")
            page.get_by_label("Password").last.fill(password)
            page.get_by_label("They may comment and give hearts").check()
            page.get_by_label("They may add photos").check()
            page.get_by_role("button", name="Make a link").click()
            made.append(page.url.removeprefix(site.url))
            found = set(re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", page.content()))
            links += [link for link in found if link not in links]
        page.goto("/circles/")
        page.get_by_label("Name").fill("Mum's side")
        page.get_by_role("button", name="Make the circle").click()
        circle = page.url.removeprefix(site.url)
        page.context.close()
        guest, guests_receipt = somebody_added(chromium, site, links[0], pictures)
        yield Filled(site, album, photo, links[0], links[1], receipt, made[0], circle, guest, guests_receipt)


def somebody_added(chromium: Any, site: LiveSite, share: str, files: list[Path]) -> tuple[Any, str]:
    """A guest without JavaScript sends photos, and says something; gives their cookies and their receipt."""
    page = chromium.new_context(base_url=site.url, java_script_enabled=False).new_page()
    page.goto(f"{share}add")
    page.get_by_label("Your name").fill("Grandma")
    page.get_by_role("button", name="Go on").click()
    # To the family these bytes would be known.
    for number, path in enumerate(files):
        path.write_bytes(jpeg(size=(600, 300 + 90 * number), colour="teal"))
    page.locator("input[name=files]").set_input_files(files)
    page.get_by_role("button", name="Add photos").click()
    receipt = page.url.removeprefix(site.url)
    page.goto(share)
    page.locator(".tile__link").first.click()
    page.get_by_label("Your comment").fill("How lovely!")
    page.get_by_role("button", name="Comment").click()
    state = page.context.storage_state()
    page.context.close()
    return state, receipt


def addresses(filled: Filled) -> dict[str, str]:
    return {
        "home": "/",
        "album": filled.album,
        "photo": filled.photo,
        "choosing": f"{filled.album}?select=1",
        "order": f"{filled.album}order",
        **{name: f"/photos/{filled.photo.split('/')[-1]}/{name}" for name in ("words", "date/", "edits/")},
        "upload": "/uploads/new",
        "receipts": "/uploads/receipts/",
        "receipt": filled.receipt,
        "my photos": "/photos/",
        "timeline": "/timeline/",
        "search": "/search",
        "found": "/search?q=summer+is:photo",
        "nothing found": "/search?q=nothinglikeit",
        "favourites": "/favourites/",
        "trash": "/trash/",
        "new album": "/albums/new",
        "edit album": f"{filled.album}edit",
        "delete album": f"{filled.album}delete",
        "sharing": f"{filled.album}sharing",
        "links": "/links/",
        "from guests": "/links/waiting/",
        "account": "/account/",
        "circles": "/circles/",
        "circle": filled.circle,
        "link": filled.link,
        "audience": f"{filled.album}audience",
        "audience of a photo": f"/photos/{filled.photo.split('/')[-1]}/audience",
        "look-alikes": "/photos/look-alikes/",
        "choosing by month": "/timeline/?select=1",
        "photo of the timeline": f"/photos/{filled.photo.split('/')[-1]}?from=timeline",
        "admin": "/admin/",
        "jobs": "/admin/jobs/",
        "acts": "/admin/acts/",
        **{f"admin {name}": f"/admin/{name}/" for name in ROOM},
        "nothing": "/no-such-page",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(filled: Filled, new_page: Callable[..., Page], size: str, scheme: str) -> None:
    page = new_page(filled.site, viewport=SIZES[size], color_scheme=scheme, storage_state=filled.guest)
    found = {"front": look(page, "/"), "login": look(page, "/login"), "forgotten": look(page, "/forgotten")}
    found["share"] = look(page, filled.share)
    found["share photo"] = look(page, page.locator("main ul a").first.get_attribute("href"))
    found |= {name: look(page, address) for name, address in guests_pages(filled).items()}
    found["locked share"] = look(page, filled.locked)
    log_in(page)
    found |= {name: look(page, address) for name, address in addresses(filled).items()}
    page.goto(f"{filled.album}?select=1")
    page.locator("input[name=photo]").first.check()
    page.locator("[formaction$='/selection/date']").click()
    expect(page.locator("main h1")).to_be_visible()
    found["many photos' date"] = problems(page)
    page.goto(filled.photo)
    page.get_by_role("button", name="Share by a link").click()
    expect(page.get_by_role("heading", name="Share by a link")).to_be_visible()
    found["new link"] = problems(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def guests_pages(filled: Filled) -> dict[str, str]:
    return {
        "guest's name": f"{filled.share}name",
        "guest adds": f"{filled.share}add",
        "guest's own": f"{filled.share}mine",
        "guest's receipt": filled.guests_receipt,
    }


def look(page: Page, address: str | None) -> list[str]:
    assert address
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return problems(page)


def problems(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    answer = Axe().run(page, options=RULES)
    return [
        f"{item['id']}: {node['html'][:120]}"
        for item in answer.response["violations"]
        for node in item["nodes"]
    ]


# Opens each menu of a page in turn: its number, and where its body begins and ends.
MENUS = """[...document.querySelectorAll("details[data-menu]")].map((menu, at) => {
  menu.open = true;
  const { left, right } = menu.querySelector(".menu__body").getBoundingClientRect();
  menu.open = false;
  return [at, left, right];
})"""


def test_no_page_scrolls_sideways_on_a_phone_or_at_400_percent(
    filled: Filled, new_page: Callable[..., Page]
) -> None:
    """320 pixels are the smallest phone, and a window of 1280 pixels at 400% zoom."""
    size = {"width": 320, "height": 256}
    page = new_page(filled.site, viewport=size, storage_state=filled.guest)
    log_in(page)
    too_wide = {}
    for name, address in (addresses(filled) | guests_pages(filled)).items():
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            too_wide[name] = width
        for at, left, right in page.evaluate(MENUS):
            if left < 0 or right > size["width"]:
                too_wide[f"{name}: menu {at}"] = right
    assert too_wide == {}


def test_an_album_page_does_not_shift_while_it_loads(filled: Filled, new_page: Callable[..., Page]) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " window.shift += e.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(filled.album)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0


def test_the_keyboard_alone_opens_walks_and_closes_photos(
    filled: Filled, new_page: Callable[..., Page]
) -> None:
    page = new_page(filled.site)
    log_in(page)
    page.goto(filled.album)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    # From the grid the viewer opens over it, which test_viewer.py walks through; this is the page by itself.
    page.goto(filled.photo)
    first = page.url
    listening(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != first)
    listening(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    listening(page)
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{filled.album}")


def listening(page: Page) -> None:
    """Until the page's script has arrived, which no person is faster than."""
    page.locator("photo-keys:defined").wait_for(state="attached")


def test_a_heart_is_given_without_leaving_the_page(
    filled: Filled, new_page: Callable[..., Page], javascript: bool
) -> None:
    page = new_page(filled.site, javascript=javascript)
    log_in(page)
    page.goto(filled.photo)
    page.get_by_role("button", name=re.compile("favourite|heart", re.IGNORECASE)).first.click()
    page.wait_for_timeout(500)
    page.goto("/favourites/")
    assert filled.photo.rpartition("/")[2] in page.content()
    page.goto(filled.photo)
    page.get_by_role("button", name=re.compile("favourite|heart", re.IGNORECASE)).first.click()
    page.wait_for_timeout(500)
    page.goto("/favourites/")
    assert filled.photo.rpartition("/")[2] not in page.content()


def test_screens_of_the_set_up_page(empty_site: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(empty_site)
    assert look(page, "/setup") == []
