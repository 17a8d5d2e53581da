"""docs/performance.md is what its command makes of the results that are kept, and nobody writes into it."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from .files import ROOT

BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of benchmarks/report.py, which is a script and no part of the site."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return runpy.run_path(str(BENCHMARKS / "report.py"))


def test_the_page_is_what_the_command_makes(report: dict[str, Any]) -> None:
    made, kept = report["laid_out"](), (ROOT / "docs/performance.md").read_text("utf-8")
    assert made == kept, "run: python benchmarks/report.py"


def test_every_benchmark_has_its_script_and_its_place(report: dict[str, Any]) -> None:
    words = (BENCHMARKS / "performance.md").read_text("utf-8")
    places = set(re.findall(r"\{\{(\w+)\}\}", words))
    assert places == set(report["SCRIPTS"])
    for script in report["SCRIPTS"].values():
        assert (BENCHMARKS / script).is_file()
        assert f"    python benchmarks/{script} --write\n" in words
    kept = {path.stem for path in (BENCHMARKS / "results").glob("*.json")}
    assert kept <= places


def test_every_result_names_its_machine_and_its_day() -> None:
    for path in (BENCHMARKS / "results").glob("*.json"):
        kept = json.loads(path.read_text("utf-8"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", kept["measured"])
        assert kept["machine"]
        assert kept["table"].startswith(("|", "200 JPEGs", "A file", "Milliseconds"))


def test_what_was_not_measured_is_called_so(report: dict[str, Any], tmp_path: Path) -> None:
    names = report["told"].__globals__
    names["RESULTS"] = tmp_path
    report["result"].cache_clear()
    page = report["laid_out"]()
    assert "| **ours** | not measured | three sizes" in page
    assert "*Not measured yet.*" in page
    kept = {"measured": "2026-01-02", "machine": "a toaster", "figures": {"cpu_s": 0.0851}, "table": "| x |"}
    (tmp_path / "ingest.json").write_text(json.dumps(kept))
    report["result"].cache_clear()
    page = report["laid_out"]()
    assert "| **ours** | 0.085 s | three sizes" in page
    assert "| x |\n\n*Measured on 2026-01-02: a toaster.*" in page
