"""A long album and the viewer in Chromium: memory, delays of input, layout shift, and how fast a photo opens.

    python benchmarks/grid_in_browser.py [--write]

Serves an album of 2,000 photos (rows by a generator, one small picture for all), scrolls from its top to its
end, and opens photos from the cache. With --write the table goes into docs/performance.md.
"""

import argparse
import io
import multiprocessing
import statistics
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from album_page import ROOT, add_rows, signed_in
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tables import write
from thumbnails import run

sys.path.insert(0, str(ROOT))

from sqlalchemy import select

from photoalbum import create_app, migrate
from photoalbum.accounts.models import Household, Member
from photoalbum.albums import actions
from photoalbum.core.db import db
from photoalbum.photos import files
from photoalbum.photos.models import Original
from photoalbum.settings import Settings

PHOTOS = 2000
OPENINGS = 15
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
WATCH = """
window.seen = { shift: 0, delay: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((each) => (seen.shift += each.value)))
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach(
  (each) => (seen.delay = Math.max(seen.delay, each.processingStart - each.startTime))))
  .observe({ type: 'event', durationThreshold: 16, buffered: true });
"""
OPEN = """async (number) => {
  const began = performance.now();
  document.querySelectorAll('.tile__link')[number].click();
  await new Promise((done) => (function look() {
    const image = document.querySelector('.viewer-over .pswp__img:not(.pswp__img--placeholder)');
    if (image?.complete && image.naturalWidth) requestAnimationFrame(done);
    else requestAnimationFrame(look);
  })());
  return performance.now() - began;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="keep it, and tell it in docs/performance.md")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=site, args=(there, Path(folder)), daemon=True
        )
        process.start()
        there.close()
        told = here.recv()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            scrolled, times = scroll(browser, told), openings(browser, told)
        process.terminate()
    table = report(scrolled, times)
    print(table)
    if wanted.write:
        write("grid_in_browser", table)


def page_of(browser: Browser, told: dict[str, Any], **options: Any) -> Page:
    context = browser.new_context(**options)
    name, _, value = told["cookie"].partition("=")
    base = f"http://127.0.0.1:{told['port']}"
    context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(base + told["paths"][0])
    page.wait_for_load_state("networkidle")
    return page


def scroll(browser: Browser, told: dict[str, Any]) -> dict[str, float]:
    page = page_of(browser, told, **PHONE)
    wire = page.context.new_cdp_session(page)
    first_shift = page.evaluate("seen.shift")
    highest, still = 0.0, 0
    while still < 40:
        before = page.evaluate("scrollY")
        page.mouse.wheel(0, 600)
        page.keyboard.press("Shift")
        page.wait_for_timeout(80)
        heap = wire.send("Runtime.getHeapUsage")
        used = heap["usedSize"] + heap.get("embedderHeapUsedSize", 0) + heap.get("backingStorageSize", 0)
        highest = max(highest, used / 1e6)
        still = still + 1 if page.evaluate("scrollY") == before else 0
    seen = page.evaluate("seen")
    return {"tiles": page.locator(".tile").count(), "heap": highest, "first_shift": first_shift, **seen}


def openings(browser: Browser, told: dict[str, Any]) -> list[float]:
    page = page_of(browser, told, viewport={"width": 1280, "height": 900})
    page.locator(".tile__link").first.hover()
    times = []
    for number in range(-1, OPENINGS):
        # The first time fetches the viewer itself; each is opened once before, for its picture to be cached.
        for _again in range(2):
            took = page.evaluate(OPEN, max(number, 0))
            page.wait_for_load_state("networkidle")
            page.keyboard.press("Escape")
            page.wait_for_selector(".viewer-over", state="detached")
        if number >= 0:
            times.append(took)
    return times


def site(there: Connection, instance: Path) -> None:
    app = create_app(Settings(instance=instance, secret_key="k" * 50, free_disk_reserve_bytes=0))
    migrate.upgrade(app)
    pictures = {"thumb.webp": drawn((427, 320), "WEBP"), "thumb2x.webp": drawn((853, 640), "WEBP")}
    pictures |= {"middle.jpg": drawn((1024, 768), "JPEG"), "large.jpg": drawn((2048, 1536), "JPEG")}
    with app.app_context():
        db.session.add(Household(family_name="The Testers"))
        member = Member(name="Anna", email="anna@example.org", password_hash="", role="keeper")
        db.session.add(member)
        db.session.flush()
        album = actions.create(member.id, actions.Wish("Long", audience="family"))
        add_rows(album, PHOTOS)
        db.session.commit()
        for sha256 in db.session.scalars(select(Original.sha256)):
            for name, body in pictures.items():
                target = files.storage().path(files.derivative_key(sha256, name))
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
        member_id, slug = member.id, album.slug
    run(app, there, paths=[f"/albums/{slug}/"], cookie=signed_in(app, member_id))


def drawn(size: tuple[int, int], kind: str) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 20).convert("RGB").save(target, kind, quality=70)
    return target.getvalue()


def report(scrolled: dict[str, float], times: list[float]) -> str:
    return "\n".join(
        [
            "| what | measured | limit |",
            "|---|---|---|",
            f"| photos scrolled through | {scrolled['tiles']:.0f} | |",
            f"| heap of script and page, highest | {scrolled['heap']:.0f} MB | 150 MB |",
            f"| longest delay of an input | {scrolled['delay']:.0f} ms | 100 ms |",
            f"| layout shift of the first view | {scrolled['first_shift']:.3f} | 0 |",
            f"| opening a cached photo, median | {statistics.median(times):.0f} ms | 100 ms |",
            f"| opening a cached photo, longest of {len(times)} | {max(times):.0f} ms | |",
        ]
    )


if __name__ == "__main__":
    main()
