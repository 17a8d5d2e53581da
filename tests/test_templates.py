"""What holds for every template, style sheet and script, whoever writes it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice

from photoalbum import create_app
from photoalbum.web import patterns

from .conftest import make_settings

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if '{% extends "base.html" %}' in path.read_text()]
# These hold nothing but the names of others.
LISTS = ("site.css", "later.css")
SHEETS = sorted(path for path in (ROOT / "static/css").rglob("*.css") if path.name not in LISTS)
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
LAYERS = "@layer reset, tokens, base, layout, components, pages, utilities;"
# What the pages of /patterns say is for us, and is not translated.
UNTRANSLATED = {"patterns.html"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
each_page = pytest.mark.parametrize("path", PAGES, ids=name_of)
each_sheet = pytest.mark.parametrize("path", SHEETS, ids=name_of)
each_script = pytest.mark.parametrize("path", SCRIPTS, ids=name_of)


@each_page
def test_every_page_has_a_title_and_one_heading(path: Path) -> None:
    text = path.read_text()
    assert "{% block title %}" in text
    drawn = re.sub(r"{%-? from .*?%}", "", text)
    for name in re.findall(r'{% include "([a-z]+/_photo\.html)" %}', text):
        drawn += (ROOT / "templates" / name).read_text()
    headings = len(re.findall(r"<h1|page_head\(", drawn))
    assert headings == 1


@each_template
def test_nothing_that_the_content_security_policy_forbids(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "javascript:" not in text
    for element in re.findall(r"<(?:script|style)\b[^>]*>", text, re.DOTALL):
        assert "nonce=" in element


@each_template
def test_every_posting_form_carries_the_token(path: Path) -> None:
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', path.read_text(), re.DOTALL):
        assert "csrf" in form


@each_template
def test_every_word_goes_through_the_translation(path: Path) -> None:
    if path.name in UNTRANSLATED:
        return
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
    shown = re.sub(r"<code>.*?</code>", "", bare, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", "\n", shown)
    left = [word for word in re.findall(r"[A-Za-z][A-Za-z ]+", shown) if word not in ("SHA", "WWW")]
    assert left == []
    assert re.findall(r'\b(?:alt|title|aria-label|placeholder)="[^"]*[A-Za-z][^"]*"', bare) == []


def test_every_icon_that_is_drawn_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/vendor/icons/sprite.svg").read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    wanted = json.loads((ROOT / "static/package.json").read_text())["vendor"]["icons"]
    assert there == {*wanted["outline"], *(f"{name}-filled" for name in wanted["filled"])}

    named: set[str] = set()
    for path in TEMPLATES:
        text = path.read_text()
        named.update(re.findall(r'\b(?:icon|draw)\("([a-z-]+)"', text))
        named.update(re.findall(r'\bicon="([a-z-]+)"', text))
        named.update(re.findall(r'menu_(?:link|post)\(.*, "([a-z-]+)"(?:, \{|\))', text))
    for path in (ROOT / "photoalbum/web").rglob("*.py"):
        named.update(re.findall(r'\bFact\("([a-z-]+)"', path.read_text()))
    assert named - there == set()
    assert len(named) > 15


@each_sheet
def test_every_sheet_lies_in_its_layer(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(f"{LAYERS}\n")
    folder = path.parent.name
    layer = folder if folder in ("components", "pages") else path.stem
    rules = re.sub(r"/\*.*?\*/", "", text.removeprefix(LAYERS), flags=re.DOTALL)
    outside = re.sub(r"^  .*$|^}$", "", rules, flags=re.MULTILINE).split("\n")
    assert {line for line in outside if line} == {f"@layer {layer} {{"}


@each_sheet
def test_colours_are_tokens_and_directions_are_logical(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"^\s*#[a-z]", text, re.MULTILINE), "no ids in selectors"
    assert not re.search(r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b", text)
    assert not re.search(r"^\s*(?:left|right|top|bottom|width|height):", text, re.MULTILINE)
    if path.name != "reset.css":
        assert "!important" not in text


@each_script
def test_scripts_neither_evaluate_nor_reach_elsewhere(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function|document\.write|https?://|\.style\.cssText", text)
    assert text.count("innerHTML") == (1 if path.name == "messages.js" else 0)
    assert len(text.splitlines()) <= 150


@pytest.fixture
def developing(instance: Path) -> Flask:
    return create_app(make_settings(instance, debug=True))


def test_patterns_are_shown_while_developing_only(developing: Flask, app: Flask) -> None:
    page = developing.test_client().get("/patterns")
    assert page.status_code == 200
    assert "Three weeks with a title" in page.text
    assert app.test_client().get("/patterns").status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [("ready", "The falcon that came back"), ("waiting", "in a moment"), ("failed", "The original is safe.")],
)
def test_a_photo_page_has_words_for_each_state(developing: Flask, state: str, words: str) -> None:
    assert words in developing.test_client().get(f"/patterns/photo/{state}").text


class Outline(HTMLParser):
    """The ids of a page, and what its labels and descriptions point at."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()
        self.headings = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        if "id" in values:
            self.ids.append(values["id"])
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.wanted.update(values.get(name, "").split())
        if values.get("href", "").startswith("#") and len(values["href"]) > 1 and tag == "a":
            self.wanted.add(values["href"][1:])


def test_every_component_together_makes_a_sound_page(developing: Flask) -> None:
    answer = developing.test_client().get("/patterns")
    assert answer.status_code == 200
    page = Outline(answer.text)
    assert len(page.ids) == len(set(page.ids))
    assert page.wanted <= set(page.ids)
    assert page.headings == 1


class SmallForm(FlaskForm):
    title = StringField("Title", description="A hint.")
    audience = RadioField("Who?", choices=[SelectChoice("me", "Me"), SelectChoice("all", "All")])
    too = BooleanField("Too")


@pytest.mark.parametrize("name", ["title", "audience", "too"])
def test_hint_and_errors_are_tied_to_their_field(app: Flask, name: str) -> None:
    with app.test_request_context():
        form = SmallForm()
        form[name].errors = ["This is not right."]
        macro = app.jinja_env.get_template("_ui/field.html").module.field  # type: ignore[attr-defined]
        drawn = Outline(macro(form[name], hint="Look here."))
        text = str(macro(form[name], hint="Look here."))
    assert f"{name}-hint" in drawn.ids
    assert f"{name}-error" in drawn.ids
    assert {f"{name}-hint", f"{name}-error"} <= drawn.wanted
    assert "This is not right." in text


def test_made_up_pictures_are_whole_addresses() -> None:
    address = patterns.picture(1.5, 200)
    assert address.startswith("data:image/svg+xml,%3Csvg")
    assert '"' not in address
