"""What templates ask for many times a page, without the work that is the same each time.

An album page says some fifty constant sentences and draws bars and menus that look alike on all pages of a
person. Sentences are translated once for each language, and macros that depend on nothing but their arguments
are drawn once for each set of these (docs/decisions/statements-built-once.md tells what that saves).
"""

import secrets
from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf
from jinja2 import Template
from markupsafe import Markup

EXTENSION = "photoalbum.drawn"
MOST = 1000
# In what is kept, the place of the asker's own token. Nobody can know it and write it into a name.
TOKEN = secrets.token_hex()


class Page(Template):
    """Templates import macros, and all have the same globals: there is nothing to compare each time."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        return super()._get_default_module()


def drawn(template: str, macro: str, *values: Hashable) -> Markup:
    """The HTML of a macro that depends only on these values, the language and the asker's CSRF token."""
    kept: dict[Hashable, Markup] = current_app.extensions[EXTENSION]
    key = (template, macro, values, str(get_locale()), request.script_root)
    found = kept.get(key)
    if found is None or current_app.debug:
        macros: Any = current_app.jinja_env.get_template(template).module
        found = getattr(macros, macro)(*values)
        # Asked for by forms only: it makes a cookie, which a passer-by does without.
        if token := g.get("csrf_token"):
            found = Markup(found.replace(token, TOKEN))  # noqa: S704
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = found
    return Markup(found.replace(TOKEN, generate_csrf())) if TOKEN in found else found  # noqa: S704


def words(sentence: str, **values: object) -> Markup:
    """The `_` of the templates: a sentence in the reader's language, and values escaped into it."""
    if not values:
        return _constant(str(get_locale()), sentence)
    return Markup(gettext(sentence)) % values  # noqa: S704


@lru_cache(maxsize=4096)
def _constant(_language: str, sentence: str) -> Markup:
    return Markup(gettext(sentence)) % {}  # noqa: S704


def init_app(app: Flask) -> None:
    """Call this after Babel, whose own `_` it takes the place of."""
    app.extensions[EXTENSION] = {}
    app.jinja_env.template_class = Page
    app.jinja_env.globals.update(_=words, gettext=words, drawn=drawn)
