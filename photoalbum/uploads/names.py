"""File names as people send them: kept for showing and for downloads, never used as a path."""

import unicodedata

LONGEST = 255
# The folder, in an export, of photos that are in no album. The same in every language, as it is read back.
NO_ALBUM = "No album"
# Turning the reading direction lets "photo[RLO]gpj.exe" look like a picture.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def clean_name(raw: str) -> str:
    """The last part of a name in one line of visible characters, its ending kept when it must be cut.

    >>> clean_name("C:\\\\Photos\\\\Oma.jpg")
    'Oma.jpg'
    """
    name = raw.replace("\\", "/").rsplit("/", 1)[-1]
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    name = "".join(c for c in name.translate(DIRECTION_MARKS) if unicodedata.category(c) not in ("Cc", "Cs"))
    name = name.strip().strip(".").strip() or "file"
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        keep = dot + ending if dot and len(ending) <= 10 else ""
        name = (stem or name)[: LONGEST - len(keep)] + keep
    return name
