"""README as a newcomer reads it: its commands, and what it shows of what they print."""

import re

from ..contracts.files import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def section(title: str) -> str:
    """What stands under a heading."""
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


def commands(title: str) -> list[str]:
    """The blocks of a section that are typed into a shell."""
    return [block.strip() for block in re.findall(r"```sh\n(.*?)```", section(title), re.DOTALL)]


def shown(title: str) -> re.Pattern[str]:
    """What README says a command prints, as a pattern: only port, folder and code are others each time."""
    (block,) = re.findall(r"\n\n```\n(.*?)\n```\n", section(title), re.DOTALL)
    pattern = re.escape(block)
    for written, whatever in (
        (r"http://127\.0\.0\.1:8000/", r"http://127\.0\.0\.1:\d+/"),
        ("…", r"\S+"),
        (r"67rk\-2up5\-r2ff", r"(?P<code>\w{4}-\w{4}-\w{4})"),
    ):
        assert written in pattern, f"README shows no {written} any more"
        pattern = pattern.replace(written, whatever)
    return re.compile(pattern)


def mentioned() -> list[tuple[str, list[str]]]:
    """Each `photoalbum …` in the text: the command and its options."""
    found = re.findall(r"`photoalbum ([a-z]+)([^`]*)`", README)
    return [(name, re.findall(r"--[a-z-]+", rest)) for name, rest in found]
