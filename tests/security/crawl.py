"""Walking through the site as a search engine would: every link of every page, and which forms it found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from ..cast import Person
from .pages import Page

Form = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass
class Walk:
    """Answers by address, and forms as (page, action, fields)."""

    answers: dict[str, TestResponse] = field(default_factory=dict)
    forms: set[Form] = field(default_factory=set)

    @property
    def pages(self) -> dict[str, TestResponse]:
        return {address: found for address, found in self.answers.items() if found.mimetype == "text/html"}


def walk(
    person: Person, *starts: str, fragments: bool = True, only: Callable[[str], bool] = lambda address: True
) -> Walk:
    """Follow everything that can be reached by GET from these addresses, once each."""
    seen, waiting = Walk(), list(starts)
    while waiting:
        address = waiting.pop()
        if address in seen.answers or address.startswith("/static/") or not only(address):
            continue
        answer = seen.answers[address] = person.get(address)
        if answer.location:
            waiting.append(local(answer.location))
        if answer.mimetype != "text/html":
            continue
        page = Page(answer.text)
        waiting += [local(link) for link in page.links if is_ours(link)]
        seen.forms |= {(address, local(action or address), tuple(fields)) for action, fields in page.actions}
        if fragments and page.links and "?" not in address:
            waiting.append(f"{address}?fragment=1")
    return seen


def is_ours(link: str) -> bool:
    return urlsplit(link).netloc in ("", "localhost") and urlsplit(link).scheme in ("", "http")


def local(link: str) -> str:
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")
