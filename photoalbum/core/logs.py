"""Logs that can be shown to somebody else: one line a record, with every secret masked.

The mask sits in the formatter, the last place before the bytes leave. So it covers what libraries log and
the text of exceptions as well, and nobody has to remember it.
"""

import logging
import re
import sys

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "***"

_MASKS = (
    # Tokens in the path: share links, invitations, password links.
    (re.compile(r"(?<![\w-])/(s|join|password|password-links)/[^/\s?#'\"]+"), rf"/\1/{HIDDEN}"),
    # A token anywhere else, by its shape: public name, dot, HMAC (core/tokens.py).
    (re.compile(r"\b[0-9A-Za-z]{6,}\.[\w-]{32}(?![\w-])"), HIDDEN),
    (re.compile(r"\bpa_[\w-]{20,}"), HIDDEN),
    (
        re.compile(r"(?i)\b(authorization|cookie|set-cookie|x-csrftoken)(['\"]?\s*[:=]\s*)[^\r\n]+"),
        rf"\1\2{HIDDEN}",
    ),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:password|passwd|secret|token|secret_key|session|api_key)['\"]?\s*[:=]\s*)"
            r"(?:'[^']*'|\"[^\"]*\"|[^\s&,;)}\]]+)"
        ),
        rf"\1{HIDDEN}",
    ),
)


def mask(text: str) -> str:
    """The text without what would let its reader in.

    >>> mask("GET /s/7Hq2.abc/photos/3 200")
    'GET /s/***/photos/3 200'
    """
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


class MaskingFormatter(logging.Formatter):
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def set_up(level: str) -> None:
    """Send everything to the standard error stream, where systemd, Docker and people look for it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(MaskingFormatter(FORMAT))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # Waitress warns of each request that had to wait a moment for a thread: true, and of no use to anybody.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("huey").setLevel(logging.WARNING)
