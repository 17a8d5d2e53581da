"""Photos that are still being prepared: seen as soon as they are made, without loading anything anew."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..corpus import live
from ..pictures import jpeg
from ..serving.commands import ROOT, environment, served
from .conftest import PATIENCE, LiveSite, log_in, set_up, wait_until
from .test_first_run import make_album, upload

OPEN = "dialog.viewer-over[open]"
LONG = PATIENCE * 1000


@pytest.fixture(scope="module")
def idle_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site on which nothing is prepared until a test starts a worker."""
    folder = tmp_path_factory.mktemp("idle")
    with served(folder, "--workers", "0") as running:
        code = (folder / "instance/setup-code").read_text().strip()
        yield LiveSite(running.url, code, folder / "instance")


@contextmanager
def worker(site: LiveSite) -> Iterator[None]:
    command = [sys.executable, "-m", "photoalbum.serving.work", str(os.getpid())]
    with subprocess.Popen(command, cwd=ROOT, env=environment(site.instance)) as process:
        try:
            yield
        finally:
            process.terminate()


def test_pictures_come_to_pages_that_are_open(
    idle_site: LiveSite, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    album = new_page(idle_site)
    set_up(album, idle_site)
    make_album(album, "Harbour")
    address = album.url
    (tmp_path / "IMG_1.HEIC").write_bytes(live.still())
    live.moving_half(tmp_path / "IMG_1.MOV")
    (tmp_path / "quay.jpg").write_bytes(jpeg(size=(900, 600)))
    upload(album, [tmp_path / "quay.jpg", tmp_path / "IMG_1.HEIC", tmp_path / "IMG_1.MOV"])
    album.goto(address)
    expect(album.locator("[data-pending]")).to_have_count(3)

    links = {
        each.inner_text(): str(each.get_attribute("href")) for each in album.locator(".tile__link").all()
    }
    quay = next(href for words, href in links.items() if "quay" in words)
    photo, over = album.context.new_page(), album.context.new_page()
    photo.goto(quay)
    expect(photo.locator("photo-pending")).to_have_count(1)
    over.goto(address)
    over.locator(f".tile__link[href='{quay}']").click()
    expect(over.locator(f"{OPEN} photo-pending")).to_have_count(1)
    for page in (album, photo, over):
        page.evaluate("window.sameDocument = true")

    with worker(idle_site):
        expect(photo.locator("img.viewer__picture")).to_be_visible(timeout=LONG)
        expect(over.get_by_role("dialog").get_by_role("img", name="quay.jpg")).to_be_visible(timeout=LONG)
        # The film joined its still: two tiles remain, with their pictures.
        expect(album.locator("[data-pending]")).to_have_count(0, timeout=LONG)
        expect(album.locator(".tile__picture").first).to_be_visible()
    for page in (album, photo, over):
        assert page.evaluate("window.sameDocument")


def test_a_photo_that_moves_plays_while_it_is_held(
    idle_site: LiveSite, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(idle_site)
    log_in(page)
    make_album(page, "Moving")
    address = page.url
    (tmp_path / "IMG_1.HEIC").write_bytes(live.still())
    live.moving_half(tmp_path / "IMG_1.MOV")
    upload(page, [tmp_path / "IMG_1.HEIC", tmp_path / "IMG_1.MOV"])
    with worker(idle_site):
        page.goto(address)
        expect(page.locator("[data-pending]")).to_have_count(0, timeout=LONG)
    page.goto(address)
    page.locator(".tile__link").click()
    button = page.get_by_role("button", name="Hold to play")
    playing = page.locator("video.viewer-over__moving")
    expect(button).to_be_visible()
    picture = page.get_by_role("dialog").get_by_role("img", name="IMG_1.HEIC")
    expect(picture).to_be_visible()
    for held in (button, picture):
        held.hover()
        page.mouse.down()
        wait_until(page, "document.querySelector('video.viewer-over__moving')?.currentTime > 0")
        page.mouse.up()
        expect(playing).to_have_count(0)

    button.focus()
    page.keyboard.press("Enter")
    expect(playing).to_have_count(1)
    # By the keyboard it plays once and is a photo again.
    expect(playing).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(OPEN)).to_have_count(0)
