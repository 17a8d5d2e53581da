"""How a change ends: it is committed, and only then said."""

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from photoalbum.api import etags
from photoalbum.core.db import db


def done() -> Response:
    """There is nothing more to say."""
    db.session.commit()
    return Response(status=204)


def saved(body: dict[str, Any], tag: str, status: int = 200, **headers: str) -> ResponseReturnValue:
    """What a thing is now. The caller has read it already, for afterwards the unit of work forgets it."""
    db.session.commit()
    return body, status, {**etags.headers_of(tag), **headers}
