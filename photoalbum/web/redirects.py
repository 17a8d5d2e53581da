"""Where to go next: only ever to pages of this site."""

import re
from urllib.parse import quote, urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

_LONGEST = 2000

# A path of plain segments, then perhaps a query. A segment holds no backslash, no control character and
# no slash, neither as such nor encoded, and is not `.` or `..`; so nothing in front of the path, and
# nothing that a browser might tidy away, can turn it into another host.
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?![01]|7[Ff]|5[Cc]|2[EeFf])[0-9A-Fa-f]{2})"
_SEGMENT = rf"(?!\.{{1,2}}(?:[/?]|\Z)){_CHARACTER}+"
_OURS = re.compile(rf"/(?:{_SEGMENT}(?:/{_SEGMENT})*/?)?(?:\?(?:{_CHARACTER}|[?]|/(?!/))*)?")


def safe_next(raw: str | None) -> str | None:
    """The wish itself when it is a path on this site, else None.

    >>> safe_next("/albums/summer-2019/?page=2")
    '/albums/summer-2019/?page=2'
    >>> safe_next("//evil.example") is None
    True
    """
    if raw is None or len(raw) > _LONGEST or _OURS.fullmatch(raw) is None:
        return None
    return raw


def back_to(otherwise: str, *, anchor: str = "") -> ResponseReturnValue:
    """Back to the page whose form was posted, as far as it says which one that is."""
    address = safe_next(request.form.get("next")) or otherwise
    return redirect(f"{address}#{anchor}" if anchor else address, 303)


def with_query(**changes: str | None) -> str:
    """The address of the page that was asked for, with other values in its query; None takes one out."""
    query = {**request.args.to_dict(), **changes}
    kept = urlencode({name: value for name, value in query.items() if value is not None})
    return quote(request.path, safe="/!$&'()*+,;=:@~") + (f"?{kept}" if kept else "")


def this_page() -> str | None:
    """The address of the page that was asked for, as a wish for after the login."""
    query = request.query_string.decode("ascii", "replace")
    return safe_next(quote(request.path, safe="/!$&'()*+,;=:@~") + (f"?{query}" if query else ""))
