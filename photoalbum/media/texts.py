"""Text as cameras and programs pad, mark and mis-encode it, made readable."""

from contextlib import suppress
from typing import Any


def clean(value: Any, encoding: str | None = None) -> str:
    """Text without the padding cameras put around it. Bytes are UTF-8, or else what Windows wrote."""
    if isinstance(value, (tuple, list)) and len(value) == 1:
        value = value[0]
    if isinstance(value, bytes):
        try:
            value = value.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            value = value.decode("cp1252", "replace")
    elif isinstance(value, str):
        # Pillow reads EXIF text as Latin-1; what becomes valid UTF-8 when undone was UTF-8.
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            value = value.encode("latin-1").decode("utf-8")
    # What stands behind a NUL is what the camera's memory held before.
    return value.lstrip("\0").partition("\0")[0].strip() if isinstance(value, str) else ""
