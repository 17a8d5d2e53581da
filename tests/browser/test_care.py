"""Caring for photos in a real browser: choosing many, words, cropping and order, by pointer and by keys."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, log_in, set_up, wait_until
from .test_first_run import make_album, upload, wait_until_prepared

# The machine may be busy with other tests.
PATIENCE = 30_000


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def album(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, str]]:
    """A site with an album of five photos, a day apart: the site and the album's address."""
    folder = tmp_path_factory.mktemp("care")
    pictures = []
    for number, colour in enumerate(("seagreen", "orange", "navy", "crimson", "gold")):
        path = folder / f"IMG_{number}.jpg"
        path.write_bytes(jpeg(size=(600, 400), colour=colour, taken=f"2024-08-0{number + 1} 10:00:00"))
        pictures.append(path)
    with served(folder) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        site = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=site.url).new_page()
        set_up(page, site)
        make_album(page, "Summer 2024")
        address = page.url.removeprefix(site.url)
        upload(page, pictures)
        wait_until_prepared(page)
        page.context.close()
        yield site, address


@pytest.fixture
def at_album(album: tuple[LiveSite, str], new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the album as its owner."""

    def open_album(*, javascript: bool = True, where: str = "") -> Page:
        page = new_page(album[0], javascript=javascript, viewport={"width": 1100, "height": 800})
        log_in(page)
        page.goto(album[1] + where)
        # The scripts of the elements come behind the page.
        page.wait_for_load_state("networkidle")
        return page

    return open_album


def boxes(page: Page) -> Locator:
    return page.get_by_role("checkbox", name=re.compile("Choose"))


def test_choosing_by_keys_alone(at_album: Callable[..., Page]) -> None:
    page = at_album()
    bar = page.locator("form.selection")
    expect(bar).to_be_hidden()
    page.locator(".tile__link").first.focus()
    page.keyboard.press("x")
    expect(bar).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1 photo chosen")).to_be_visible()
    page.keyboard.press("Tab")
    expect(boxes(page).nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("2 photos chosen")
    page.keyboard.press("Control+a")
    expect(page.locator("[data-count]")).to_have_text("5 photos chosen")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(boxes(page)).to_have_count(0)


def test_shift_chooses_what_lies_between_and_all_get_a_tag(at_album: Callable[..., Page]) -> None:
    page = at_album()
    page.get_by_role("link", name="Select").click()
    boxes(page).nth(1).check(force=True)
    page.locator(".tile__pick").nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("3 photos chosen")
    page.get_by_role("button", name="Tag").click()
    page.get_by_label("Tags").fill("lake")
    page.get_by_role("button", name="Tag").click()
    expect(page.get_by_text("3 photos were changed.")).to_be_visible()
    page.locator(".tile__link").nth(2).click()
    expect(page.get_by_role("link", name="lake")).to_be_visible()


def test_a_long_press_chooses(album: tuple[LiveSite, str], new_page: Callable[..., Page]) -> None:
    page = new_page(album[0], viewport={"width": 390, "height": 844}, has_touch=True)
    log_in(page)
    page.goto(album[1])
    page.locator("photo-selection:defined").wait_for(state="attached")
    tile = page.locator(".tile__link").first
    tile.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    expect(page.locator("[data-count]")).to_have_text("1 photo chosen")
    tile.dispatch_event("pointerup", {"pointerType": "touch", "bubbles": True})


def test_choosing_without_script(at_album: Callable[..., Page]) -> None:
    page = at_album(javascript=False)
    page.get_by_role("link", name="Select").click()
    for number in (0, 4):
        # By the keyboard: what is focused comes out from under the bar.
        boxes(page).nth(number).press("Space")
        expect(boxes(page).nth(number)).to_be_checked()
    page.get_by_role("button", name="Shift the time").click()
    expect(page.get_by_text("2 photos chosen")).to_be_visible()
    page.get_by_label("Hours").fill("3")
    page.get_by_role("button", name="Shift the time").click()
    expect(page.get_by_text("2 photos were changed.")).to_be_visible()
    page.locator(".tile__link").first.click()
    expect(page.get_by_text("13:00")).to_be_visible()


def test_a_caption_and_a_heart_by_keys_alone(
    album: tuple[LiveSite, str], at_album: Callable[..., Page]
) -> None:
    page = at_album()
    page.goto(str(page.locator(".tile__link").nth(1).get_attribute("href")))
    page.get_by_role("link", name="Caption and tags").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Caption").focus()
    page.keyboard.type("The boat that leaked")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The boat that leaked")
    heart = page.get_by_role("button", name="Favourite")
    pressed = heart.get_attribute("aria-pressed")
    heart.focus()
    page.keyboard.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "false" if pressed == "true" else "true")


def test_comments_are_said_changed_and_deleted(javascript: bool, at_album: Callable[..., Page]) -> None:
    page = at_album(javascript=javascript)
    page.goto(str(page.locator(".tile__link").nth(2).get_attribute("href")))
    page.get_by_label("Your comment").fill("Lovely <b>light</b>")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("Lovely <b>light</b>")).to_be_visible()
    page.get_by_role("link", name="Edit this comment").click()
    page.get_by_label("Your comment").fill("Lovelier")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Lovelier")).to_be_visible()
    page.get_by_role("button", name="Delete this comment").click()
    expect(page.get_by_text("Lovelier")).to_have_count(0)


def open_edits(page: Page, number: int) -> str:
    href = str(page.locator(".tile__link").nth(number).get_attribute("href"))
    page.goto(href)
    page.get_by_role("link", name="Turn and crop").click()
    page.get_by_role("heading", name="Turn and crop").wait_for()
    return href


def natural_ratio(page: Page, href: str) -> float:
    """Reload the photo's page until its edited picture is there, and measure it."""
    for _look in range(60):
        page.goto(href)
        picture = page.locator(".viewer__picture")
        if picture.count():
            handle = picture.element_handle()
            wait_until(page, "image => image.complete && image.naturalWidth > 0", handle)
            return float(picture.evaluate("image => image.naturalWidth / image.naturalHeight"))
        page.wait_for_timeout(500)
    raise AssertionError("the edited picture did not come")


def test_cropping_by_pointer_and_by_keys(at_album: Callable[..., Page]) -> None:
    page = at_album()
    href = open_edits(page, 3)
    page.locator(".crop__stage canvas").wait_for()
    wait_until(page, "document.querySelector('.crop__stage canvas').width > 500")
    corner = page.get_by_role("button", name=re.compile(r"Corner .*\(4\)"))
    corner.scroll_into_view_if_needed()
    box, stage = corner.bounding_box(), page.locator(".crop__stage canvas").bounding_box()
    assert box
    assert stage
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - stage["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    right = page.get_by_label("Right")
    assert abs(float(right.input_value()) - 50) < 1
    frame = page.get_by_role("button", name=re.compile("part that is kept. Arrow keys"), exact=False).first
    frame.focus()
    for _press in range(3):
        page.keyboard.press("ArrowRight")
    assert abs(float(page.get_by_label("Left").input_value()) - 3) < 0.11
    page.get_by_role("slider", name="Straighten").focus()
    page.keyboard.press("ArrowRight")
    assert float(page.get_by_role("spinbutton", name="Straighten").input_value()) == pytest.approx(0.1)
    page.get_by_role("button", name="Save").click()
    assert abs(natural_ratio(page, href) - 0.75) < 0.02


def test_turning_and_undoing_without_script(at_album: Callable[..., Page]) -> None:
    page = at_album(javascript=False)
    href = open_edits(page, 4)
    page.get_by_role("button", name="Turn right").click()
    page.get_by_label("Left").fill("50")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. The original is kept as it came.").wait_for()
    page.goto(href)
    expect(page.locator(".viewer__picture, .viewer__unseen")).to_have_count(1)
    page.get_by_role("link", name="Turn and crop").click()
    page.get_by_role("button", name="Undo all changes").click()
    picture = page.locator(".viewer__picture")
    expect(picture).to_have_attribute("width", "600")


def order_of(page: Page) -> list[str]:
    return [str(item.get_attribute("data-photo")) for item in page.locator("[data-photo]").all()]


def moved(page: Page, act: Callable[[], None]) -> None:
    """Do something that moves a photo, and wait until the server has taken it."""
    with page.expect_response(lambda answer: answer.url.endswith("/place")):
        act()


def test_order_by_drag_and_by_keys(at_album: Callable[..., Page]) -> None:
    page = at_album(where="order")
    page.locator("photo-order:defined").wait_for()
    before = order_of(page)
    items = page.locator("[data-photo]")
    target = {"x": 5, "y": 30}
    moved(page, lambda: items.nth(4).locator(".order__picture").drag_to(items.nth(0), target_position=target))
    expected = [before[4], *before[:4]]
    assert order_of(page) == expected
    expect(page.locator("[data-said]")).to_have_text("Moved.")
    expect(page.get_by_label("By hand")).to_be_checked()
    items.nth(0).get_by_role("button", name=re.compile("later")).focus()
    moved(page, lambda: page.keyboard.press("ArrowRight"))
    expected[0:2] = [expected[1], expected[0]]
    assert order_of(page) == expected
    moved(page, lambda: page.keyboard.press("ArrowRight"))
    expected[1:3] = [expected[2], expected[1]]
    page.reload()
    assert order_of(page) == expected


def test_order_without_script(at_album: Callable[..., Page]) -> None:
    page = at_album(javascript=False, where="order")
    before = order_of(page)
    page.get_by_role("button", name=re.compile("later")).first.click()
    assert order_of(page) == [before[1], before[0], *before[2:]]
    page.locator("summary.order__way").first.click()
    page.get_by_label("To place").first.fill("5")
    page.get_by_role("button", name="Move", exact=True).first.click()
    assert order_of(page) == [before[0], *before[2:], before[1]]
    page.locator("summary.order__way").nth(1).click()
    page.get_by_role("button", name="Use as cover").click()
    expect(page.locator("[data-photo]").nth(1).get_by_text("Cover", exact=True)).to_be_visible()
