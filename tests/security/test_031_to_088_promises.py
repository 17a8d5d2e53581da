"""Promises that one look at the code or one request proves."""

import ast
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

import photoalbum
from photoalbum.core import tokens
from photoalbum.serving.process import use_temporary_folder

from ..cast import Person
from ..pictures import jpeg
from .pages import Page
from .world import World

CODE = Path(photoalbum.__file__).parent
FETCHING = {"urllib.request", "http.client", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3"}


def imports() -> Iterator[tuple[str, str]]:
    """Every module that the site's own code imports, with the file that does."""
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
            yield from ((path.relative_to(CODE).as_posix(), name) for name in names)


def test_031_nothing_here_fetches_an_address() -> None:
    """Import by URL is not offered, and nothing else asks other machines either."""
    assert [(where, name) for where, name in imports() if name in FETCHING] == []


def test_039_tokens_are_long_distinct_and_made_by_the_key_alone() -> None:
    key, other = "k" * 40, "j" * 40
    made = {tokens.seal(key, "share", tokens.new_uid(22), 1) for _ in range(1000)}
    assert len(made) == 1000
    for token in made:
        assert re.fullmatch(r"[1-9A-Za-z]{22}\.[\w-]{32}", token)
        assert tokens.genuine(key, "share", token, 1)
        for wrong in ((other, "share", 1), (key, "invitation", 1), (key, "share", 2)):
            assert not tokens.genuine(wrong[0], wrong[1], token, wrong[2])


MARKUP = """[click](javascript:alert(1)) ![x](https://evil.example/x.png) **bold** _it_ https://a.example
# head"""


def test_055_descriptions_are_no_markup(mum: Person) -> None:
    sent = {"title": "Plain", "description": MARKUP, "audience": "private", "parent": ""}
    page = Page(mum.get(mum.post("/albums/", data=sent).location).text)
    assert " ".join(MARKUP.split()) in " ".join(page.text.split())
    assert not [link for link in page.links if "example" in link or "javascript" in link]


def test_061_links_cannot_be_made_without_end(mum: Person, world: World) -> None:
    address = f"/albums/{world.scenes['private'].slug}/links"
    statuses = [mum.post(address, data={"label": "again"}).status_code for _ in range(61)]
    assert statuses == [303] * 60 + [429]


@pytest.fixture
def full_tmp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system whose folder for temporary files takes nothing."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nothing here"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nothing here"))


@pytest.mark.usefixtures("full_tmp")
def test_077_a_full_tmp_has_no_effect(app: Flask, instance: Path, mum: Person) -> None:
    large = jpeg(size=(900, 700)) + bytes(2_000_000)
    own = use_temporary_folder(instance / "media")
    assert own == instance / "media/tmp"
    assert tempfile.gettempdir() == str(own)
    answer = mum.upload(("large.jpg", large))
    assert answer.status_code == 303
    assert "1 photo or video is safe" in mum.get(answer.location).text


def test_088_no_page_and_no_asset_names_another_machine(app: Flask, mum: Person, world: World) -> None:
    """Namespaces are names and no places; comments, such as those on licences, ask for nothing."""
    assets = app.extensions["assets"]
    bodies = [
        re.sub(r"/\*.*?\*/", "", asset.body.decode("utf-8", "ignore"), flags=re.DOTALL)
        for asset in assets._by_path.values()
    ]
    pages = [mum.get(at).text for at in ("/", f"/albums/{world.scenes['private'].slug}/", "/uploads/new")]
    for text in (*bodies, *pages):
        elsewhere = re.findall(r"https?://(?!www\.w3\.org/|localhost)[^\s\"'<>)]+", text)
        assert elsewhere == []
