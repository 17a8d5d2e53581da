"""What the guides tell people to type is there, and every guide is found."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from photoalbum.cli import COMMANDS

from .files import ROOT, name_of, own_files

GUIDES = [
    path
    for path in own_files()
    if path.suffix == ".md" and name_of(path.parent) in (".", "docs", "docs/decisions")
]
SPAN = re.compile(r"```sh\n(.*?)```|`([^`\n]+)`", re.DOTALL)
CALL = re.compile(r"(?:^|[\s/`])photoalbum ([a-z][a-z-]*)([^\n|;&`]*)", re.MULTILINE)


def typed(guide: Path) -> Iterator[str]:
    """All that stands in a block for the shell or between backticks."""
    for found in SPAN.finditer(guide.read_text("utf-8")):
        yield (found[1] or found[2]).replace("\\\n", " ")


def command_of(name: str) -> click.Command:
    module, _, attribute = COMMANDS[name].place.partition(":")
    found = getattr(import_module(f"photoalbum.cli.{module}"), attribute)
    assert isinstance(found, click.Command)
    return found


def known_options(command: click.Command, words: list[str]) -> set[str]:
    """Of a command, or of the one below it that the words name."""
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    return {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_commands_and_options_exist(guide: Path) -> None:
    for text in typed(guide):
        for name, rest in CALL.findall(text):
            assert name in COMMANDS, f"photoalbum {name}"
            options = known_options(command_of(name), rest.split())
            assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options, f"photoalbum {name}{rest}"


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_scripts_exist(guide: Path) -> None:
    for script in re.findall(
        r"(?:^|[\s`(])((?:bin|benchmarks|deploy|\.ci)/[\w.-]+\w)", guide.read_text("utf-8")
    ):
        assert (ROOT / script).exists(), script


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_places_in_a_guide_exist(guide: Path) -> None:
    """What a table of contents points to is a heading."""
    text = guide.read_text("utf-8")
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_the_index_names_every_guide() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = [path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"]
    assert [page for page in pages if f"({page})" not in index] == []


def test_all_texts_can_be_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first command of "A new language" finds texts of pages and code, lazy ones and plurals."""
    monkeypatch.chdir(ROOT)
    target = tmp_path / "messages.pot"
    words = ["pybabel", "--quiet", "extract", "-F", "pyproject.toml", "-k", "_l", "-o", str(target), "."]
    assert " ".join(words).replace("--quiet ", "").replace(str(target), "messages.pot") in (
        ROOT / "docs/developing.md"
    ).read_text("utf-8")
    CommandLineInterface().run(words)
    with target.open("rb") as file:
        found = {message.id for message in read_po(file)}
    assert len(found) > 900
    assert {"Skip to the content", "Where you are logged in", "Name of the circle"} <= found
    assert ("%(num)d visitor", "%(num)d visitors") in found
