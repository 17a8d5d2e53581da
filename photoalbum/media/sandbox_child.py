"""The process that decodes other people's files: long-lived, limited, without secrets, and easily replaced.

Started by path and not as a module, because importing the package would bring the whole web application
with it. It reads one JSON line a job and answers with JSON lines: first that it has begun, then the result.
JSON and not pickle, so that a child taken over by a hostile picture cannot make its parent run anything.
"""

import importlib
import json
import os
import select
import sys
import traceback
import types
from pathlib import Path
from typing import Any, BinaryIO

MOST_TRACE = 4_000


def main(parent: int, tasks: str, idle_seconds: float, most_jobs: int) -> None:
    _light_package()
    from photoalbum.media import limits, seclusion  # noqa: PLC0415 - not before the line above.

    limits.die_with_parent(parent)
    limits.let_pages_pass()
    seclusion.forbid_network()
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    # Libraries that print must not talk into our answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    known = importlib.import_module(tasks).TASKS
    for job in range(1, most_jobs + 1):
        if not select.select([0], [], [], idle_seconds)[0]:
            return
        line = sys.stdin.buffer.readline()
        if not line:
            return
        request = json.loads(line)
        _say(out, {"begun": True})
        limits.arm(**request["limits"])
        answer = _answer(known[request["task"]], request["args"])
        leaving = job == most_jobs or answer.get("out_of_memory", False)
        _say(out, {**answer, "leaving": leaving})
        if leaving:
            return


def _answer(task: Any, args: list[Any]) -> dict[str, Any]:
    from photoalbum.media.faults import MediaFault  # noqa: PLC0415 - not before the package is there.

    try:
        return {"result": task(*args)}
    except MediaFault as fault:
        return {"fault": fault.sentence}
    except MemoryError:
        return {"fault": "Showing this file takes more memory than one may have.", "out_of_memory": True}
    except Exception:  # noqa: BLE001 - whatever it is belongs to this one file; the parent logs it.
        return {"fault": "", "trace": traceback.format_exc()[-MOST_TRACE:]}


def _say(out: BinaryIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message).encode() + b"\n")


def _light_package() -> None:
    package = types.ModuleType("photoalbum")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["photoalbum"] = package


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
