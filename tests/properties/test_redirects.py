"""Where a wish may lead: only ever to this site."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.web.redirects import safe_next

OURS = "http://photos.example/login"

VECTORS = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "https:evil.example",
    "https:///evil.example",
    "http://127.0.0.1:80@evil.example/",
    "javascript:alert(1)",
    "/..//evil.example",
    " /evil.example",
    " //evil.example",
    "http:/evil.example",
    ".evil.example",
    "@evil.example",
    "/%5cevil.example",
    "/%2f/evil.example",
    "/%2Fevil.example",
    "/%00",
    "/%0d%0aSet-Cookie:a=b",
    "/../evil",
    "/./evil",
    "/albums/..",
    "/%2e%2e//evil.example",
    "/albums//evil",
    "/albums?next=//evil.example",
    "/albums/1#//evil.example",
    "/albums/é",
    "/%zz",
    "/%",
    "/albums/1\n",
    "/albums 1",
    "http://photos.example/albums/1",
    "",
    "albums/1",
    "?a=b",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("wish", VECTORS)
def test_004_bad_wishes(wish: str):
    assert safe_next(wish) is None


@pytest.mark.parametrize(
    "wish",
    [
        "/",
        "/albums/1",
        "/albums/summer-2019/",
        "/photos/?after=a.b-c_d",
        "/albums/caf%C3%A9/?q=a+b%20c&x=1:2@3",
        "/albums/~me/it's(ok)!*,;=",
        "/photos/?q=1/2?",
        "/albums/...",
        "/albums/.hidden",
    ],
)
def test_004_good_wishes(wish: str):
    assert safe_next(wish) == wish


def test_no_wish_is_none():
    assert safe_next(None) is None


def as_browsers_read_it(wish: str) -> str:
    """Browsers drop tabs and line ends, trim, and take a backslash for a slash."""
    kept = "".join(letter for letter in wish if letter not in "\t\r\n").strip("".join(map(chr, range(33))))
    return urljoin(OURS, kept.replace("\\", "/"))


pieces = st.sampled_from(
    ["/", "\\", ".", "..", "%2f", "%5c", "%09", "\t", "\n", ":", "@", "?", "#", "http:", "evil.example"]
)


@given(
    st.one_of(
        st.text(), st.lists(pieces, max_size=8).map("".join), st.lists(pieces).map(lambda p: "/" + "".join(p))
    )
)
def test_004_whatever_passes_stays_on_this_host(wish: str):
    passed = safe_next(wish)
    if passed is None:
        return
    assert passed == wish
    assert passed.startswith("/")
    assert "//" not in passed
    assert urlsplit(as_browsers_read_it(passed)).netloc == "photos.example"
    assert urlsplit(as_browsers_read_it(unquote(passed))).netloc == "photos.example"


@given(st.from_regex(r"/([a-z0-9-]{1,8}/){0,4}(\?[a-z]=[a-z0-9.]{0,8})?", fullmatch=True))
def test_004_plain_paths_pass(wish: str):
    assert safe_next(wish) == wish
