"""Style sheets, scripts and icons as browsers get them."""

import gzip
import hashlib
import os
import re
import shutil
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from photoalbum.web import assets

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def served(app: Flask) -> assets.Assets:
    found: assets.Assets = app.extensions["assets"]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small static folder."""
    for name, text in {
        "css/site.css": '@layer base;\n@import "base.css";\n@import "parts/button.css";\n',
        "css/later.css": '@import "parts/button.css";',
        "css/base.css": "@layer base {\n  /* Why it is so. */\n  body { margin: 0 }\n}\n",
        "css/parts/button.css": "@layer parts { .button { color: red } }",
        "js/main.js": 'import "lib/one.js";',
        "js/lib/one.js": "export const one = 1;",
        "vendor/photoswipe/photoswipe.esm.min.js": "export default 1;",
        "icons/favicon.ico": "icon",
        "package.json": "{}",
        "package-lock.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_an_address_holds_a_part_of_the_files_hash(client: FlaskClient, served: assets.Assets) -> None:
    address = served.address("js/main.js")
    digest = hashlib.sha256((STATIC / "js/main.js").read_bytes()).hexdigest()
    assert address == f"/static/-/js/main.{digest[:12]}.js"
    assert client.get(address).data == (STATIC / "js/main.js").read_bytes()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("css/site.css", "text/css; charset=utf-8"),
        ("js/main.js", "text/javascript; charset=utf-8"),
        ("vendor/icons/sprite.svg", "image/svg+xml"),
        ("icons/touch-icon.png", "image/png"),
    ],
)
def test_hashed_files_are_kept_for_a_year_with_the_right_type(
    client: FlaskClient, served: assets.Assets, path: str, media_type: str
) -> None:
    answer = client.get(served.address(path))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("gzip;q=0", None), ("br;q=0, gzip", "gzip"), ("", None)],
)
def test_what_shrinks_is_sent_packed_to_those_who_can_unpack(
    client: FlaskClient, served: assets.Assets, accepted: str, sent: str | None
) -> None:
    address = served.stylesheets[0]
    plain, answer = client.get(address), client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in answer.headers["Vary"]
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert unpack(answer.data) == plain.data
    if sent:
        assert len(answer.data) < 12_000


def test_what_does_not_shrink_is_sent_as_it_is(client: FlaskClient, served: assets.Assets) -> None:
    answer = client.get(served.address("icons/touch-icon.png"), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in answer.headers


def test_pages_say_ahead_which_sheet_they_need(client: FlaskClient, served: assets.Assets) -> None:
    assert client.get("/login").headers["Link"] == f"<{served.stylesheets[0]}>; rel=preload; as=style"
    assert "Link" not in client.get(served.stylesheets[0]).headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/main.js",
        "/static/-/js/main.js",
        "/static/-/js/main.000000000000.js",
        "/static/-/../package.json",
        "/static/-/..%2f..%2fpyproject.toml",
        "/static/package.json",
        "/static/.npmrc",
        "/static/-/vendor/.stamp",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_favicon_is_found_where_browsers_look(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/vnd.microsoft.icon"
    assert "public" not in answer.headers["Cache-Control"]


def test_one_sheet_of_all_parts_in_the_written_order(folder: Path) -> None:
    found = assets.Assets(folder)
    assert found.body("css/site.css").decode().splitlines() == [
        "@layer base;",
        "@layer base {",
        "body { margin: 0 }",
        "}",
        "@layer parts { .button { color: red } }",
    ]
    with pytest.raises(KeyError):
        found.address("css/base.css")


def test_every_sheet_is_in_one_of_the_two() -> None:
    sheets = [(STATIC / name).read_text() for name in (assets.STYLESHEET, assets.LATER_STYLESHEET)]
    named = re.findall(r'@import "([^.][^"]+)";', "".join(sheets))
    there = {path.relative_to(STATIC / "css").as_posix() for path in (STATIC / "css").rglob("*.css")}
    assert len(named) == len(set(named))
    assert {*named, "site.css", "later.css"} == there


def test_scripts_import_each_other_by_names_of_the_import_map(served: assets.Assets) -> None:
    known = served.import_map()["imports"].keys()
    for path in (STATIC / "js").rglob("*.js"):
        names = re.findall(r'(?:from|import) ?\(?"([^"]+)"', path.read_text())
        assert set(names) <= known, path


def test_every_element_is_started_by_main() -> None:
    main = (STATIC / "js/main.js").read_text()
    elements = {path.stem for path in (STATIC / "js/elements").glob("*.js")}
    assert elements == set(re.findall(r'"([a-z]+-[a-z-]+)"', main))


def test_a_changed_file_is_read_again_while_developing(folder: Path) -> None:
    found = assets.Assets(folder)
    before = found.address("js/main.js")
    found.refresh()
    assert found.address("js/main.js") == before

    script = folder / "js/main.js"
    script.write_text("// changed")
    stamp = script.stat()
    os.utime(script, (stamp.st_atime, stamp.st_mtime + 10))
    found.refresh()
    assert found.address("js/main.js") != before
    assert found.by_name(before.removeprefix(assets.PREFIX)) is None


def test_a_missing_or_old_vendor_folder_stops_the_start_with_the_command(folder: Path) -> None:
    with pytest.raises(assets.NotBuilt, match=r"python hatch_build\.py"):
        assets.check_vendor(folder)

    shutil.copytree(STATIC / "vendor", folder / "vendor", dirs_exist_ok=True)
    with pytest.raises(assets.NotBuilt, match="missing or old"):
        assets.check_vendor(folder)

    for name in ("package.json", "package-lock.json"):
        shutil.copy(STATIC / name, folder / name)
    assets.check_vendor(folder)


def loaded_by(*names: str) -> set[str]:
    """Scripts of ours with all that they import before they run."""
    found: set[str] = set()
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            text = (STATIC / "js" / name).read_text()
            wanted += re.findall(r'^(?:import|\} from) [^"(]*"([^"]+)";', text, re.MULTILINE)
    return found


# The elements that an album's page holds: see templates/albums/show.html.
ALBUM_ELEMENTS = ("hover-preview", "more-photos", "pending-tiles", "photo-selection")


def test_a_worker_may_run_compiled_code_and_nothing_else_may(
    client: FlaskClient, served: assets.Assets
) -> None:
    answer = client.get(served.address("js/workers/sha256.js"))
    assert answer.headers["Content-Security-Policy"] == assets.WORKER_POLICY
    other = client.get(served.address("js/main.js"))
    assert "wasm-unsafe-eval" not in other.headers["Content-Security-Policy"]


def test_libraries_are_imported_by_their_names_too(served: assets.Assets) -> None:
    known = served.import_map()["imports"]
    assert known["vendor/tus/tus.min.js"] == served.address("vendor/tus/tus.min.js")


def test_first_view_stays_light(client: FlaskClient, served: assets.Assets) -> None:
    """Style, scripts and icons of any page, packed: what is left of the 40 KB is for the page itself.

    What the viewer needs comes when somebody means to open a photo.
    """
    paths = [
        "css/site.css",
        "vendor/icons/sprite.svg",
        *(f"js/{name}" for name in loaded_by("main.js", *(f"elements/{each}.js" for each in ALBUM_ELEMENTS))),
    ]
    sizes = [
        len(client.get(served.address(path), headers={"Accept-Encoding": "gzip"}).data) for path in paths
    ]
    assert sum(sizes) < 24_000
