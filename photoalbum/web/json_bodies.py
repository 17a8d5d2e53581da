"""What programs send as JSON, checked before anything is done with it."""

import re
from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from photoalbum.core.errors import AlbumError, Rejected

SHA256 = re.compile(r"[0-9a-f]{64}")


def json_object() -> dict[str, Any]:
    """The object that came as the body. Anything that is no JSON gets 415, what is broken 400."""
    if not request.is_json:
        abort(415)
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise AlbumError(_("A JSON object was expected."))
    return sent


def text(sent: dict[str, Any], name: str, longest: int) -> str:
    """A text that may be missing, in one line without blanks around it."""
    value = sent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise Rejected(_("“%(name)s” is to be a text of at most %(num)d letters.", name=name, num=longest))
    return " ".join(value.split())


def sha256(sent: Any) -> str:
    """A SHA-256 in hexadecimal, as browsers and tools write it."""
    value = sent.get("sha256") if isinstance(sent, dict) else None
    if not isinstance(value, str) or not SHA256.fullmatch(value.lower()):
        raise Rejected(_("“sha256” is to be a SHA-256 in 64 hexadecimal digits."))
    return value.lower()
