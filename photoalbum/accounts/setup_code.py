"""The one-time code that proves that whoever sets the site up can read its instance folder."""

import hmac
import os
import secrets
from pathlib import Path

FILE_NAME = "setup-code"

# No 0, 1, l, i or o: the code is read from one screen and typed on another. 59 bits.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 3, 4


def read_or_make(instance: Path, done: bool) -> str | None:
    """The code, made if there is none yet; None, and no file left, once the site is set up."""
    path = instance / FILE_NAME
    if done:
        path.unlink(missing_ok=True)
        return None
    if not _read(path):
        _make(path)
    return _read(path)


def is_right(instance: Path, typed: str) -> bool:
    """Whether this is the code, however it was spaced or capitalised."""
    code = read_or_make(instance, done=False) or ""
    return hmac.compare_digest(_plain(typed).encode(), _plain(code).encode())


def _read(path: Path) -> str:
    try:
        code = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    return code if len(_plain(code)) == _GROUPS * _GROUP else ""


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    fresh = path.with_name(f"{FILE_NAME}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{code}\n")
    try:
        # A link fails where a rename would replace: of two processes that start at once one code
        # counts. Some volumes know no links; there the last one counts.
        path.hardlink_to(fresh)
    except OSError:
        if not _read(path):
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())
