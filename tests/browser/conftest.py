"""Real Chromium on a real server. A page that logs an error to its console fails the test."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from ..serving.commands import served

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REPORTED = ("the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED")
PATIENCE = 60
PASSWORD = "vier blaue Schwäne tanzen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class LiveSite:
    url: str
    setup_code: str
    instance: Path


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site as the first command leaves it: running, and nothing set up."""
    folder = tmp_path_factory.mktemp("site")
    with served(folder) as site:
        code = (folder / "instance/setup-code").read_text().strip()
        assert code in "".join(site.printed)
        yield LiveSite(site.url, code, folder / "instance")


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in fresh browser profiles, and looks at their consoles at the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Chromium itself reports each answer of 400 and above, and a network that a test has cut; whether
        # that was right is the test's affair.
        if message.type in ("error", "warning") and not any(words in message.text for words in REPORTED):
            complaints.append(message.text)

    def open_page(site: LiveSite, *, javascript: bool = True, **options: object) -> Page:
        context = chromium.new_context(base_url=site.url, java_script_enabled=javascript, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.url, "data:", "blob:"))
                else complaints.append(f"a request left the site: {request.url}")
            ),
        )
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def wait_until(page: Page, condition: str, arg: object = None) -> None:
    """Until a condition in the page holds. Playwright's own waiting needs `eval`, which our pages forbid."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(condition, arg):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(50)


def set_up(page: Page, site: LiveSite) -> None:
    """The first run, as the keeper does it."""
    page.goto("/")
    page.get_by_label("code").fill(site.setup_code)
    page.get_by_label(re.compile("family", re.IGNORECASE)).fill("The Hartmanns")
    page.get_by_label("Your name").fill("Anna Hartmann")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill("anna@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set the site up").click()
    page.wait_for_url("**/")


def log_in(page: Page, email: str = "anna@example.org", password: str = PASSWORD) -> None:
    page.goto("/login")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/")
