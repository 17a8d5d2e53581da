"""From an empty folder to a family's album, all in the browser, with JavaScript and without."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, set_up

FORMATS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"})
BATCH = 40


def acceptable(media: Path) -> list[Path]:
    """The files of the shared set that must be accepted, of the formats that this part promises."""
    entries = json.loads((media / "EXPECTED-dev.json").read_text())["entries"]
    wanted = [
        entry
        for entry in entries
        if entry["verdict"] == "must_accept"
        and (entry.get("mime") in FORMATS or str(entry.get("mime")).startswith("video/"))
    ]
    return [media / entry["path"] for entry in wanted if (media / entry["path"]).is_file()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[LiveSite]:
    with served(tmp_path) as running:
        code = (tmp_path / "instance/setup-code").read_text().strip()
        yield LiveSite(running.url, code, tmp_path / "instance")


@pytest.mark.slow
def test_a_family_moves_in_with_all_its_files(
    site: LiveSite, new_page: Callable[..., Page], shared_media: Path, javascript: bool
) -> None:
    files = acceptable(shared_media)
    assert len(files) > 150
    page = new_page(site, javascript=javascript)
    set_up(page, site)
    make_album(page, "Everything we have")
    sent = upload(page, files)
    assert sent == {digest_of(path) for path in files}

    wait_until_prepared(page)
    uids = uids_of_album(page)
    # The film of a Live Photo has no tile of its own: its original hangs at the page of the picture.
    films = [address for uid in uids for address in films_at(page, uid)]
    assert len(uids) + len(films) == len(sent)
    if javascript:
        assert broken_pictures(page) == []
    kept = set()
    for uid in uids:
        answer = page.request.get(f"/photos/{uid}/original")
        assert answer.ok
        kept.add(hashlib.sha256(answer.body()).hexdigest())
        assert page.request.get(f"/photos/{uid}/d/1/thumb.webp").ok, name_of(answer.headers)
    kept |= {hashlib.sha256(page.request.get(address).body()).hexdigest() for address in films}
    assert kept == sent


def make_album(page: Page, title: str) -> None:
    page.goto("/albums/new")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name=re.compile("make|create|save", re.IGNORECASE)).first.click()
    page.wait_for_url("**/albums/*/")


def upload(page: Page, files: list[Path]) -> set[str]:
    """Send files through the form, as many at once as a person would choose, and read the receipts."""
    address = page.url
    digests: set[str] = set()
    for first in range(0, len(files), BATCH):
        page.goto(f"/uploads/new?album={address.rstrip('/').rpartition('/')[2]}")
        page.locator('input[type="file"]').set_input_files(files[first : first + BATCH])
        page.get_by_role("button", name="Add photos").last.click()
        open_receipt(page)
        digests |= set(re.findall(r"\b[0-9a-f]{64}\b", page.content()))
    page.goto(address)
    return digests


def open_receipt(page: Page) -> None:
    """Until all is sent. The form leads to the receipt by itself, the script offers a link to it."""
    page.locator("ul.receipt, a[data-receipt]:visible").first.wait_for(timeout=120_000)
    if page.locator("a[data-receipt]").count():
        page.locator("a[data-receipt]").click()
        page.wait_for_url("**/uploads/receipts/*")


def wait_until_prepared(page: Page) -> None:
    """Until no original waits for a worker any more."""
    address = page.url
    deadline = time.monotonic() + 300
    while "eing prepared" in page.content():
        assert time.monotonic() < deadline
        time.sleep(1)
        page.goto(address)


def uids_of_album(page: Page) -> list[str]:
    """Every photo of the album, walking its pages by the plain links."""
    slug = page.url.rstrip("/").rpartition("/")[2]
    uids: list[str] = []
    address: str | None = page.url
    while address:
        text = page.request.get(address).text()
        uids += re.findall(rf'href="/albums/{slug}/photos/(\w{{12}})"', text)
        following = re.search(r'href="([^"]*\?after=\w+)"', text)
        address = following.group(1) if following else None
    return list(dict.fromkeys(uids))


def films_at(page: Page, uid: str) -> list[str]:
    """Where the original of a Live Photo's film can be had, if this is one."""
    return re.findall(
        r'href="(/photos/\w{12}/original\?part=film)"', page.request.get(f"/photos/{uid}").text()
    )


def broken_pictures(page: Page) -> list[str]:
    """Scroll through the whole album and name the thumbnails that did not load."""
    for _ in range(60):
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(100)
    page.wait_for_timeout(1000)
    return page.eval_on_selector_all(
        "main img", "images => images.filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
    )


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def name_of(headers: dict[str, str]) -> str:
    return unquote(headers.get("content-disposition", "").rpartition("''")[2])


def test_a_public_link_in_a_fresh_profile_until_it_is_revoked(
    empty_site: LiveSite, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    picture = tmp_path / "frieda.jpg"
    picture.write_bytes(jpeg(size=(900, 600)))
    mum = new_page(empty_site)
    set_up(mum, empty_site)
    make_album(mum, "Ostsee")
    address = mum.url
    upload(mum, [picture])
    wait_until_prepared(mum)
    mum.goto(f"{address}sharing")
    mum.get_by_role("button", name="Make a link").click()
    link = re.search(r"http://[^\s\"<]+/s/[\w.\-]+/", mum.content())
    assert link

    for with_javascript in (True, False):
        oma = new_page(empty_site, javascript=with_javascript)
        assert oma.goto(link[0]).status == 200
        assert "Ostsee" in oma.content()
        images = oma.locator("main img")
        images.first.wait_for()
        picture_address = images.first.get_attribute("src")
        images.first.click()
        oma.wait_for_url("**/photos/*")
        oma.go_back()

    fresh = new_page(empty_site)
    fresh.goto(link[0])
    mum.get_by_role("button", name=re.compile("stop|end|revoke", re.IGNORECASE)).first.click()
    mum.wait_for_load_state()
    assert fresh.goto(link[0]).status == 404
    assert fresh.request.get(picture_address).status == 404
