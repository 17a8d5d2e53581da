"""One site for all tests of the upload page, and the page of somebody who is signed in there."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from ...serving.commands import served
from ..conftest import LiveSite, set_up
from . import uploading
from .uploading import Room


@pytest.fixture(scope="package")
def room(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    with served(folder) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        site = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=site.url).new_page()
        set_up(page, site)
        state = page.context.storage_state()
        page.context.close()
        yield Room(site, state)


@pytest.fixture
def page(room: Room, new_page: Callable[..., Page]) -> Page:
    opened = new_page(room.site, storage_state=room.state)
    uploading.open_upload_page(opened)
    return opened
