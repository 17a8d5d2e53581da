"""docs/acceptance.md has a line for each of the 99 checks, and names no test that is not there."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from .files import ROOT

DOC = ROOT / "docs/acceptance.md"
LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
NAME = re.compile(r"`([\w/.]+\.py)((?:::\w+)+)`")
PART = re.compile(r"\b[2-6]\b|\bscale\b")


def lines() -> dict[int, tuple[str, list[str], str]]:
    """Subject, tests and part of each check."""
    found = LINE.findall(DOC.read_text("utf-8"))
    numbers = [int(number) for number, *_rest in found]
    assert numbers == sorted(set(numbers)), "a number stands twice, or out of order"
    return {
        int(number): (subject, [path + name for path, name in NAME.findall(tests)], part.strip())
        for number, subject, tests, part in found
    }


@cache
def names_in(path: str) -> frozenset[str]:
    """The tests of a file, as pytest names them, parameters left out."""
    if not (ROOT / path).is_file():
        return frozenset()
    return frozenset(_names(ast.parse((ROOT / path).read_text("utf-8")).body, ""))


def _names(body: list[ast.stmt], above: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield f"{above}::{node.name}"
        elif isinstance(node, ast.ClassDef):
            yield from _names(node.body, f"{above}::{node.name}")


def test_every_check_has_a_line() -> None:
    assert sorted(lines()) == list(range(1, 100))


def test_every_line_has_a_test_or_a_part() -> None:
    assert [number for number, (_, tests, part) in lines().items() if not tests and not part] == []


def test_every_part_is_one_that_comes() -> None:
    parts = {number: part for number, (_, _, part) in lines().items() if part}
    assert {number: part for number, part in parts.items() if not PART.search(part)} == {}


def test_every_test_that_is_named_exists() -> None:
    named = {test for _, tests, _ in lines().values() for test in tests}
    missing = [
        test for test in named if f"::{test.partition('::')[2]}" not in names_in(test.partition("::")[0])
    ]
    assert sorted(missing) == []


def test_nothing_in_a_line_is_overlooked() -> None:
    """Each thing in backticks is read as the name of a test."""
    for found in LINE.findall(DOC.read_text("utf-8")):
        assert found[2].count("`") == 2 * len(NAME.findall(found[2])), found[0]


def test_tests_that_carry_a_number_are_known_to_it() -> None:
    """Whatever is called test_<number>_… belongs to a check that names at least one test, not only a part."""
    held = {number for number, (_, tests, _) in lines().items() if tests}
    numbers = {
        int(number)
        for path in (ROOT / "tests/security").glob("test_*.py")
        for number in re.findall(r"def test_(\d{3})_", path.read_text("utf-8"))
    }
    assert numbers <= held
