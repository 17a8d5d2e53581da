"""Names of files in a ZIP: readable on every system, and no two alike."""

import re
from collections import Counter

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# Names that Windows keeps for itself, with any ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
MOST_BYTES = 180


def readable(name: str, otherwise: str = "file") -> str:
    """A name that every system takes.

    >>> readable("Summer: 2024/25?"), readable("con.jpg"), readable(" .. ")
    ('Summer_ 2024_25_', '_con.jpg', 'file')
    """
    plain = _FORBIDDEN.sub("_", name).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".") if 0 < len(plain) - plain.rfind(".") <= 8 else (plain, "", "")
    short = (stem or ending).encode()[:MOST_BYTES].decode(errors="ignore")
    return f"{short}{dot}{ending}" if stem and short else short or otherwise


class Names:
    """Gives each file a name that none before it had, whether or not a system tells capitals apart."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {name.casefold() for name in taken}
        self._counts: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        wanted = readable(name)
        stem, dot, ending = wanted.rpartition(".")
        found = wanted
        while found.casefold() in self._taken:
            self._counts[wanted.casefold()] += 1
            number = self._counts[wanted.casefold()] + 1
            found = f"{stem} ({number}){dot}{ending}" if stem else f"{wanted} ({number})"
        self._taken.add(found.casefold())
        return found
