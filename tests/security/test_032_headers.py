"""What every answer carries, of whatever kind, and what faults do not say."""

import re

import pytest
from flask import Flask
from sqlalchemy import text

from photoalbum import create_app
from photoalbum.core.db import db

from ..cast import Person
from ..conftest import make_settings
from .asking import all_lines, asker
from .live import Live
from .world import World

EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PAGE = (
    "default-src 'none'; script-src 'nonce-N'; style-src 'self' 'nonce-N'; img-src 'self' blob: data:;"
    " media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self';"
    " form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
# On these pages the browser may be asked for a passkey, and to do nothing else with one.
ASKS_FOR_PASSKEYS = {"auth.login": "get", "account.confirm": "get", "account.show": "create"}
MEDIA = "default-src 'none'; sandbox"
NOTHING = "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("role", ["An", "LV", "N", "O", "A"])
def test_032_every_answer_carries_the_headers(app: Flask, world: World, role: str) -> None:
    who = asker(app, world, role)
    nonces: list[str] = []
    for line in all_lines(app, "GET"):
        address = who.address(line)
        answer = who.person.get(address)
        headers = answer.headers
        assert {name: headers[name] for name in EXACTLY} == EXACTLY, address
        assert headers["Referrer-Policy"] == ("no-referrer" if address.startswith("/s/") else "same-origin")
        lent = [each for each in headers["Permissions-Policy"].split(", ") if not each.endswith("=()")]
        act = ASKS_FOR_PASSKEYS.get(line.endpoint) if answer.status_code == 200 else None
        assert lent == ([f"publickey-credentials-{act}=(self)"] if act else []), address
        assert "Server" not in headers
        assert not [name for name, _value in headers if name.startswith("Access-Control-")]
        assert "Strict-Transport-Security" not in headers
        policy = headers["Content-Security-Policy"]
        if answer.mimetype == "text/html":
            nonce = re.search(r"'nonce-([\w-]{22,})'", policy)
            assert nonce, address
            nonces.append(nonce.group(1))
            assert policy.replace(nonce.group(1), "N") == PAGE
            assert set(re.findall(r'nonce="([^"]+)"', answer.text)) <= {nonce.group(1)}
        else:
            assert policy in (MEDIA, NOTHING), address
    assert len(set(nonces)) == len(nonces)


def test_032_pages_hold_no_style_or_script_that_the_policy_forbids(app: Flask, world: World) -> None:
    who = asker(app, world, "A")
    for line in all_lines(app, "GET"):
        page = who.ask(line)
        if page.mimetype != "text/html":
            continue
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page.text), line
        for tag in re.findall(r"<(?:script|style)\b[^>]*>", page.text):
            assert "nonce=" in tag, line
        for link in re.findall(r'(?:src|href|action|srcset)="([^"]*)"', page.text):
            assert not re.match(r"(?:[a-z]+:)?//(?!localhost)|javascript:", link), link


