#!/usr/bin/env python3
"""Looks at a freshly started site as a browser would: bin/look_at_site.py FILE-WITH-WHAT-SERVE-PRINTED"""

import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 60


def main(printed: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r"http://\S+", printed.read_text())):
        expect(time.monotonic() < deadline, "no address was printed")
        time.sleep(0.2)
    url = found[0].rstrip("/")
    expect("Setup code" in printed.read_text(), "no setup code was printed")

    expect(get(f"{url}/healthz")[0] == 200, "/healthz does not answer")
    while get(f"{url}/readyz")[0] != 200:
        expect(time.monotonic() < deadline, f"not ready: {get(f'{url}/readyz')[2]!r}")
        time.sleep(0.5)

    status, kind, page = get(f"{url}/setup")
    expect(status == 200 and kind.startswith("text/html"), f"/setup answers {status} {kind}")
    expect("<title>" in page and 'name="csrf_token"' in page, "/setup shows no form")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    expect(bool(sheets), "/setup has no style sheet")
    others = re.findall(r'(?:src|href)="(/static/[^"#]+)', page)
    for path in dict.fromkeys([*sheets, *others]):
        status, kind, body = get(f"{url}{path}")
        expect(status == 200 and body != "", f"{path} answers {status}")
        print(f"{status} {kind:30} {len(body):7} {path}")
    print(f"{url} is well.")


def get(url: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            body = answer.read().decode("utf-8", "replace")
            return answer.status, answer.headers["Content-Type"], body
    except urllib.error.HTTPError as fault:
        return fault.code, fault.headers["Content-Type"], fault.read().decode("utf-8", "replace")


def expect(holds: bool, else_say: str) -> None:
    if not holds:
        sys.exit(f"Not well: {else_say}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
