"""Sending from the upload page: whole folders, cut connections, closed pages, each file once."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from ..conftest import log_in
from . import uploading
from .uploading import Network

MIB = 1 << 20
# ACCEPTANCE 95 names a thousand.
FILES = int(os.environ.get("PHOTOALBUM_TEST_FILES", "300"))
CUTS = 3


@pytest.fixture
def requests(page: Page) -> list[Request]:
    """What the page asks of the tus address."""
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request) if is_tus(request) else None)
    return seen


def is_tus(request: Request) -> bool:
    return "tus-resumable" in request.headers


def test_095_a_folder_comes_in_whole_however_often_the_connection_is_cut(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "Holiday"
    files = [
        uploading.small_jpeg(folder / f"Day {number % 3}/IMG_{number:04}.jpg", f"cut {number}")
        for number in range(FILES)
    ]
    network = Network(page)
    uploading.drop(page, folder)
    expect(page.locator(".queue__file")).to_have_count(FILES, timeout=uploading.PATIENCE)
    uploading.start(page)
    for cut in range(1, CUTS + 1):
        uploading.at_least(page, "safe", cut * FILES // (CUTS + 2))
        network.cut()
        uploading.at_least(page, "lost", 1)
        network.mend()
    uploading.wait_for_end(page)
    expect(uploading.rows_in(page, "safe")).to_have_count(FILES)
    assert "could not" not in uploading.words(page).inner_text()

    lines = uploading.lines(page)
    kept = {line["photo"]: line["sha256"] for line in lines}
    assert sorted(kept.values()) == uploading.sums_of(files)
    assert all(line["verified"] for line in lines)


def test_a_closed_page_goes_on_where_it_was_when_the_same_files_are_dropped_again(
    page: Page, requests: list[Request], tmp_path: Path
) -> None:
    small = uploading.small_jpeg(tmp_path / "small.jpg", "small of two")
    large = uploading.small_jpeg(tmp_path / "large.jpg", "large of two", padding=20 * MIB)
    Network(page).slow_down(12 * MIB)
    uploading.drop(page, small, large)
    uploading.start(page)
    uploading.at_least(page, "safe", 1)
    with page.expect_event("requestfinished", lambda request: request.method == "PATCH"):
        pass
    first = page.locator("a[data-receipt]").get_attribute("href")
    begun = {request.url for request in requests if request.method == "PATCH"}
    assert len(begun) == 1
    second = page.context.new_page()
    page.close()

    again: list[Request] = []
    second.on("request", lambda request: again.append(request) if is_tus(request) else None)
    uploading.open_upload_page(second)
    uploading.drop(second, small, large)
    uploading.start(second)
    uploading.wait_for_end(second)
    assert {request.url for request in again} == begun
    sent = sum(int(request.headers.get("content-length", 0)) for request in again)
    from_byte = min(int(r.headers["upload-offset"]) for r in again if r.method == "PATCH")
    assert from_byte >= 8 * MIB
    assert sent <= large.stat().st_size - from_byte
    assert second.locator("a[data-receipt]").get_attribute("href") == first
    lines = uploading.lines(second)
    assert sorted(line["sha256"] for line in lines) == uploading.sums_of([small, large])
    assert all(line["verified"] and not line["duplicate"] for line in lines)


def test_what_is_here_already_is_entered_and_not_sent(
    page: Page, requests: list[Request], tmp_path: Path
) -> None:
    picture = uploading.small_jpeg(tmp_path / "known.jpg", "known")
    twin = tmp_path / "copy of known.jpg"
    twin.write_bytes(picture.read_bytes())
    uploading.drop(page, picture, twin)
    uploading.start(page)
    uploading.wait_for_end(page)
    assert len(requests) == 1

    page.reload()
    uploading.open_upload_page(page)
    page.get_by_label("Or into a new album named").fill("Twice")
    uploading.drop(page, picture)
    uploading.start(page)
    uploading.wait_for_end(page)
    assert "already here, not sent again" in uploading.row(page, "known.jpg").inner_text()
    assert len(requests) == 1
    page.get_by_role("link", name="Open the album").click()
    expect(page.locator("main h1")).to_have_text("Twice")
    expect(page.locator(".tile")).to_have_count(1)


def test_paused_it_waits_and_then_goes_on(page: Page, requests: list[Request], tmp_path: Path) -> None:
    large = uploading.small_jpeg(tmp_path / "long.jpg", "long", padding=18 * MIB)
    network = Network(page)
    network.slow_down(6 * MIB)
    uploading.drop(page, large)
    uploading.start(page)
    with page.expect_event("requestfinished", lambda request: request.method == "PATCH"):
        pass
    page.get_by_role("button", name="Pause all").click()
    expect(uploading.rows_in(page, "paused")).to_have_count(1)
    assert "paused" in uploading.words(page).inner_text()
    asked = len(requests)
    network.mend()
    page.get_by_role("button", name="Go on with long.jpg").click()
    uploading.wait_for_end(page)
    assert all(request.method in ("HEAD", "PATCH") for request in requests[asked:])
    assert [line["sha256"] for line in uploading.lines(page)] == uploading.sums_of([large])


def test_signed_out_meanwhile_one_signs_in_elsewhere_and_tries_again(page: Page, tmp_path: Path) -> None:
    files = [uploading.small_jpeg(tmp_path / f"out {number}.jpg", f"out {number}") for number in range(3)]
    uploading.drop(page, files[0])
    uploading.start(page)
    uploading.wait_for_end(page)
    page.context.clear_cookies()
    uploading.drop(page, *files[1:])
    expect(uploading.rows_in(page, "failed")).to_have_count(2)
    assert "no longer signed in" in uploading.row(page, "out 1").inner_text()
    window = page.context.new_page()
    log_in(window)
    window.close()
    page.get_by_role("button", name="Try out 1.jpg again").click()
    expect(uploading.rows_in(page, "safe")).to_have_count(2)
    page.get_by_role("button", name="Try out 2.jpg again").click()
    uploading.wait_for_end(page)
    expect(uploading.rows_in(page, "safe")).to_have_count(3)


def test_leaving_while_something_is_on_its_way_is_asked_back(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    Network(page).slow_down(2 * MIB)
    uploading.drop(page, uploading.small_jpeg(tmp_path / "leaving.jpg", "leaving", padding=9 * MIB))
    uploading.start(page)
    uploading.at_least(page, "sending", 1)
    page.close(run_before_unload=True)
    expect(uploading.rows_in(page, "sending")).to_have_count(1)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Remove leaving.jpg").click()
    expect(page.locator(".queue__file")).to_have_count(0)


def test_without_a_checksum_of_the_device_the_page_says_less(page: Page, tmp_path: Path) -> None:
    page.route(
        "**/workers/sha256*",
        lambda route: route.fulfill(content_type="text/javascript", body="onmessage = () => postMessage({})"),
    )
    uploading.drop(page, uploading.small_jpeg(tmp_path / "plain.jpg", "plain"))
    uploading.start(page)
    uploading.wait_for_end(page)
    assert "Safe: stored and re-read" in uploading.row(page, "plain.jpg").inner_text()
    assert [line["verified"] for line in uploading.lines(page)] == [False]
