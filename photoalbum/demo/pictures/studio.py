"""All that can be painted, by name. A picture is its subject, its light, its shape and its seed."""

from collections.abc import Callable
from functools import partial
from random import Random

from PIL import Image

from photoalbum.demo.pictures import (
    city,
    coast,
    dunes,
    film,
    flowers,
    meadow,
    mountains,
    night,
    ridges,
    table,
    woods,
)
from photoalbum.demo.pictures.canvas import Size, dice
from photoalbum.demo.pictures.light import LIGHTS, Light

Lit = Callable[[Random, Size, Light], Image.Image]
Unlit = Callable[[Random, Size], Image.Image]
Finish = Callable[[Random, Image.Image], Image.Image]

SHAPES: dict[str, Size] = {
    "3:2": (1500, 1000),
    "4:3": (1440, 1080),
    "2:3": (1000, 1500),
    "3:4": (1080, 1440),
    "16:9": (1600, 900),
    "1:1": (1200, 1200),
    "wide": (2160, 780),
    "slide": (1400, 960),
}


def _balloons(rng: Random, size: Size, light: Light, number: int = 7) -> Image.Image:
    picture = ridges.hills(rng, size, light, horizon=0.56, layers=6)
    ridges.balloons(rng, picture, light, number, horizon=0.56)
    return picture


OUTDOORS: dict[str, Lit] = {
    "alpine": mountains.alpine,
    "alpine snow": partial(mountains.alpine, snow_line=0.16),
    "alpine autumn": partial(mountains.alpine, grass=mountains.AUTUMN, snow_line=0.5),
    "lake": mountains.lake,
    "lake autumn": partial(mountains.lake, grass=mountains.AUTUMN),
    "lake snow": partial(mountains.lake, snow_line=0.15),
    "hills": ridges.hills,
    "bare hills": partial(ridges.hills, wooded=False, near="#3a2a33", rough=0.52),
    "red hills": partial(ridges.hills, near="#4a1f1c"),
    "balloons": _balloons,
    "one balloon": partial(_balloons, number=1),
    "many balloons": partial(_balloons, number=13),
    "dunes": dunes.dunes,
    "red dunes": partial(dunes.dunes, sand="#cf7f45"),
    "sea": coast.open_sea,
    "sails": partial(coast.open_sea, sails=4, islands=1),
    "islands": partial(coast.open_sea, sails=1, islands=2),
    "beach": coast.beach,
    "beach umbrella": partial(coast.beach, umbrella=True),
    "lighthouse": coast.lighthouse,
    "lighthouse lamp": partial(coast.lighthouse, lamp=True),
    "firs": partial(woods.winter_firs, flakes=False),
    "snowfall": woods.winter_firs,
    "cabin": partial(woods.winter_firs, cabin=True),
    "country": meadow.country,
    "wheat": partial(meadow.country, crop=meadow.WHEAT),
    "heath": partial(meadow.country, crop=meadow.HEATH, tree=meadow.AUTUMN_LEAVES, patchwork=False),
    "poppies": partial(meadow.country, flowers="#c8301f", patchwork=False),
    "daisies": partial(meadow.country, flowers="#f4f1e6", patchwork=False, tree=meadow.BLOSSOM),
    "october": partial(meadow.country, tree=meadow.AUTUMN_LEAVES, crop=("#7a7a3a", "#b8a558")),
    "lavender": meadow.rows,
    "tulips": partial(meadow.rows, plant=("#a8232e", "#f08a5a"), earth="#7d6a4e"),
    "vines": partial(meadow.rows, plant=("#3f5a26", "#93a848"), earth="#a58a63"),
    "river": city.river_front,
    "river rockets": partial(city.river_front, rockets=5),
    "stars": night.stars,
    "tent": partial(night.stars, tent=True),
}

CLOSE_UP: dict[str, Unlit] = {
    "fog": partial(woods.trunks, colours=woods.FOG),
    "blue fog": partial(woods.trunks, colours=woods.BLUE),
    "gold wood": partial(woods.trunks, colours=woods.GOLD, leaves="#d98a2b"),
    "red wood": partial(woods.trunks, colours=woods.GOLD, leaves="#b8431f"),
    "green wood": partial(woods.trunks, colours=woods.FOG, leaves="#7d9a3c"),
    "daisy": partial(flowers.close_up, kind=flowers.DAISY),
    "sunflower": partial(flowers.close_up, kind=flowers.SUNFLOWER),
    "dahlia": partial(flowers.close_up, kind=flowers.DAHLIA),
    "apricot": partial(flowers.close_up, kind=flowers.APRICOT),
    "poppy": partial(flowers.close_up, kind=flowers.POPPY),
    "cornflower": partial(flowers.close_up, kind=flowers.CORNFLOWER),
    "houseleek": partial(flowers.close_up, kind=flowers.HOUSELEEK),
    "candles": table.candles,
    "cake": table.cake,
    "lemon cake": partial(table.cake, icing="#fbeeb8", trim="#e0a020", number=9),
    "pebbles": table.pebbles,
    "wet pebbles": partial(table.pebbles, wet=True),
    "windows": city.windows,
    "lights": city.bokeh,
}

FINISHES: dict[str, Finish] = {"digital": film.digital, "slide": film.slide, "print": film.monochrome}


def paint(subject: str, light: str, shape: str, seed: str, finish: str = "digital") -> Image.Image:
    """The picture. The same words give the same pixels."""
    rng, size = dice(subject, light, shape, seed), SHAPES[shape]
    if subject in OUTDOORS:
        picture = OUTDOORS[subject](rng, size, LIGHTS[light])
    else:
        picture = CLOSE_UP[subject](rng, size)
    return FINISHES[finish](rng, picture)
