"""Nights out of doors: stars over hills, a tent with a lamp in it, fireworks over the town."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from photoalbum.demo.pictures import sky, trees
from photoalbum.demo.pictures.canvas import Size, add_light, blurred, cover, dim, glow, mix, noise, shine
from photoalbum.demo.pictures.light import LIGHTS, Light
from photoalbum.demo.pictures.ridges import below, skyline


def stars(rng: Random, size: Size, light: Light = LIGHTS["night"], *, tent: bool = False) -> Image.Image:
    width, height = size
    picture = sky.starry(rng, size, light, 0.85)
    shine(
        picture,
        (width * rng.random(), height * 0.86),
        width * 0.6,
        "#e0a070",
        strength=0.35,
        power=1.5,
        squash=0.35,
    )
    for layer, tone in enumerate(("#18233d", "#0e1629", "#070b14")):
        line = skyline(rng, width, height * (0.78 + 0.07 * layer), height * 0.035, 0.52)
        mask = below(size, line)
        cover(picture, tone, mask)
        if layer == 1:
            picked = rng.sample(line, 150)
            cover(
                picture,
                tone,
                trees.firs(rng, size, [(x, y + 4, height * rng.uniform(0.02, 0.06)) for x, y in picked]),
            )
    tall: list[tuple[float, float, float]] = [
        (width * (0.03 + 0.05 * n * rng.uniform(0.6, 1.4)), height, height * rng.uniform(0.3, 0.62))
        for n in range(5)
    ]
    if rng.random() < 0.5:
        tall = [(width - x, foot, reach) for x, foot, reach in tall]
    cover(picture, "#04070d", trees.firs(rng, size, tall))
    return _tent(rng, picture) if tent else picture


def fireworks(rng: Random, size: Size, light: Light = LIGHTS["night"], *, number: int = 5) -> Image.Image:
    """Rockets over roofs and water."""
    width, height = size
    picture = sky.clear(size, light, 0.9)
    smoke = noise(rng, size, width / 5, octaves=6)
    picture = add_light(picture, dim(smoke, 0.12), "#a07080")
    for _rocket in range(number):
        centre = width * rng.uniform(0.12, 0.88), height * rng.uniform(0.12, 0.5)
        picture = _rocket_burst(rng, picture, centre, height * rng.uniform(0.13, 0.3))
    return picture


def _rocket_burst(
    rng: Random, picture: Image.Image, centre: tuple[float, float], reach: float
) -> Image.Image:
    colours = ("#ffd27a", "#ff7a6b", "#8fd0ff", "#b9ff9e", "#ffb3e6", "#fff1c9")
    colour = rng.choice(colours)
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    for _spark in range(130):
        angle, share = rng.uniform(0, 2 * pi), rng.uniform(0.55, 1.0)
        points = []
        for step in range(9):
            far = reach * share * (step / 8) ** 0.8
            points.append(
                (centre[0] + far * cos(angle), centre[1] + far * sin(angle) + reach * 0.28 * (step / 8) ** 2)
            )
        for step in range(8):
            pen.line(points[step : step + 2], 40 + 24 * step, 2)
        x, y = points[-1]
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), 255)
    shine(picture, centre, reach * 1.9, colour, strength=0.3, power=1.6)
    picture = add_light(picture, blurred(mask, picture.width / 220), colour)
    picture = add_light(picture, blurred(mask, picture.width / 1600), mix(colour, "#ffffff", 0.4))
    shine(picture, centre, reach * 0.3, "#fff8e0", strength=0.7, power=1.5)
    return picture


def _tent(rng: Random, picture: Image.Image) -> Image.Image:
    width, height = picture.size
    x, foot, wide = width * rng.uniform(0.45, 0.65), height * 0.955, width * 0.14
    tall = wide * 0.62
    top = x - wide * 0.08, foot - tall
    shine(picture, (x, foot - tall * 0.2), wide * 1.5, "#ff9d4a", strength=0.45, power=1.6)
    mask = Image.new("L", (width * 2, height * 2))
    left, right, back = (x - wide * 0.5, foot), (x + wide * 0.28, foot), (x + wide * 0.62, foot - tall * 0.12)
    ImageDraw.Draw(mask).polygon([(a * 2, b * 2) for a, b in (left, top, right)], 255)
    cover(picture, "#f3a24d", mask.reduce(2))
    light = glow(picture.size, (x - wide * 0.1, foot - tall * 0.25), wide * 0.5, power=1.1)
    inside = Image.composite(light, Image.new("L", picture.size), mask.reduce(2))
    picture = add_light(picture, inside, "#ffdf9a")
    flank = Image.new("L", (width * 2, height * 2))
    ridge = x + wide * 0.38, foot - tall * 0.82
    ImageDraw.Draw(flank).polygon([(a * 2, b * 2) for a, b in (top, ridge, back, right)], 255)
    cover(picture, "#b8642b", flank.reduce(2))
    pen = ImageDraw.Draw(picture)
    pen.line([top, (x - wide * 0.1, foot)], "#8a4a20", max(2, width // 700))
    return picture
