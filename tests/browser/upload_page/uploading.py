"""What the tests of the upload page share: folders to drop, the list to read, the network to cut."""

import hashlib
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Locator, Page, expect

from ..conftest import LiveSite

PATIENCE = 120_000
UNLIMITED = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


@dataclass
class Room:
    """A running site, and the cookies of somebody who is signed in there."""

    site: LiveSite
    state: dict[str, Any]


def small_jpeg(path: Path, seed: int | str, *, padding: int = 0) -> Path:
    """A real picture with bytes of its own, and behind its end as many more as a test wants to be sent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    shade = random.Random(seed)
    colour = tuple(shade.randrange(256) for _ in range(3))
    Image.new("RGB", (48, 32), colour).save(path, "JPEG", quality=60, comment=f"picture {seed}".encode())
    with path.open("ab") as file:
        file.write(shade.randbytes(min(padding, 1 << 16)).ljust(padding, b"\0"))
    return path


def sums_of(paths: Iterable[Path]) -> list[str]:
    return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


def open_upload_page(page: Page, address: str = "/uploads/new") -> None:
    page.goto(address)
    page.evaluate("customElements.whenDefined('upload-drop').then(() => true)")


def drop(page: Page, *paths: Path) -> None:
    """Let files and folders fall onto the page, as from the desktop."""
    wire = page.context.new_cdp_session(page)
    page.locator(".drop").scroll_into_view_if_needed()
    box = page.locator(".drop").bounding_box()
    assert box
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        wire.send(
            "Input.dispatchDragEvent",
            {"type": kind, "x": box["x"] + 20, "y": box["y"] + 20, "data": data},
        )
    wire.detach()


def start(page: Page) -> None:
    page.locator("upload-total").get_by_role("button", name="Add photos").click()


def row(page: Page, name: str) -> Locator:
    return page.locator(".queue__file").filter(has_text=name)


def rows_in(page: Page, state: str) -> Locator:
    return page.locator(f'.queue__file[data-state="{state}"]')


def words(page: Page) -> Locator:
    """What the foot of the page says of all files."""
    return page.locator("upload-total [data-words]")


def wait_for_end(page: Page) -> None:
    page.locator("a[data-receipt]:visible").wait_for(timeout=PATIENCE)


def at_least(page: Page, state: str, count: int) -> None:
    expect(rows_in(page, state).nth(count - 1)).to_be_attached(timeout=PATIENCE)


def lines(page: Page) -> list[dict[str, Any]]:
    """The lines of the receipt that the page leads to."""
    uid = str(page.locator("a[data-receipt]").get_attribute("href")).rpartition("/")[2]
    answer = page.request.get(f"/uploads/drops/{uid}/state")
    found: list[dict[str, Any]] = json.loads(answer.text())["lines"]
    return found


class Network:
    """The wire between a page and the site."""

    def __init__(self, page: Page) -> None:
        self._wire: CDPSession = page.context.new_cdp_session(page)
        self._wire.send("Network.enable")

    def set(self, **conditions: object) -> None:
        self._wire.send("Network.emulateNetworkConditions", {**UNLIMITED, **conditions})

    def cut(self) -> None:
        self.set(offline=True)

    def mend(self) -> None:
        self.set()

    def slow_down(self, bytes_a_second: int) -> None:
        self.set(uploadThroughput=bytes_a_second, downloadThroughput=bytes_a_second)
