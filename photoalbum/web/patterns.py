"""/patterns, while developing: every component in all its states, with invented data and drawn pictures."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from photoalbum.core.clock import now
from photoalbum.web.forms.albums import choices
from photoalbum.web.tiles import AlbumCard, Day, Fact, PhotoPage, Tile

bp = Blueprint("patterns", __name__)

COLOURS = ["paper", "raised", "sunken", "line", "edge", "ink", "ink-soft", "accent", "heart", "danger"]
SHAPES = ((1.5, 205), (0.67, 330), (1.33, 30), (1, 120), (0.75, 270), (1.78, 180), (3, 60), (1.5, 15))
WORDS = "The falcon that came back every evening. Opa named her Frieda."


class EveryField(FlaskForm):
    """One field of each kind that the site has."""

    title = StringField("A line of text", description="With a hint below its label.")
    words = TextAreaField("Several lines")
    secret = PasswordField("A password")
    day = DateField("A day")
    album = SelectField("One of a list", choices=choices([("", "none"), ("summer", "Summer 2024")]))
    audience = RadioField("One of few", choices=choices([("private", "Only me"), ("family", "Everyone")]))
    too = BooleanField("Yes or no")


@bp.get("/patterns")
def show() -> str:
    flash("Something was done. This is how the site says so.", "success")
    flash("Something went wrong. This is how the site says so.", "error")
    flash("Something is worth knowing.")
    return render_template(
        "patterns.html",
        colours=COLOURS,
        days=_days(),
        cards=_cards(),
        page=_page(),
        form=EveryField(audience="private"),
        bad_form=_refused(),
        link=_link(),
        people=[("AH", "Anna Hartmann"), ("TH", "Tom Hartmann"), *[("X", f"Cousin {n}") for n in range(5)]],
    )


@bp.get("/patterns/photo/<state>")
def photo(state: str) -> str:
    """The photo page, with a picture that is ready, waiting or failed."""
    return render_template(
        "photos/show.html",
        page=_page(state),
        can={"view"},
        albums=[("Summer 2024", url_for("patterns.show"))],
        retry_href=url_for("patterns.show"),
    )


def picture(ratio: float, hue: int) -> str:
    """A landscape of two colours, as an address that needs no request."""
    width, height = round(600 * ratio), 600
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="hsl({hue} 45% 62%)"/>'
        f'<circle cx="70%" cy="30%" r="70" fill="hsl({hue} 80% 85%)"/>'
        f'<path fill="hsl({hue} 40% 32%)" d="M0 600V430L{width // 3} 300l{width // 4} 170 {width // 5}-90'
        f' {width} 220V600z"/>'
        "</svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"


def _tile(number: int, **others: Any) -> Tile:
    ratio, hue = SHAPES[number % len(SHAPES)]
    values: dict[str, Any] = {
        "uid": f"pattern{number}",
        "href": "/patterns",
        "src": picture(ratio, hue),
        "srcset": "",
        "width": round(600 * ratio),
        "height": 600,
        "placeholder": "",
        "tint": "#8a8f7d",
        "kind": "photo",
        "duration": None,
        "hearts": 0,
        "mine": False,
        "label": f"A drawn landscape, number {number}",
        "state": "ready",
    }
    return Tile(**(values | others))


def _days() -> list[Day]:
    states = [
        _tile(0),
        _tile(1, hearts=1),
        _tile(2, hearts=3, mine=True),
        _tile(3, kind="video", duration=34.2),
        _tile(4, kind="video", duration=3723.0, hearts=2),
        _tile(5, state="waiting"),
        _tile(6),
        _tile(7, state="failed"),
    ]
    return [
        Day("Saturday 3 August", "Yorkshire Dales · 8", states),
        Day("Date not known", "", [_tile(n) for n in (2, 1, 0)]),
    ]


def _cards() -> list[AlbumCard]:
    pictures = [picture(*shape) for shape in SHAPES]
    long = "Three weeks with a title that is longer than any line it will ever stand in"
    return [
        AlbumCard("/patterns", "Summer 2024", pictures[:4], 148, 6, "shared with everyone"),
        AlbumCard("/patterns", long, pictures[1:4], 1, 0, "private"),
        AlbumCard("/patterns", "Two covers", pictures[2:4], 2, 0, "public"),
        AlbumCard("/patterns", "One cover", pictures[3:4], 0, 1, "by Anna"),
        AlbumCard("/patterns", "Empty", [], 0, 0, "private"),
    ]


def _page(state: str = "ready") -> PhotoPage:
    ratio, hue = SHAPES[0]
    return PhotoPage(
        uid="pattern",
        src=picture(ratio, hue),
        srcset="",
        width=900,
        height=600,
        alt="A drawn landscape",
        caption=WORDS,
        kind="photo",
        video_src=None,
        video_type=None,
        poster=None,
        file_name="frieda.jpg",
        original_href="/patterns",
        previous="/patterns",
        next="/patterns",
        close="/patterns",
        state=state,
        reason="This file is cut off in the middle." if state == "failed" else "",
        hearts=2,
        mine=True,
        facts=[
            Fact("calendar", ["Saturday 3 August 2024, 19:42", "two hours ahead of UTC"]),
            Fact("camera", ["Canon EOS R6, 400 mm", "f/5.6 · 1/1600 s · ISO 400"]),
            Fact("file", ["frieda.jpg · 5472 × 3648 · 6.1 MB", "original kept, byte for byte"]),
        ],
    )


def _refused() -> EveryField:
    form = EveryField(prefix="bad", formdata=None)
    for field in form:
        field.errors = [f"What is wrong with “{field.label.text}”, in a sentence."]
    return form


def _link() -> dict[str, Any]:
    return {
        "uid": "pattern",
        "label": "For the neighbours",
        "url": "https://photos.example.org/s/pattern.0123456789/",
        "expires": now() + timedelta(days=30),
        "has_password": True,
        "created": now(),
        "last_used": None,
    }
