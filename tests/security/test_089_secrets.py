"""What opens the site stands in no log, no job, and not in the database."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from photoalbum.core.db import db
from photoalbum.core.logs import FORMAT, MaskingFormatter

from ..cast import PASSWORD, Person
from ..pictures import jpeg
from .live import Live
from .world import LINK_PASSWORD, World

TYPED = "Telltale-wrong-password-9041"
NEW = "Telltale new password 5523"
BEARER = "Telltale-bearer-77f1c0"
LATER = "Telltale-link-password-31"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, however small, as it reaches the log of a running site."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(MaskingFormatter(FORMAT))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def use_everything(app: Flask, live: Live, world: World, mum: Person) -> dict[str, str]:
    """Use every secret there is, rightly and wrongly. Gives them by name."""
    scene = world.scenes["private"]
    session = cookies_of(mum)
    secrets = {
        **session,
        "share link": scene.open_link,
        "locked link": scene.locked_link,
        "invitation": world.invitation,
        "password link": world.password_link,
        "password": PASSWORD,
        "link password": LINK_PASSWORD,
        "typed": TYPED,
        "new": NEW,
        "bearer": BEARER,
        "later": LATER,
        "csrf": mum.token,
    }
    jar = "; ".join(f"{name}={value}" for name, value in session.items())
    for token, path in (
        (scene.open_link, f"/s/{scene.open_link}/"),
        (scene.locked_link, f"/s/{scene.locked_link}/photos/{scene.photo}?x={scene.locked_link}"),
        (world.invitation, f"/join/{world.invitation}"),
        (world.password_link, f"/password/{world.password_link}"),
        ("", f"/login?next=/s/{scene.open_link}/&password={TYPED}&token={BEARER}"),
        ("", f"/nowhere/{scene.open_link}"),
        ("", "/photos/"),
    ):
        referer = f"http://localhost/s/{token}/"
        live.ask(path, Cookie=jar, Authorization=f"Bearer {BEARER}", Referer=referer)
        live.ask(path, method="POST", Cookie=jar, X_CSRFToken=mum.token, Content_Length="0")
    visitor = Person(app)
    visitor.post("/login", data={"email": "mum@example.org", "password": TYPED})
    visitor.post(f"/s/{scene.locked_link}/unlock", data={"password": TYPED})
    visitor.post(f"/s/{scene.locked_link}/unlock", data={"password": LINK_PASSWORD})
    visitor.post(f"/join/{world.invitation}", data={"password": NEW, "email": "no", "name": "x"})
    visitor.post("/login", data={"email": "dad@example.org", "password": PASSWORD})
    mum.post(f"/albums/{scene.slug}/links", data={"label": "x", "password": LATER})
    mum.upload(("a.jpg", jpeg(colour="tan")))
    mum.post("/account/confirm", data={"password": PASSWORD})
    mum.post("/account/password", data={"current": PASSWORD, "password": NEW})
    secrets["next session"] = cookies_of(mum)["photoalbum"]
    return secrets


def break_down(app: Flask, live: Live, world: World) -> None:
    """Faults of ours while secrets are on the way."""
    with app.app_context():
        for table in ("albums", "members", "sessions"):
            db.session.execute(text(f"ALTER TABLE {table} RENAME TO {table}_gone"))
        db.session.commit()
    link = world.scenes["private"].open_link
    assert live.ask(f"/s/{link}/", Authorization=f"Bearer {BEARER}").status == 500
    assert live.ask("/photos/", Cookie=f"photoalbum={BEARER}").status == 500


def cookies_of(person: Person) -> dict[str, str]:
    names = ("photoalbum", "photoalbum-session")
    found = {name: person.client.get_cookie(name) for name in names}
    return {name: cookie.value for name, cookie in found.items() if cookie is not None}


def test_089_no_log_and_no_job_holds_a_secret(
    app: Flask, instance: Path, live: Live, world: World, mum: Person, log: io.StringIO
) -> None:
    secrets = use_everything(app, live, world, mum)
    break_down(app, live, world)
    said = log.getvalue()
    assert "GET /s/***/" in said
    assert "Traceback" in said
    assert [name for name, secret in secrets.items() if secret in said] == []
    jobs = b"".join(path.read_bytes() for path in instance.glob("queue.sqlite3*"))
    assert [name for name, secret in secrets.items() if secret.encode() in jobs] == []


def test_039_089_a_stolen_database_opens_nothing(
    app: Flask, instance: Path, live: Live, world: World, mum: Person
) -> None:
    secrets = use_everything(app, live, world, mum)
    stolen = b"".join(path.read_bytes() for path in instance.glob("photoalbum.sqlite3*"))
    assert b"For grandma" in stolen
    assert [name for name, secret in secrets.items() if secret.encode() in stolen] == []


def test_089_the_log_names_no_person_and_no_address(
    app: Flask, live: Live, world: World, mum: Person, log: io.StringIO
) -> None:
    use_everything(app, live, world, mum)
    requests = [line for line in log.getvalue().splitlines() if "photoalbum.requests" in line]
    assert len(requests) >= 14
    for word in ("@example.org", "127.0.0.1", "Mum", "?"):
        assert not [line for line in requests if word in line], word
