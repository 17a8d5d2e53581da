"""docs/acceptance.md tells the truth: every check has a row, and every test that a row names is there."""

import ast
import re

from .files import ROOT

ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
CHECKS = 99


def rows() -> dict[int, tuple[list[str], str]]:
    """For each check the tests that hold it, and the part that is still to come."""
    text = (ROOT / "docs/acceptance.md").read_text()
    return {
        int(number): (re.findall(r"`([^`]+)`", tests), part.strip())
        for number, _about, tests, part in ROW.findall(text)
    }


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_check_has_a_row():
    assert sorted(rows()) == list(range(1, CHECKS + 1))


def test_every_row_names_a_test_or_a_part():
    assert [number for number, (tests, part) in rows().items() if not tests and not part] == []


def test_every_test_that_is_named_is_there():
    missing = []
    for number, (tests, _part) in rows().items():
        for test in tests:
            path, _, name = test.partition("::")
            if not (ROOT / path).is_file() or name not in names_in(path):
                missing.append((number, test))
    assert missing == []
