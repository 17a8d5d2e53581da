"""The HTML of grids: days of tiles, and a tile by itself.

A page of photos has 120 tiles, and drawing them was three quarters of what it cost the server. Here they are
put together in one pass by plain Python, from words and icons that are looked up once a page
(docs/decisions/tiles-in-python.md). Templates do not call this; they use the macros of `_ui/photo_grid.html`.
Whatever comes from people or from a database goes through `_safe`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from photoalbum.photos.models import FAILED, READY, WAITING, WORKING
from photoalbum.web.filters import duration, spoken_duration
from photoalbum.web.shapes import ROW_HEIGHT, permille, placeholder_of, tile_classes, tint_of
from photoalbum.web.tiles import Day, Tile

EAGER = 8
_UNSAFE = re.compile(r"[&<>\"']")


@dataclass(frozen=True, slots=True)
class Pen:
    """What all tiles of an answer have in common: words in the reader's language, and icons."""

    heart: str
    heart_filled: str
    play: str
    clock: str
    alert: str
    video: str
    being_prepared: str
    cannot_be_shown: str
    choose: str

    @classmethod
    def of_page(cls) -> "Pen":
        sprite = current_app.extensions["assets"].address("vendor/icons/sprite.svg")

        def icon(name: str) -> str:
            return f'<svg class="icon" aria-hidden="true"><use href="{sprite}#{name}"/></svg>'

        return cls(
            heart=icon("heart"),
            heart_filled=icon("heart-filled"),
            play=icon("player-play-filled"),
            clock=icon("clock"),
            alert=icon("alert-circle"),
            video=_safe(_("Video")),
            being_prepared=_safe(_("Being prepared")),
            cannot_be_shown=_safe(_("Cannot be shown")),
            choose=_safe(_("Choose")),
        )


def draw_grid(days: Sequence[Day], in_page: bool = True, eager: int = EAGER, select: bool = False) -> Markup:
    """Each day as a section with its heading and its justified rows.

    In a page the tiles are dressed by `tile_rules`, and the first ones are fetched at once. `select` gives
    each a box to tick, which belongs to the page's form `selection`.
    """
    pen, parts, left = Pen.of_page(), [], eager if in_page else 0
    for day in days:
        name = f' data-day="{_safe(day.heading)}"' if day.heading else ""
        late = "" if in_page else " day--late"
        parts.append(f'<section class="day{late}"{name}>{_heading(day)}<ul class="photo-grid">')
        for tile in day.tiles:
            parts.append(_tile(tile, pen, in_page, eager=left > 0, select=select))
            left -= 1
        parts.append("</ul></section>")
    return Markup("\n".join(parts))  # noqa: S704 -- put together by `_safe` alone


def draw_tile(tile: Tile, in_page: bool = True, eager: bool = False) -> Markup:
    """One picture in a row."""
    return Markup(_tile(tile, Pen.of_page(), in_page, eager=eager))  # noqa: S704


def draw_hearts(hearts: int, mine: bool) -> Markup:
    """The hearts of a tile by themselves, for script to put them there."""
    return Markup(_hearts(hearts, mine, Pen.of_page()) if hearts else "")  # noqa: S704


def _tile(tile: Tile, pen: Pen, in_page: bool, *, eager: bool, select: bool = False) -> str:
    look = f' {tile_classes(tile)}"' if in_page else f'" {_data(tile)}'
    pending = f' data-pending="{_safe(tile.uid)}"' if tile.state in (WAITING, WORKING) else ""
    film = " data-video" if tile.kind == "video" else ""
    inner = _picture(tile, eager) if tile.state == READY and tile.src else _words(tile, pen)
    if tile.preview:
        inner += f'<hover-preview data-src="{_safe(tile.preview)}" aria-hidden="true"></hover-preview>'
    if tile.hearts or tile.kind == "video":
        inner += _marks(tile, pen)
    pick, skipped = (_pick(tile, pen), ' tabindex="-1"') if select else ("", "")
    href = _safe(tile.href)
    link = f'<a class="tile__link" href="{href}"{film}{skipped}>{inner}</a>'
    return f'<li class="tile{look}{pending}>{link}{pick}</li>'


def _pick(tile: Tile, pen: Pen) -> str:
    """As `elements/photo-selection.js` makes it."""
    return (
        '<label class="tile__pick"><input type="checkbox" name="photo" form="selection"'
        f' value="{_safe(tile.uid)}"><span class="visually-hidden">{pen.choose}: {_safe(tile.label)}</span>'
        "</label>"
    )


def _picture(tile: Tile, eager: bool) -> str:
    source = f'src="{_safe(tile.src)}"'
    if tile.srcset:
        width = round(permille(tile) * ROW_HEIGHT / 1000)
        sizes = f"{width}px" if eager else f"auto, {width}px"
        source += f' srcset="{_safe(tile.srcset)}" sizes="{sizes}"'
    lazy = "" if eager else ' loading="lazy"'
    return (
        f'<img class="tile__picture" {source} width="{tile.width}" height="{tile.height}"'
        f' alt="{_safe(tile.label)}" decoding="async"{lazy}>'
    )


def _words(tile: Tile, pen: Pen) -> str:
    """What stands in the place of a picture that is not there, or not yet."""
    icon, words = (
        (pen.alert, pen.cannot_be_shown) if tile.state == FAILED else (pen.clock, pen.being_prepared)
    )
    label = f'<span class="visually-hidden">{_safe(tile.label)}</span>'
    return f'<span class="tile__words">{icon} <span>{words}</span> {label}</span>'


def _marks(tile: Tile, pen: Pen) -> str:
    marks = ""
    if tile.hearts:
        marks += _hearts(tile.hearts, tile.mine, pen)
    if tile.kind == "video":
        length = f'<span aria-hidden="true">{duration(tile.duration)}</span>'
        spoken = pen.video + (f", {_safe(spoken_duration(tile.duration))}" if tile.duration else "")
        marks += f'<span>{length}{pen.play}<span class="visually-hidden">{spoken}</span></span>'
    return f'<span class="tile__mark">{marks}</span>'


def _hearts(hearts: int, mine: bool, pen: Pen) -> str:
    number = f'<span aria-hidden="true">{hearts}</span>' if hearts > 1 else ""
    spoken = _safe(ngettext("%(num)d heart", "%(num)d hearts", hearts))
    icon = pen.heart_filled if mine else pen.heart
    return f'<span data-hearts>{icon}{number}<span class="visually-hidden">{spoken}</span></span>'


def _heading(day: Day) -> str:
    if not day.heading:
        return ""
    note = f' <small class="day__note">{_safe(day.note)}</small>' if day.note else ""
    return f'<h2 class="day__heading">{_safe(day.heading)}{note}</h2>'


def _data(tile: Tile) -> str:
    """What a tile of a fragment carries instead of class names; script hands it to its style."""
    data = f'data-ar="{permille(tile) / 1000:g}"'
    if placeholder := placeholder_of(tile):
        return f'{data} data-placeholder="{placeholder}"'
    tint = tint_of(tile)
    return f'{data} data-tint="{tint}"' if tint else data


def _safe(text: str) -> str:
    """Text for HTML. Nearly all of it needs no escaping, and to see that is quicker than to escape it."""
    return str(escape(text)) if _UNSAFE.search(text) else text


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update({"draw_grid": draw_grid, "draw_hearts": draw_hearts, "draw_tile": draw_tile})
