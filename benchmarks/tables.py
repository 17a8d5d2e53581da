"""What a benchmark found is kept in benchmarks/results/, from which report.py makes docs/performance.md."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"


def write(name: str, table: str, **figures: float) -> None:
    """Keep a table, the numbers that are told beside those of peers, and the machine they come from."""
    import report  # noqa: PLC0415  It reads what is kept here.

    kept = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "figures": figures,
        "table": table.strip(),
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(kept, indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    report.make()


def machine() -> str:
    """What the numbers come from, and how busy it was with them and whatever else it did."""
    cpus = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{len(os.sched_getaffinity(0))} processors ({cpus[0] if cpus else platform.machine()}), "
        f"{memory:.0f} GiB, {system}, Python {platform.python_version()}; "
        f"load {os.getloadavg()[1]:.1f} at the end"
    )