def test_032_https_is_kept_once_it_was_used(app: Flask, world: World, visitor: Person) -> None:
    answer = visitor.client.get("/login", base_url="https://localhost")
    assert int(answer.headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000


def test_032_no_answer_of_the_server_itself_says_what_it_is(live: Live) -> None:
    for target, headers in (("/login", {}), ("/", {"Host": "evil.example"}), ("/", {"X-Pad": "a" * 70_000})):
        answer = live.ask(target, **headers)
        assert "server" not in answer.headers
        assert {name: answer.headers[name.lower()] for name in EXACTLY} == EXACTLY
        assert b"waitress" not in answer.body.lower()


def test_036_only_named_static_files_are_public(app: Flask, world: World) -> None:
    """HTML and JSON are not stored; derivatives for members a week; originals and links asked each time."""
    for role in ("An", "LV", "O", "A"):
        who = asker(app, world, role)
        for line in all_lines(app, "GET"):
            answer = who.ask(line)
            cache = answer.headers["Cache-Control"]
            expected = "no-store"
            if answer.status_code == 200 and line.endpoint in CACHES:
                expected = CACHES[line.endpoint]
            assert cache == expected, line
            if "public" not in cache:
                assert "Cookie" in answer.headers["Vary"], line


CACHES = {
    "assets.static_file": "public, max-age=31536000, immutable",
    "assets.favicon": "private, max-age=86400",
    "media.derivative": "private, max-age=604800, immutable",
    "media.original": "private, no-cache",
    "photo_edits.unedited": "private, no-cache",
    "media.video": "private, no-cache",
    "downloads.album": "private, no-cache, no-transform",
    "downloads.own": "private, no-cache, no-transform",
    "downloads.show": "private, no-cache, no-transform",
    "share_files.derivative": "private, no-cache",
    "share_files.video": "private, no-cache",
    "share_files.file": "private, no-cache",
}


def test_036_what_may_be_kept_has_a_strong_tag_and_a_304(app: Flask, world: World) -> None:
    for role in ("O", "LV"):
        who = asker(app, world, role)
        for line in all_lines(app, "GET"):
            if line.endpoint not in CACHES or "asset" in line.endpoint or line.statuses[role] != 200:
                continue
            answer = who.ask(line)
            tag = answer.headers["ETag"]
            assert re.fullmatch(r'"[^"]+"', tag)
            again = who.ask(line, headers={"If-None-Match": tag})
            assert (again.status_code, again.data) == (304, b"")
            for name in ("ETag", "Cache-Control", "Vary"):
                assert again.headers[name] == answer.headers[name]
            assert who.ask(line, headers={"If-None-Match": '"other"'}).status_code == 200


def test_036_a_fault_is_never_kept(mum: Person, world: World) -> None:
    uid = world.scenes["private"].photo
    for address in (f"/photos/{uid}/d/9/thumb.webp", "/photos/x/original", "/s/x/", "/static/-/x.css"):
        answer = mum.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_063_logging_out_clears_what_the_browser_kept(mum: Person) -> None:
    assert mum.post("/logout").headers["Clear-Site-Data"] == '"cache"'


TELLTALE = re.compile(
    r"Traceback|/photoalbum/|site-packages|\.py\b|SELECT |sqlite|sqlalchemy|werkzeug|flask", re.IGNORECASE
)


def test_037_faults_are_pages_of_the_site_and_say_nothing_of_the_machine(
    app: Flask, mum: Person, uncle: Person, world: World
) -> None:
    slug = world.scenes["private"].slug
    endless = {"CONTENT_LENGTH": str(1 << 50)}
    token = {"X-CSRFToken": mum.token}
    found = {
        404: mum.get("/no/such/page"),
        403: uncle.get(f"/albums/{slug}/edit"),
        405: mum.client.put("/"),
        400: mum.client.post("/albums/", data={"csrf_token": "wrong"}),
        409: Person(app, world.ids["keeper"]).post(f"/admin/members/{world.uids['keeper']}/disable"),
        413: mum.client.post("/albums/", data=b"", headers=token, environ_overrides=endless),
        429: guess_too_often(app),
    }
    with app.app_context():
        db.session.execute(text("ALTER TABLE album_entries RENAME TO elsewhere"))
        db.session.commit()
    found[500] = mum.get(f"/albums/{slug}/")
    for status, answer in found.items():
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        assert 'class="error-page"' in answer.text, status
        assert answer.headers["X-Request-ID"] in answer.text
        assert not TELLTALE.search(visible(answer.text)), status
    assert int(found[429].headers["Retry-After"]) > 0


def test_037_faults_for_programs(app: Flask, mum: Person, world: World) -> None:
    with app.app_context():
        db.session.execute(text("ALTER TABLE album_entries RENAME TO elsewhere"))
        db.session.commit()
    for address, status in (("/nothing", 404), (f"/albums/{world.scenes['private'].slug}/", 500)):
        answer = mum.get(address, headers={"Accept": "application/json"})
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        assert answer.json["error"]
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
        assert not TELLTALE.search(answer.text)


def test_037_a_fault_of_the_database_itself_is_drawn_too(app: Flask, mum: Person, visitor: Person) -> None:
    with app.app_context():
        for table in ("sessions", "household", "albums"):
            db.session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_elsewhere"))
        db.session.commit()
    for answer in (mum.get("/photos/"), mum.get("/"), visitor.get("/")):
        assert answer.status_code == 500
        assert 'class="error-page"' in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not TELLTALE.search(visible(answer.text))


@pytest.mark.parametrize("debug", [False, True])
def test_037_there_is_no_debugger(instance, debug: bool) -> None:
    app = create_app(make_settings(instance, debug=debug))
    person = Person(app)
    for address in ("/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/__debug__/"):
        answer = person.get(address)
        assert answer.status_code in (200, 404)
        assert "debugger" not in answer.text.lower()


def visible(page: str) -> str:
    """The page without the addresses of its own scripts and style sheets."""
    return re.sub(r'<script.*?</script>|<link[^>]*>|(?:href|src)="[^"]*"', "", page, flags=re.DOTALL)


def guess_too_often(app: Flask):
    somebody = Person(app)
    for _ in range(11):
        answer = somebody.post("/login", data={"email": "mum@example.org", "password": "wrong wrong wrong"})
    return answer


def test_048_share_pages_stay_out_of_search_engines_and_send_no_address_on(app: Flask, world: World) -> None:
    for role in ("LP", "LV"):
        who = asker(app, world, role)
        uid = world.scenes["private"].photo
        for part in ("", f"photos/{uid}", f"photos/{uid}/d/1/thumb.webp", "photos/zzz"):
            answer = who.person.get(f"/s/{who.token}/{part}")
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            if answer.mimetype == "text/html" and answer.status_code != 404:
                assert '<meta name="robots" content="noindex, nofollow, noarchive"' in answer.text
            assert not re.search(rb'(?:href|src|srcset|action)="(?:https?:)?//', answer.data)
    robots = who.person.get("/robots.txt").text
    assert who.token not in robots
    assert "/s/" not in robots
    assert "Disallow: /" in robots


def test_053_no_other_origin_is_let_in(mum: Person, world: World) -> None:
    for origin in ("https://evil.example", "null", "http://localhost:9", "http://localhost"):
        for address in ("/", f"/photos/{world.scenes['private'].photo}/original", "/healthz"):
            answer = mum.get(address, headers={"Origin": origin})
            assert not [name for name, _value in answer.headers if name.startswith("Access-Control-")]
