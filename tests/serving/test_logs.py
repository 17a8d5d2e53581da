"""ACCEPTANCE 89: tokens, passwords and cookies are planted, and none is found in the log."""

import io
import logging

import pytest

from photoalbum.core.logs import FORMAT, MaskingFormatter, mask
from photoalbum.core.tokens import new_secret, new_uid, seal

TOKEN = seal("a key", "share", new_uid(), 1)
SECRET = new_secret()


@pytest.fixture
def logged():
    """A logger with our formatter, and all that it has written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(MaskingFormatter(FORMAT))
    log = logging.getLogger("planted")
    log.addHandler(handler)
    yield log, stream.getvalue
    log.removeHandler(handler)


@pytest.mark.parametrize("prefix", ["/s/", "/join/", "/password/", "/admin/password-links/"])
@pytest.mark.parametrize("rest", ["", "/", "/photos/7Hq", "?x=1"])
def test_tokens_in_paths(prefix, rest):
    masked = mask(f"GET {prefix}{TOKEN}{rest} 200")
    assert TOKEN not in masked
    assert masked == f"GET {prefix}***{rest} 200"


@pytest.mark.parametrize("path", ["/albums/s/", "/photos/s/", "/albums/password/", "/static/-/css/s/x"])
def test_other_paths_stay_as_they_are(path):
    assert mask(path) == path


@pytest.mark.parametrize(
    "text",
    [
        "the token %T was used",
        "https://photos.example.org/s/%T/",
        "Cookie: photoalbum=%S; photoalbum-session=abc.def",
        "{'Authorization': 'Bearer %S'}",
        "password=%S&email=mum",
        '{"new_password": "%S", "name": "x"}',
        "csrf_token=%S",
        "SECRET_KEY=%S",
        "Set-Cookie: photoalbum=%S; Path=/",
    ],
)
def test_secrets_wherever_they_stand(text):
    masked = mask(text.replace("%T", TOKEN).replace("%S", SECRET))
    assert SECRET not in masked
    assert TOKEN not in masked


def test_exceptions_are_masked_too(logged):
    log, written = logged
    try:
        raise RuntimeError(f"/s/{TOKEN}/ failed with password='{SECRET}'")
    except RuntimeError:
        log.exception("Request to /join/%s failed", TOKEN)
    assert "RuntimeError" in written()
    assert "Request to /join/*** failed" in written()
    assert TOKEN not in written()
    assert SECRET not in written()
