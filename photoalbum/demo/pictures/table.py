"""Small things from close by: a birthday cake, candles, pebbles from the beach."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from photoalbum.demo.pictures import city
from photoalbum.demo.pictures.canvas import (
    Size,
    add_light,
    blurred,
    cover,
    curve,
    dim,
    mix,
    noise,
    plain,
    shine,
    speckle,
    vertical,
)

STONES = ("#8c8b88", "#b5aea3", "#6d7378", "#a3907c", "#c9c2b6", "#5a5c60", "#9c7a66", "#d8d3c8")


def candles(
    rng: Random, size: Size, *, number: int = 5, colours: tuple[str, ...] = ("#f3ead6",)
) -> Image.Image:
    """Candles in a dark room, with other lights behind them."""
    width, height = size
    picture = blurred(city.bokeh(rng, size, ("#ffb45e", "#ff8d4a", "#ffd9a0"), ground="#1c0e0a"), 3)
    table = height * 0.86
    wood = vertical(size, [(0, "#3a2014"), (0.86, "#5a3218"), (1, "#24120a")])
    cover(wood, "#8a5228", dim(noise(rng, size, 40, octaves=6, rough=0.8, stretch=9), 0.5))
    edge = Image.new("L", size)
    ImageDraw.Draw(edge).rectangle((0, table, width, height), 255)
    picture.paste(wood, (0, 0), blurred(edge, 2))
    lights = []
    for place in rng.sample(range(number), number):
        x = width * (0.14 + 0.72 * (place + 0.5) / number + rng.uniform(-0.02, 0.02))
        thick, foot = width * rng.uniform(0.035, 0.055), table + height * rng.uniform(0.01, 0.07)
        top = foot - height * rng.uniform(0.22, 0.46)
        _wax(rng, picture, (x - thick / 2, top, x + thick / 2, foot), rng.choice(colours))
        lights.append((x, top, thick))
    for x, top, thick in lights:
        _flame(rng, picture, x, top, thick * 0.62)
    return picture


def cake(
    rng: Random, size: Size, *, number: int = 7, icing: str = "#f7ead9", trim: str = "#c7365f"
) -> Image.Image:
    """The cake with its candles, in the moment before they are blown out."""
    width, height = size
    picture = blurred(city.bokeh(rng, size, ("#ff9e5a", "#ffc98a", "#ff7d7d"), ground="#241018"), 5)
    x, wide = width / 2, min(width * 0.3, height * 0.42)
    top, foot, flat = height * 0.56, height * 0.88, wide * 0.26
    _plate(picture, x, foot, wide, flat)
    body = Image.new("L", size)
    pen = ImageDraw.Draw(body)
    pen.rectangle((x - wide, top, x + wide, foot), 255)
    pen.ellipse((x - wide, foot - flat, x + wide, foot + flat), 255)
    sponge = vertical(
        size, [(0, icing), (0.58, mix(icing, "#c98d52", 0.35)), (0.9, "#8a5630"), (1, "#5a3418")]
    )
    side = curve(
        Image.linear_gradient("L").rotate(90).resize((round(wide * 2), height)), lambda v: abs(v - 0.5) * 1.5
    )
    shade_ = Image.new("L", size)
    shade_.paste(side, (round(x - wide), 0))
    cover(sponge, "#2e1410", shade_)
    cover(sponge, "#6a3d22", dim(noise(rng, size, 9, octaves=3), 0.3))
    for share in (0.38, 0.68):
        y = top + (foot - top) * share
        ImageDraw.Draw(sponge).line(
            [(x + wide * cos(t), y + flat * sin(t)) for t in _arc()], trim, max(5, round(height / 70))
        )
    picture.paste(sponge, (0, 0), body)
    _icing(rng, picture, (x, top, wide, flat), icing)
    _berries(rng, picture, (x, top, wide * 0.86, flat * 0.82), trim)
    lights = []
    for place in range(number):
        angle = 2 * pi * (place + 0.25) / number
        px, py = x + wide * 0.58 * cos(angle), top + flat * 0.55 * sin(angle)
        lights.append((py, px))
    for py, px in sorted(lights):
        tall, thick = height * 0.15, width * 0.009
        _wax(
            rng,
            picture,
            (px - thick, py - tall, px + thick, py),
            rng.choice(("#8fc1d9", "#f2c14e", "#e88aa0", "#a6cf98")),
        )
    for py, px in sorted(lights):
        _flame(rng, picture, px, py - height * 0.15, width * 0.016)
    return picture


def pebbles(rng: Random, size: Size, *, stones: tuple[str, ...] = STONES, wet: bool = False) -> Image.Image:
    """Stones that the sea has rounded, large ones on top of small ones."""
    width, height = size
    picture = plain(size, "#3a3632")
    cover(picture, "#6d655b", dim(speckle(rng, size), 0.6))
    for radius, number in ((0.014, 620), (0.026, 380), (0.046, 170), (0.074, 32)):
        found = [
            _stone(rng, width * radius * rng.uniform(0.7, 1.3), rng.choice(stones), wet)
            for _kind in range(30)
        ]
        for _each in range(number):
            body, mask, fall = rng.choice(found)
            x, y = (
                round(rng.uniform(0, width) - body.width / 2),
                round(rng.uniform(0, height) - body.height / 2),
            )
            picture.paste((18, 15, 14), (x + body.width // 24, y + body.width // 17), fall)
            picture.paste(body, (x, y), mask)
    return picture


def _stone(rng: Random, r: float, tone: str, wet: bool) -> tuple[Image.Image, Image.Image, Image.Image]:
    """A stone, its outline and its shadow."""
    side = max(8, round(r * 2.4))
    outline = Image.new("L", (side * 2, side * 2))
    squash, turn = rng.uniform(0.62, 0.9), rng.uniform(0, pi)
    bumps = [(rng.uniform(0, 2 * pi), rng.uniform(0, 0.06)) for _bump in range(3)]
    points = []
    for step in range(36):
        t = 2 * pi * step / 36
        reach = r * 2 * (1 + sum(high * cos((k + 2) * t + phase) for k, (phase, high) in enumerate(bumps)))
        a, b = reach * cos(t), reach * squash * sin(t)
        points.append((side + a * cos(turn) - b * sin(turn), side + a * sin(turn) + b * cos(turn)))
    ImageDraw.Draw(outline).polygon(points, 255)
    mask = outline.reduce(2)
    tone = mix(tone, rng.choice(("#000000", "#ffffff")), rng.uniform(0, 0.16))
    body = plain((side, side), mix(tone, "#000000", 0.35 if wet else 0.0))
    cover(
        body,
        mix(tone, "#241f1c", 0.6),
        dim(noise(rng, (side, side), max(4.0, r / 3), octaves=4, rough=0.9), 0.45),
    )
    dome = blurred(mask, r / 2.6)
    cover(body, mix(tone, "#000000", 0.72), ImageChops.invert(curve(dome, lambda v: min(1.0, v * 1.25))))
    shine(body, (side * 0.4, side * 0.36), r * 0.8, "#fff6e8", strength=0.4 if wet else 0.26, power=1.2)
    if rng.random() < 0.2:
        _vein(rng, body, side)
    return body, mask, dim(blurred(mask, r / 7), 0.75)


def _vein(rng: Random, body: Image.Image, side: int) -> None:
    y = side * rng.uniform(0.35, 0.65)
    line = [(x, y + side * 0.08 * sin(x / side * 4 + y)) for x in range(0, side, 3)]
    vein = Image.new("L", body.size)
    ImageDraw.Draw(vein).line(line, 150, max(1, side // 26))
    cover(body, "#e9e4da", vein.rotate(rng.uniform(0, 180)).filter(ImageFilter.GaussianBlur(0.8)))


def _wax(rng: Random, picture: Image.Image, box: tuple[float, float, float, float], tone: str) -> None:
    left, top, right, bottom = (round(value) for value in box)
    wide, tall = max(4, right - left), max(4, bottom - top)
    wax = vertical(
        (wide, tall), [(0, mix(tone, "#ffdd9a", 0.6)), (0.25, tone), (1, mix(tone, "#2a1208", 0.62))]
    )
    across = Image.linear_gradient("L").rotate(90).resize((wide, tall))
    cover(wax, mix(tone, "#2a1208", 0.75), curve(across, lambda v: abs(v - 0.45) ** 1.6 * 2.2))
    picture.paste(wax, (left, top))
    ImageDraw.Draw(picture).ellipse(
        (left, top - wide * 0.16, right, top + wide * 0.16), mix(tone, "#ffe6b0", 0.7)
    )
    if wide > 20 and rng.random() < 0.7:
        drop = left + wide * rng.uniform(0.1, 0.8)
        ImageDraw.Draw(picture).rounded_rectangle(
            (drop, top, drop + wide * 0.14, top + tall * rng.uniform(0.12, 0.4)),
            wide * 0.07,
            mix(tone, "#ffdd9a", 0.4),
        )


def _flame(rng: Random, picture: Image.Image, x: float, top: float, wide: float) -> None:
    tall = wide * 3.2
    ImageDraw.Draw(picture).line([(x, top + 2), (x, top - tall * 0.22)], "#2a1810", max(2, round(wide / 9)))
    mask = Image.new("L", picture.size)
    lean = rng.uniform(-0.12, 0.12) * wide
    edge = [(sin(pi * share**1.7) * wide / 2, share) for share in (step / 20 for step in range(21))]
    left = [(x - half + lean * (1 - share), top - tall * 1.12 + tall * share) for half, share in edge]
    right = [(x + half + lean * (1 - share), top - tall * 1.12 + tall * share) for half, share in edge]
    ImageDraw.Draw(mask).polygon([*left, *right[::-1]], 255)
    centre = x, top - tall * 0.5
    shine(picture, centre, wide * 13, "#ff9a3c", strength=0.5, power=2.4)
    shine(picture, centre, wide * 3.2, "#ffc36b", strength=0.55, power=1.8)
    near = (round(x - wide * 3), round(top - tall * 2), round(x + wide * 3), round(top + tall))
    part, mask = picture.crop(near), mask.crop(near)
    part = add_light(part, blurred(mask, wide / 5), "#ffb43a")
    picture.paste(add_light(part, blurred(mask, wide / 12), "#fff1b8"), near[:2])


def _plate(picture: Image.Image, x: float, foot: float, wide: float, flat: float) -> None:
    pen = ImageDraw.Draw(picture)
    pen.ellipse((x - wide * 1.35, foot - flat * 1.1, x + wide * 1.35, foot + flat * 1.75), "#5a4038")
    pen.ellipse((x - wide * 1.33, foot - flat * 1.2, x + wide * 1.33, foot + flat * 1.6), "#b9a493")
    pen.ellipse((x - wide * 1.15, foot - flat * 0.95, x + wide * 1.15, foot + flat * 1.3), "#8f7a6c")


def _icing(rng: Random, picture: Image.Image, place: tuple[float, float, float, float], tone: str) -> None:
    """The white top, and drops that run down its side."""
    x, top, wide, flat = place
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((x - wide * 1.01, top - flat, x + wide * 1.01, top + flat), 255)
    for drop in range(26):
        t = pi * (drop + 0.5) / 26
        px, py = x + wide * 0.985 * cos(t), top + flat * sin(t)
        r, low = wide * rng.uniform(0.026, 0.05), wide * rng.uniform(0.04, 0.24)
        pen.rounded_rectangle((px - r, py - r, px + r, py + low), r, 255)
    cream = vertical(
        picture.size,
        [(0, mix(tone, "#ffc98a", 0.25)), (0.62, tone), (0.8, mix(tone, "#9a6a4a", 0.4)), (1, "#7a4a30")],
    )
    picture.paste(cream, (0, 0), blurred(mask, 1))


def _berries(rng: Random, picture: Image.Image, place: tuple[float, float, float, float], tone: str) -> None:
    x, top, wide, flat = place
    for berry in sorted(range(22), key=lambda n: sin(2 * pi * n / 22)):
        t = 2 * pi * berry / 22
        px, py, r = x + wide * cos(t), top + flat * sin(t), wide * rng.uniform(0.05, 0.062)
        pen = ImageDraw.Draw(picture)
        pen.ellipse((px - r, py - r, px + r, py + r), mix(tone, "#2a0610", 0.45))
        pen.ellipse((px - r * 0.86, py - r * 0.92, px + r * 0.7, py + r * 0.62), tone)
        pen.ellipse((px - r * 0.45, py - r * 0.6, px - r * 0.05, py - r * 0.2), mix(tone, "#ffffff", 0.65))


def _arc() -> list[float]:
    return [pi * step / 60 for step in range(61)]
