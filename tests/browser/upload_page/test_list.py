"""The upload page as one uses it: what it offers, what it refuses, its list, its words, its keys."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..test_accessibility import SIZES, problems
from . import uploading
from .uploading import Room

MANY = 1000
NOTES = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">The heron on the pier</rdf:li></rdf:Alt></dc:description></rdf:Description>
</rdf:RDF></x:xmpmeta>"""


def test_a_dropped_folder_becomes_an_album_with_its_notes_and_shows_its_pictures_at_once(
    page: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "Ostsee 2024"
    heron = uploading.small_jpeg(folder / "heron.jpg", "heron")
    uploading.small_jpeg(folder / "Day 2/pier.jpg", "pier")
    (folder / "heron.xmp").write_text(NOTES)
    (folder / ".DS_Store").write_bytes(b"left behind")
    uploading.drop(page, folder)
    expect(page.locator(".queue__file")).to_have_count(3)
    page.get_by_role("button", name="Make it a new album").click()
    expect(page.get_by_label("Or into a new album named")).to_have_value("Ostsee 2024")
    preview = uploading.row(page, "heron.jpg").locator("img")
    expect(preview).to_have_attribute("src", re.compile("^blob:"))
    uploading.start(page)
    uploading.wait_for_end(page)
    assert uploading.words(page).inner_text() == "Safe: 2 photos and videos."
    # The picture that the site has made takes the place of the device's own, without loading the page again.
    expect(preview).to_have_attribute("src", re.compile("^/photos/.*thumb"), timeout=uploading.PATIENCE)
    expect(uploading.row(page, "heron.jpg")).not_to_contain_text("being prepared")
    sums = [line["sha256"] for line in uploading.lines(page) if line["file_name"] == heron.name]
    assert sums == uploading.sums_of([heron])
    page.get_by_role("link", name="Open the album").click()
    expect(page.locator("main h1")).to_have_text("Ostsee 2024")
    expect(page.locator(".tile")).to_have_count(2)
    expect(
        page.get_by_alt_text("The heron on the pier").or_(page.get_by_label("The heron on the pier"))
    ).to_be_attached()


def test_what_cannot_be_sent_is_said_before_and_what_is_no_picture_after(page: Page, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"Dear Oma")
    (tmp_path / "nothing.jpg").write_bytes(b"")
    (tmp_path / "letter.jpg").write_bytes(b"Dear Oma, how are you?")
    good = uploading.small_jpeg(tmp_path / "good.jpg", "good")
    uploading.drop(page, *sorted(tmp_path.iterdir()))
    expect(uploading.row(page, "letter.docx")).to_contain_text("not a photo or a video. Nothing was sent.")
    expect(uploading.row(page, "nothing.jpg")).to_contain_text("empty")
    expect(uploading.words(page)).to_have_text(re.compile("^2 files"))
    uploading.start(page)
    uploading.wait_for_end(page)
    expect(uploading.row(page, "letter.jpg")).to_contain_text("text")
    expect(uploading.words(page)).to_have_text(
        "Safe: 1 photo or video. 3 could not be taken: letter.docx, letter.jpg, nothing.jpg."
    )
    assert [line["sha256"] for line in uploading.lines(page) if line["photo"]] == uploading.sums_of([good])
    page.get_by_role("link", name="See the receipt").click()
    expect(page.locator(".receipt__line--refused")).to_have_count(1)


def test_nothing_but_the_keyboard_is_needed(page: Page, tmp_path: Path) -> None:
    files = [uploading.small_jpeg(tmp_path / f"key {number}.jpg", f"key {number}") for number in range(3)]
    page.locator(".drop__input").focus()
    # The dialogue that Enter opens is the system's own, and no part of the page.
    page.locator(".drop__input:focus").set_input_files(files)
    expect(page.locator(".queue__file")).to_have_count(3)
    press(page, "Choose a folder", key="")
    press(page, "Remove key 1.jpg from the list")
    expect(page.locator(".queue__file")).to_have_count(2)
    assert focused(page) == "Remove key 2.jpg from the list"
    expect(page.locator("upload-total [role=status]")).to_have_text(re.compile("Removed: key 1.jpg|2 files"))
    press(page, "Add photos")
    uploading.wait_for_end(page)
    expect(page.locator("upload-total [role=status]")).to_have_text("Safe: 2 photos and videos.")
    press(page, "See the receipt")
    page.wait_for_url("**/uploads/receipts/*")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def press(page: Page, name: str, *, key: str = "Enter") -> None:
    """Go forward with the tab key until the focus stands on the button or link of this name, and press it."""
    for _ in range(40):
        if focused(page) == name:
            break
        page.keyboard.press("Tab")
    assert focused(page) == name
    if key:
        page.keyboard.press(key)


def test_a_thousand_files_have_rows_but_only_those_in_sight_have_pictures(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "Many"
    for number in range(MANY):
        uploading.small_jpeg(folder / f"{number:04}.jpg", f"many {number}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "known" in request.url else None)
    uploading.drop(page, folder)
    expect(uploading.rows_in(page, "ready")).to_have_count(MANY, timeout=uploading.PATIENCE)
    pictures = page.locator(".queue__picture img")
    expect(uploading.row(page, "0000.jpg").locator("img")).to_be_attached()
    assert pictures.count() < 40
    page.keyboard.press("End")
    uploading.row(page, "0999.jpg").scroll_into_view_if_needed()
    expect(uploading.row(page, "0999.jpg").locator("img")).to_be_attached()
    expect(uploading.row(page, "0000.jpg").locator("img")).to_have_count(0)
    assert pictures.count() < 80
    # Not one question a file.
    assert len(asked) < MANY / 2


def test_a_folder_can_be_chosen_too(page: Page, tmp_path: Path) -> None:
    uploading.small_jpeg(tmp_path / "Chosen/in it/one.jpg", "chosen")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(tmp_path / "Chosen")
    expect(uploading.row(page, "one.jpg")).to_be_visible()
    expect(page.locator(".upload__offer")).to_contain_text("“Chosen”")


def test_a_picture_can_be_pasted(page: Page) -> None:
    page.locator("h1").click()
    page.evaluate(
        "fetch(document.querySelector('link[rel=apple-touch-icon]').href).then(r => r.blob()).then(icon => {"
        " const clipboardData = new DataTransfer();"
        " clipboardData.items.add(new File([icon], 'pasted.png', {type: 'image/png'}));"
        " document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true})); })"
    )
    expect(uploading.row(page, "pasted.png")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_before_in_and_after_the_sending(
    room: Room, new_page: Callable[..., Page], tmp_path: Path, size: str, scheme: str
) -> None:
    page = new_page(room.site, storage_state=room.state, viewport=SIZES[size], color_scheme=scheme)
    uploading.open_upload_page(page)
    folder = tmp_path / "Looked at"
    uploading.small_jpeg(folder / "one.jpg", f"axe {size} {scheme}")
    (folder / "not one.txt").write_bytes(b"words")
    network = uploading.Network(page)
    uploading.drop(page, folder)
    uploading.at_least(page, "ready", 1)
    found = {"before": problems(page)}
    network.cut()
    uploading.start(page)
    expect(page.locator("upload-total [role=status]")).to_have_text(re.compile("does not answer"))
    found["refused"] = problems(page)
    network.mend()
    uploading.start(page)
    uploading.wait_for_end(page)
    found["after"] = problems(page)
    assert {name: those for name, those in found.items() if those} == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]


def test_without_script_the_form_sends_several_files_and_leads_to_the_receipt(
    room: Room, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(room.site, javascript=False, storage_state=room.state)
    files = [uploading.small_jpeg(tmp_path / f"form {number}.jpg", f"form {number}") for number in range(2)]
    page.goto("/uploads/new")
    expect(page.get_by_role("button", name="Choose a folder")).to_be_hidden()
    expect(page.get_by_role("button", name="Pause all")).to_be_hidden()
    page.locator(".drop__input").set_input_files(files)
    page.locator("main").get_by_role("button", name="Add photos").click()
    page.wait_for_url("**/uploads/receipts/*")
    expect(page.locator(".receipt__line:not(.receipt__line--refused)")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("tored and re-read")
