"""The share area stands alone: a real nginx publishes it and nothing else, and that is enough."""

import hashlib
import io
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from ..contracts.files import ROOT
from ..pictures import jpeg
from ..serving.commands import served
from .conftest import LiveSite, set_up
from .test_first_run import make_album, upload, wait_until_prepared
from .upload_page.uploading import open_upload_page, start, words

SHIPPED = (ROOT / "deploy/nginx-share-only.conf").read_text()
LINK_PASSWORD = "seven swans"


@dataclass
class Published:
    """A site behind the proxy: the proxy, and the path of a locked link."""

    front: LiveSite
    share: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def config_of(folder: Path, port: int, site: str) -> str:
    """The shipped file for this machine: another port and address, and no certificate."""
    server = re.sub(r"^ *(ssl_\w+|server_name) .*\n", "", SHIPPED, flags=re.MULTILINE)
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    server = server.replace("http://127.0.0.1:8000", site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{server}\n}}\n"
    )


@pytest.fixture(scope="module")
def published(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed (Debian's package nginx-light)")
    folder: Path = tmp_path_factory.mktemp("alone")
    files = []
    for number in range(3):
        path = folder / f"IMG_{number}.jpg"
        path.write_bytes(jpeg(size=(400 + 20 * number, 300), colour="seagreen"))
        files.append(path)
    with served(folder) as running:
        code = (folder / "instance/setup-code").read_text().strip()
        home = LiveSite(running.url, code, folder / "instance")
        page = chromium.new_context(base_url=home.url).new_page()
        set_up(page, home)
        make_album(page, "Summer 2031")
        album = page.url
        upload(page, files)
        wait_until_prepared(page)
        page.goto(f"{album}sharing")
        form = page.locator("form", has=page.get_by_role("button", name="Make a link"))
        form.get_by_label("Password").fill(LINK_PASSWORD)
        form.get_by_label("They may comment and give hearts").check()
        form.get_by_label("They may add photos").check()
        form.get_by_role("button", name="Make a link").click()
        share = re.findall(r"http://[^\s\"<]+(/s/[\w.\-]+/)", page.content())[0]
        page.context.close()

        port = free_port()
        config = folder / "nginx.conf"
        config.write_text(config_of(folder, port, home.url))
        proxy = subprocess.Popen([program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)])
        try:
            wait_for(port, proxy)
            yield Published(LiveSite(f"http://127.0.0.1:{port}", "", folder), share)
        finally:
            proxy.terminate()
            proxy.wait(30)


def wait_for(port: int, proxy: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert proxy.poll() is None, "nginx did not start"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not answer")


def test_a_visitor_has_all_they_need_where_nothing_else_is_published(
    published: Published, new_page: Callable[..., Page], javascript: bool
) -> None:
    front, share = published.front, published.share
    page = new_page(front, javascript=javascript)
    asked = what_is_asked(page, published)
    come_in(page, published)
    expect(page.locator(".tile__picture")).to_have_count(3)

    page.locator(".tile__link").first.click()
    picture = page.locator(".viewer__picture, dialog img").first
    expect(picture).to_be_visible()
    page.goto(share)
    page.get_by_role("link", name="Download all").click()
    download_all(page, javascript=javascript)
    assert_alone(asked, published)


def test_a_guest_adds_and_takes_back_where_nothing_else_is_published(
    published: Published, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    """The whole way without JavaScript: password, look, comment, add two, take one back, the ZIP."""
    share, files = published.share, pictures(tmp_path, "plain")
    page = new_page(published.front, javascript=False)
    asked = what_is_asked(page, published)
    come_in(page, published)
    page.locator(".tile__link").first.click()
    expect(page.locator(".viewer__picture")).to_be_visible()
    page.get_by_label("Your name").fill("Grandma Anna")
    page.get_by_label("Your comment").fill("How lovely this is!")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment")).to_have_text(re.compile("Grandma Anna.*How lovely this is!", re.DOTALL))
    page.get_by_role("button", name="Favourite").click()
    expect(page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")

    page.goto(share)
    page.get_by_role("link", name="Add photos").click()
    expect(page.get_by_text("You add them as Grandma Anna")).to_be_visible()
    page.locator("input[name=files]").set_input_files(files)
    page.get_by_role("button", name="Add photos").click()
    expect(page.get_by_text("2 photos and videos are safe.")).to_be_visible()
    for path in files:
        expect(page.get_by_text(hashlib.sha256(path.read_bytes()).hexdigest())).to_be_visible()
    page.get_by_role("link", name="What I have added").click()
    expect(page.get_by_text("It is shown here once it has been looked at.")).to_have_count(2)
    page.get_by_role("button", name="Take back plain-0.jpg").click()
    expect(page.locator(".rows__row")).to_have_count(1)
    page.get_by_role("link", name="Back to the photos").click()
    expect(page.locator(".tile__picture")).to_have_count(3)
    page.get_by_role("link", name="Download all").click()
    download_all(page, javascript=False)
    assert_alone(asked, published)


def test_a_guest_sends_files_in_pieces_where_nothing_else_is_published(
    published: Published, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = new_page(published.front)
    asked = what_is_asked(page, published)
    come_in(page, published)
    page.get_by_role("link", name="Add photos").click()
    page.get_by_label("Your name").fill("Uncle Ben")
    page.get_by_role("button", name="Go on").click()
    open_upload_page(page, page.url)
    page.locator("input[name=files]").set_input_files(pictures(tmp_path, "pieces"))
    expect(page.locator(".queue__file")).to_have_count(2)
    start(page)
    expect(words(page)).to_have_text("Safe: 2 photos and videos.", timeout=60_000)
    expect(page.locator('.queue__file[data-state="safe"]')).to_have_count(2)
    page.get_by_role("link", name="See the receipt").click()
    expect(page.get_by_text("Safe: checksum matches the file on your device.")).to_have_count(2)
    assert {url.split("?")[0] for _status, url in asked} >= {
        f"{published.share}uploads/",
        f"{published.share}uploads/drops",
        f"{published.share}uploads/known",
    }
    assert_alone(asked, published, statuses={201, 204})


def what_is_asked(page: Page, published: Published) -> list[tuple[int, str]]:
    """Status and address of everything that the page fetches from now on."""
    asked: list[tuple[int, str]] = []
    page.on("response", lambda got: asked.append((got.status, got.url.removeprefix(published.front.url))))
    return asked


def assert_alone(
    asked: list[tuple[int, str]], published: Published, *, statuses: Collection[int] = ()
) -> None:
    ours = (published.share, "/static/-/", "blob:", "data:")
    assert [url for _status, url in asked if not url.startswith(ours)] == []
    assert {status for status, _url in asked} <= {200, 206, 303, 304, 401, *statuses}


def come_in(page: Page, published: Published) -> None:
    page.goto(published.share)
    page.get_by_label("Password").fill(LINK_PASSWORD)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", name="Summer 2031")).to_be_visible()


def pictures(folder: Path, name: str) -> list[Path]:
    files = [folder / f"{name}-{number}.jpg" for number in range(2)]
    for number, path in enumerate(files):
        path.write_bytes(jpeg(size=(330 + 10 * number + len(name), 250), colour="orange"))
    return files


def download_all(page: Page, *, javascript: bool) -> None:
    """Wait until the ZIP can be made, and look into it."""
    ready = page.get_by_role("link", name="Download", exact=True)
    for _ in range(60):
        if javascript or ready.count():
            break
        page.get_by_role("link", name="Look again").click()
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as archive:
        assert archive.testzip() is None
        assert sum(name.endswith(".jpg") for name in archive.namelist()) == 3


def test_nothing_but_the_share_area_is_published(published: Published) -> None:
    for path in (
        "/",
        "/login",
        "/albums/",
        "/healthz",
        "/uploads/new",
        "/static/",
        "/favicon.ico",
        "/links/",
    ):
        answer = requests.get(published.front.url + path, timeout=30, allow_redirects=False)
        assert answer.status_code == 404, path
        assert "photoalbum" not in answer.text
    for path in ("/s/../login", "/s/%2e%2e/login", "/static/-/../../login"):
        session = requests.Session()
        request = requests.Request("GET", published.front.url).prepare()
        request.url = published.front.url + path
        assert session.send(request, timeout=30, allow_redirects=False).status_code == 404, path
