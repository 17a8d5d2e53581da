"""Passkeys with an authenticator that Chromium itself plays; and the second step without script."""

import re
from collections.abc import Callable, Iterator

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ..serving.commands import served
from .conftest import PASSWORD, LiveSite, log_in, set_up
from .test_accessibility import RULES


@pytest.fixture
def site(chromium: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site under the name that passkeys can be bound to, and its keeper."""
    folder = tmp_path_factory.mktemp("passkeys")
    with served(folder) as running:
        url = running.url.replace("127.0.0.1", "localhost")
        yield LiveSite(url, (folder / "instance/setup-code").read_text().strip(), folder / "instance")


def with_finger(page: Page) -> None:
    """Give the page's browser an authenticator whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def clean(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]] == []


def leave(page: Page) -> None:
    page.context.clear_cookies()


def test_a_passkey_from_adding_to_removing(site: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(site)
    with_finger(page)
    set_up(page, site)
    page.goto("/account/")
    page.get_by_label("Name of the passkey").fill("The tablet")
    page.get_by_label("Ask for it after my password").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible(timeout=60_000)
    clean(page)

    page.goto("/account/")
    page.get_by_label("Name of the passkey").fill("The same")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("a passkey for you on this device already")).to_be_visible(timeout=60_000)

    leave(page)
    page.goto("/login")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site.url}/", timeout=60_000)

    leave(page)
    page.goto("/login?next=/account/")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill("anna@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/login/second-step")
    clean(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/account/", timeout=60_000)
    clean(page)

    page.goto("/account/confirm?next=/favourites/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/favourites/", timeout=60_000)
    page.wait_for_load_state("networkidle")

    page.goto("/account/")
    page.get_by_role("button", name="Remove the passkey The tablet").click()
    expect(page.get_by_text("The passkey opens nothing here any more.")).to_be_visible(timeout=60_000)
    leave(page)
    page.goto("/login")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("could not be used here")).to_be_visible(timeout=60_000)
    log_in(page)


def test_an_app_and_recovery_codes_without_script(site: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(site, javascript=False)
    set_up(page, site)
    page.goto("/account/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Set up an authenticator app").click()
    key = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Use this app").click()
    codes = page.locator("code.secret").all_inner_texts()
    assert len(codes) == 10

    leave(page)
    page.goto("/login")
    page.get_by_label(re.compile("e-mail", re.IGNORECASE)).fill("anna@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/login/second-step")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{site.url}/")
    expect(page.get_by_text("You have 9 left")).to_be_visible(timeout=60_000)
