"""Films in a real browser: previews under the pointer, and a page that plays once its film is made."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from ..corpus.films import film, moving
from .conftest import LiveSite, log_in, set_up, wait_until
from .test_first_run import open_receipt

LONG = 60_000


def test_films_are_prepared_played_and_previewed(
    empty_site: LiveSite, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(empty_site)
    set_up(page, empty_site)
    old = moving(tmp_path / "old.avi", "mpeg4", {}, size=(320, 240))
    new = film(tmp_path / "new.mp4", seconds=6, options={"movflags": "faststart"})
    page.goto("/uploads/new")
    page.locator("input[type=file]").set_input_files([old, new])
    page.locator("form[enctype] [type=submit]").click()
    open_receipt(page)

    page.goto("/photos/")
    previews = page.locator("hover-preview")
    for _ in range(60):
        if previews.count() == 2:
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert previews.count() == 2
    link = page.locator(".tile__link", has=previews.first).first
    assert page.locator("video").count() == 0
    link.hover()
    expect(page.locator("video[data-playing]")).to_have_count(1)
    assert page.evaluate("document.querySelector('video').muted")
    page.mouse.move(0, 0)
    expect(page.locator("video")).to_have_count(0)
    link.focus()
    expect(page.locator("video[data-playing]")).to_have_count(1)

    calm = new_page(empty_site, reduced_motion="reduce")
    log_in(calm)
    calm.goto("/photos/")
    calm.locator(".tile__link").first.hover()
    calm.wait_for_timeout(600)
    assert calm.locator("video").count() == 0

    for address in page.locator(".tile__link").evaluate_all("links => links.map((each) => each.href)"):
        page.goto(address)
        # A page that says "is being prepared" shows itself anew when it is.
        expect(page.locator("video.viewer__picture")).to_be_visible(timeout=LONG)
        wait_until(page, "document.querySelector('video').readyState >= 2")
        page.evaluate("document.querySelector('video').currentTime = 1")
        wait_until(page, "Math.abs(document.querySelector('video').currentTime - 1) < 0.2")


def test_without_script_nothing_moves_and_a_reload_tells_how_far_it_is(
    empty_site: LiveSite, new_page: Callable[..., Page]
) -> None:
    page = new_page(empty_site, javascript=False)
    log_in(page)
    page.goto("/photos/")
    page.locator(".tile__link").first.hover()
    page.wait_for_timeout(500)
    assert page.locator("video").count() == 0
