"""Look-alikes in a real browser, the keeper's page of jobs, and albums that fill while one watches."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..photos.looks import jpeg_of, scene
from ..serving.commands import served
from .conftest import LiveSite, log_in, set_up
from .test_accessibility import SIZES, look
from .test_first_run import make_album, upload, wait_until_prepared


@dataclass
class Alikes:
    site: LiveSite
    album: str


@pytest.fixture(scope="module")
def alikes(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alikes]:
    """A site with an album of three photos that came twice, and one that could not be prepared."""
    folder = tmp_path_factory.mktemp("alikes")
    paths = []
    for seed in range(3):
        for name, longest in ((f"IMG_{seed}.jpg", None), (f"IMG-2024080{seed}-WA0001.jpg", 320)):
            paths.append(folder / name)
            paths[-1].write_bytes(
                jpeg_of(scene(seed), longest=longest, taken=f"2024:08:0{seed + 1} 10:00:00")
            )
    paths.append(folder / "Opa.jpg")
    paths[-1].write_bytes(jpeg_of(scene(9)))
    with served(folder) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        site = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=site.url).new_page()  # type: ignore[attr-defined]
        set_up(page, site)
        make_album(page, "Summer 2024")
        album = page.url.removeprefix(site.url)
        upload(page, paths)
        wait_until_prepared(page)
        page.context.close()
        with closing(sqlite3.connect(site.instance / "photoalbum.sqlite3")) as database, database:
            database.execute("UPDATE originals SET state = 'failed', reason = 'It broke.' WHERE id = 7")
        yield Alikes(site, album)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(alikes: Alikes, new_page: Callable[..., Page], size: str, scheme: str) -> None:
    page = new_page(alikes.site, viewport=SIZES[size], color_scheme=scheme)
    log_in(page)
    for address in ("/photos/look-alikes/", "/admin/jobs/"):
        assert look(page, address) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_the_best_is_kept(alikes: Alikes, new_page: Callable[..., Page], javascript: bool) -> None:
    page = new_page(alikes.site, javascript=javascript)
    log_in(page)
    page.goto("/photos/look-alikes/")
    groups = page.get_by_role("region").filter(has_text="look alike")
    before = groups.count()
    first = groups.first
    assert first.get_by_role("checkbox").count() == 2
    assert first.get_by_role("checkbox", checked=True).count() == 1
    first.get_by_role("button", name="Keep these").click()
    expect(page.get_by_text("1 picture is in the trash")).to_be_visible()
    expect(groups).to_have_count(before - 1)


def test_tiles_fill_without_a_reload(alikes: Alikes, new_page: Callable[..., Page], tmp_path: Path) -> None:
    page = new_page(alikes.site)
    log_in(page)
    page.goto(alikes.album)
    paths = []
    for seed in range(20, 32):
        paths.append(tmp_path / f"{seed}.jpg")
        paths[-1].write_bytes(jpeg_of(scene(seed, (2400, 1800))))
    upload(page, paths)
    page.evaluate("window.stayed = true")
    waiting = page.locator("[data-pending]")
    if waiting.count():
        expect(page.locator("pending-tiles")).to_contain_text("being prepared")
    expect(waiting).to_have_count(0, timeout=60_000)
    expect(page.locator("pending-tiles")).to_have_count(0, timeout=20_000)
    assert page.evaluate("window.stayed")
    assert page.locator(".tile img").count() >= 12
