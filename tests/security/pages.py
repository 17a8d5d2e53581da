"""Reading answers: what is equal for everybody, where links lead, and how a page is built."""

import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

_CHANGING = [
    (re.compile(r'(nonce=")[^"]+'), r"\1N"),
    (re.compile(r"(nonce-)[\w-]+"), r"\1N"),
    (re.compile(r"<code>[0-9a-f]{16}</code>"), "<code>ID</code>"),
    (re.compile(r'("request_id":")[0-9a-f]{16}'), r"\1ID"),
    (re.compile(r'(name="csrf_token" value=")[^"]+'), r"\1T"),
]
_HEADERS = {"ratelimit", "x-request-id", "set-cookie", "date"}


def bare(answer: TestResponse) -> tuple[int, str, list[tuple[str, str]]]:
    """Status, body and headers without what is new in each answer."""
    headers = [(name, _bare(value)) for name, value in answer.headers if name.lower() not in _HEADERS]
    return answer.status_code, _bare(answer.text), sorted(headers)


def _bare(text: str) -> str:
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return text


class Page(HTMLParser):
    """An HTML page, taken apart."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.actions: list[tuple[str, list[tuple[str, str]]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, tuple(sorted(found))))
        self.words += found.values()
        for name in ("href", "src", "poster"):
            if name in found and not found[name].startswith(("#", "data:")):
                self.links.append(found[name])
        self.links += [part.split()[0] for part in found.get("srcset", "").split(",") if part.strip()]
        if tag == "form" and found.get("method", "").lower() == "post":
            self.actions.append((found.get("action", ""), []))
        if found.get("name") and self.actions and tag in ("input", "button", "select", "textarea"):
            self.actions[-1][1].append((found["name"], found.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.words)
