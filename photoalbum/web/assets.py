"""Style sheets, scripts and icons: read once at start, named by their content, cached by browsers for a year.

Everything of static/ that a browser may have is held in memory, and packed when it is first asked for where
that helps, so no path of a request ever reaches the disk. A file's address holds a part of its SHA-256: a
changed file has a new address, and an old address never changes its content.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
PREFIX = "/static/-/"
STYLESHEET = "css/site.css"
# Fetched by script when it is needed, like the scripts themselves.
LATER_STYLESHEET = "css/later.css"
SCRIPTS = "js/"
# What others made, under the names by which our scripts import it.
LIBRARIES = {
    "photoswipe": "vendor/photoswipe/photoswipe.esm.min.js",
    "vendor/tus/tus.min.js": "vendor/tus/tus.min.js",
    "vendor/hash-wasm/sha256.umd.min.js": "vendor/hash-wasm/sha256.umd.min.js",
}
# Pages that a member is about to open, fetched while they point at the link. All of them change nothing.
PREFETCH = {
    "prefetch": [
        {
            "where": {"selector_matches": ".album-card a, .breadcrumbs a, .bar__links a, .tabs a"},
            "eagerness": "moderate",
        }
    ]
}
WORKERS = "js/workers/"
# A worker is bound by the headers of its own script, not of the page. Ours runs compiled code for checksums.
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"

bp = Blueprint("assets", __name__)


class NotBuilt(Exception):
    """static/vendor is missing or old: the start stops, and says what to run."""


@dataclass(frozen=True, slots=True)
class Asset:
    address: str
    media_type: str
    body: bytes


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, mode=brotli.MODE_TEXT)),
    "gzip": lambda body: gzip.compress(body, mtime=0),
}


@lru_cache(maxsize=256)
def packed_by(way: str, body: bytes) -> bytes | None:
    """The body packed as small as it gets, once in the life of a process; None where that gains nothing."""
    packed = PACKERS[way](body)
    return packed if len(packed) < 0.9 * len(body) else None


def package_folder(name: str) -> Path:
    """templates/ or static/: inside the package where that was installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def check_vendor(static: Path) -> None:
    """Raise NotBuilt unless static/vendor was made from the package.json and the lock beside it."""
    inputs = [(static / name).read_bytes() for name in ("package.json", "package-lock.json")]
    wanted = hashlib.sha256(b"\0".join(inputs).replace(b"\r\n", b"\n")).hexdigest()
    stamp = static / "vendor/.stamp"
    if not stamp.is_file() or stamp.read_text("utf-8").strip() != wanted:
        raise NotBuilt("The icons in static/vendor are missing or old. Run this once: python hatch_build.py")


def one_sheet(sheet: Path) -> bytes:
    """A style sheet with the files it imports in its place, in the order it names them, without comments."""

    def imported(match: re.Match[str]) -> str:
        return (sheet.parent / match[1]).read_text("utf-8")

    whole = re.sub(r'@import "([^"]+)";', imported, sheet.read_text("utf-8"))
    bare = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip()).encode()


class Assets:
    """What is in static/, by path and by address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stylesheets: list[str] = []
        self.import_map_json = Markup()
        self._by_path: dict[str, Asset] = {}
        self._by_name: dict[str, Asset] = {}
        self._read_at = 0.0
        self.read()

    def read(self) -> None:
        """Read every file anew."""
        self._by_path = {}
        for path in self._files():
            name = path.relative_to(self.folder).as_posix()
            is_sheet = name in (STYLESHEET, LATER_STYLESHEET)
            if path.suffix == ".css" and not is_sheet:
                continue  # It is a part of one of the two style sheets.
            body = one_sheet(path) if is_sheet else path.read_bytes()
            self._by_path[name] = self._asset(name, body)
        self.import_map_json = htmlsafe_json_dumps(self.import_map(), separators=(",", ":"))
        self._by_name = {asset.address.removeprefix(PREFIX): asset for asset in self._by_path.values()}
        self.stylesheets[:] = [self.address(STYLESHEET)]
        self._read_at = self._changed_at()

    def refresh(self) -> None:
        """Read again if a file was changed meanwhile; asked while developing only."""
        if self._changed_at() != self._read_at:
            self.read()

    def address(self, path: str) -> str:
        """Where a browser finds a file of static/; `asset(path)` in the templates."""
        return self._by_path[path].address

    def import_map(self) -> dict[str, dict[str, str]]:
        """What scripts import, by name: each other (`elements/heart-button.js`), libraries, and a sheet."""
        scripts = {name: asset for name, asset in self._by_path.items() if name.startswith(SCRIPTS)}
        return {
            "imports": {
                **{name.removeprefix(SCRIPTS): asset.address for name, asset in scripts.items()},
                **{name: self.address(path) for name, path in LIBRARIES.items() if path in self._by_path},
                LATER_STYLESHEET: self.address(LATER_STYLESHEET),
            }
        }

    def by_name(self, name: str) -> Asset | None:
        return self._by_name.get(name)

    def body(self, path: str) -> bytes:
        return self._by_path[path].body

    def _files(self) -> list[Path]:
        return sorted(
            path for path in self.folder.rglob("*") if path.suffix in MEDIA_TYPES and path.is_file()
        )

    def _changed_at(self) -> float:
        return max(path.stat().st_mtime for path in self._files())

    def _asset(self, name: str, body: bytes) -> Asset:
        digest = hashlib.sha256(body).hexdigest()[:12]
        stem, _, extension = name.rpartition(".")
        address = f"{PREFIX}{stem}.{digest}.{extension}"
        return Asset(address, MEDIA_TYPES[f".{extension}"], body)


@bp.get(f"{PREFIX}<path:name>")
def static_file(name: str) -> Response:
    asset = _assets().by_name(name)
    if asset is None:
        abort(404)

    way = next((name for name in PACKERS if request.accept_encodings.quality(name) > 0), "")
    packed = packed_by(way, asset.body) if way else None
    response = Response(packed or asset.body, content_type=asset.media_type)
    if packed:
        response.content_encoding = way
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if name.startswith(WORKERS):
        response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.after_app_request
def announce_sheet(response: Response) -> Response:
    """Say ahead of a page which sheet it needs: the browser asks for it before it has read the page."""
    if response.mimetype == "text/html" and response.status_code != 304:
        response.headers.add("Link", f"<{_assets().stylesheets[0]}>; rel=preload; as=style")
    return response


@bp.get("/favicon.ico")
def favicon() -> Response:
    """For browsers that ask for it at this address, whatever the page says."""
    response = Response(_assets().body("icons/favicon.ico"), content_type=MEDIA_TYPES[".ico"])
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def init_app(app: Flask) -> None:
    """Read static/, and give the templates `asset`, `stylesheets` and `import_map`."""
    folder = package_folder("static")
    check_vendor(folder)
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.template_folder = str(package_folder("templates"))
    template_globals: dict[str, Any] = {
        "asset": assets.address,
        "stylesheets": assets.stylesheets,
        "import_map": lambda: assets.import_map_json,
        "prefetch_rules": htmlsafe_json_dumps(PREFETCH),
    }
    app.jinja_env.globals.update(template_globals)
    app.register_blueprint(bp)
    if app.config.get("DEBUG"):
        app.before_request(assets.refresh)


def _assets() -> Assets:
    found: Assets = current_app.extensions["assets"]
    return found
