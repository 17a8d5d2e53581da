"""What decides the shape and the look of a picture's place before the picture arrives.

A style attribute is forbidden by the Content-Security-Policy. So the tiles of a page carry names of classes
that lead to the page's one <style>, and those of a fragment carry the same values as data, which script sets.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

# Beyond these a picture would be a sliver or a band; its tile crops it, its own page shows it whole.
NARROWEST, WIDEST = 0.4, 3.6
ROW_HEIGHT = 240
SMALLEST_ON_STAGE = 200

_TINT = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"data:image/(?:webp|png|jpeg);base64,[A-Za-z0-9+/]+=*")
_UID = re.compile(r"[A-Za-z0-9]+")


class Shaped(Protocol):
    """What a tile or a photo page has of this; `tint` and `placeholder` are there for tiles only."""

    @property
    def uid(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class DayOfTiles(Protocol):
    @property
    def tiles(self) -> Iterable[Shaped]: ...


def tile_classes(tile: Shaped) -> str:
    """The names that lead from a tile to its rules in `tile_rules`. Tiles of one shape share one rule."""
    return f"r{permille(tile)} {look_classes(tile)}".rstrip()


def look_classes(tile: Shaped) -> str:
    """The name of its tiny picture, or of its colour where there is none."""
    if placeholder_of(tile):
        return f"p-{tile.uid}"
    tint = tint_of(tile)
    return f"t{tint[1:]}" if tint else ""


def tile_rules(days: Iterable[DayOfTiles]) -> str:
    """The content of a page's one <style>: nothing in it but numbers, colours and checked data URIs.

    So nothing in it needs escaping, and the escaping of the template leaves it as it is.
    """
    return _rules(tile for day in days for tile in day.tiles)


def stage_rules(page: Shaped) -> str:
    """The same for the one picture of a photo page, which is never cropped and hardly enlarged."""
    ratio, width = page.width / page.height, max(page.width, SMALLEST_ON_STAGE)
    return f".viewer__stage{{--ar:{ratio:.4f};--width:{width:d}px}}" + _rules([page], with_ratio=False)


def permille(tile: Shaped) -> int:
    """The tile's ratio in thousandths."""
    return _permille(tile.width, tile.height)


@lru_cache(maxsize=4096)
def _permille(width: int, height: int) -> int:
    # Asked for three times a tile, and cameras know few sizes.
    return round(min(max(width / height, NARROWEST), WIDEST) * 1000)


def tint_of(tile: Shaped) -> str:
    tint = getattr(tile, "tint", "") or ""
    return tint.lower() if _TINT.fullmatch(tint) else ""


def placeholder_of(tile: Shaped) -> str:
    uri = getattr(tile, "placeholder", "") or ""
    return uri if _PLACEHOLDER.fullmatch(uri) and _UID.fullmatch(tile.uid) else ""


def _rules(tiles: Iterable[Shaped], *, with_ratio: bool = True) -> str:
    rules: dict[str, str] = {}
    for tile in tiles:
        if with_ratio:
            shape = permille(tile)
            rules[f"r{shape}"] = f"--ar:{shape / 1000:g}"
        if placeholder := placeholder_of(tile):
            rules[f"p-{tile.uid}"] = f"--placeholder:url({placeholder})"
        elif tint := tint_of(tile):
            rules[f"t{tint[1:]}"] = f"--tint:{tint}"
    return "".join(f".{name}{{{rule}}}" for name, rule in rules.items())
