"""From the text that a person wrote to a value, or to a word on what to write instead."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

UNITS = {"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}
LOG_LEVELS = ("debug", "info", "warning", "error")
PERIODS = ("never", "hourly", "daily", "weekly")


class BadSetting(Exception):
    """A setting that stops the start. Its text is one sentence for whoever starts the site."""


def text(raw: str) -> str:
    return raw


def flag(raw: str) -> bool:
    """Yes or no, in all the ways in which people who come from other programs write it."""
    match raw.lower():
        case "yes" | "true" | "on" | "1":
            return True
        case "no" | "false" | "off" | "0":
            return False
    raise ValueError("write yes or no")


def flag_or_auto(raw: str) -> bool | None:
    if raw.lower() == "auto":
        return None
    try:
        return flag(raw)
    except ValueError:
        raise ValueError("write yes, no or auto") from None


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between these two."""

    def read(raw: str) -> int:
        if not re.fullmatch(r"\d{1,12}", raw) or not least <= int(raw) <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return int(raw)

    return read


def size(raw: str) -> int:
    """A number of bytes.

    >>> size("2 GB")
    2147483648
    """
    found = re.fullmatch(r"(\d{1,15}) ?([KMGT]?B?)", raw.upper())
    unit = found[2] if found and found[2].endswith("B") else f"{found[2]}B" if found and found[2] else ""
    if found is None:
        raise ValueError("write a size like 500 MB or 2 GB")
    return int(found[1]) * UNITS[unit]


def folder(raw: str) -> Path:
    return Path(raw).expanduser()


def words(raw: str) -> tuple[str, ...]:
    """Words with commas or blanks between them."""
    return tuple(word for word in re.split(r"[,\s]+", raw.strip("[]")) if word)


def host_names(raw: str) -> tuple[str, ...]:
    names = tuple(name.lower() for name in words(raw))
    if any(not re.fullmatch(r"\*|\.?[a-z0-9_.-]+|\[?[0-9a-f:.]+\]?", name) for name in names):
        raise ValueError(
            "write host names with commas between them, like photos.example.org, without https:// and port"
        )
    return names


def origin(raw: str) -> str:
    """The beginning of an address: scheme, host and port."""
    parts = urlsplit(raw.rstrip("/"))
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path
        or parts.query
        or parts.fragment
    ):
        raise ValueError(
            "write an address like https://photos.example.org, with nothing behind the host name"
        )
    return f"{parts.scheme}://{parts.netloc}"


def origins(raw: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(origin, words(raw))))


def url_prefix(raw: str) -> str:
    if not re.fullmatch(r"/(?:[\w.-]+/)*", raw):
        raise ValueError("write a path that begins and ends with a slash, like /media/")
    return raw


def database(raw: str) -> str:
    if not raw.startswith("sqlite:///"):
        raise ValueError(
            "write an address that begins with sqlite:///, the one kind of database known so far"
        )
    return raw


def proxy(raw: str) -> str:
    if raw == "*":
        return raw
    try:
        return str(ip_address(raw))
    except ValueError:
        raise ValueError("write the address of the proxy, like 127.0.0.1, or * for any") from None


def absolute_folder(raw: str) -> str:
    path = Path(raw).expanduser()
    if not path.is_absolute():
        raise ValueError("write the whole path, like /mnt/usb-disk/photos")
    return str(path)


def one_of(*known: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(raw: str) -> str:
        if raw.lower() not in known:
            raise ValueError(f"write one of {', '.join(known)}")
        return raw.lower()

    return read
