"""What a camera adds: a little grain, darker corners; and what sixty years in a box do to a slide."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance

from photoalbum.demo.pictures.canvas import (
    BILINEAR,
    between,
    blurred,
    curve,
    dim,
    mix,
    noise,
    plain,
    rgb,
    speckle,
)


def digital(rng: Random, picture: Image.Image) -> Image.Image:
    """As a camera of today hands it over."""
    picture = ImageEnhance.Contrast(picture).enhance(1.06)
    picture = ImageEnhance.Color(picture).enhance(1.04)
    return grainy(rng, _dark_corners(picture, 0.22), 0.022)


def slide(rng: Random, picture: Image.Image) -> Image.Image:
    """A slide from the attic: faded towards red, dusty, with the rounded edge of its frame."""
    picture = ImageEnhance.Color(picture).enhance(0.72)
    picture = ImageEnhance.Contrast(picture).enhance(0.88)
    picture = ImageEnhance.Brightness(picture).enhance(1.4)
    cast = mix("#fff0d6", "#ffdfcf", rng.random())
    picture = ImageChops.multiply(picture, plain(picture.size, cast))
    picture = ImageChops.screen(picture, plain(picture.size, "#2c1a16"))
    stain = noise(rng, picture.size, picture.width / 3, octaves=3)
    picture.paste(rgb("#c98a5a"), (0, 0, *picture.size), dim(stain, 0.1))
    picture = grainy(rng, _dark_corners(picture, 0.28), 0.075)
    _dust(rng, picture)
    return _framed(picture)


def monochrome(rng: Random, picture: Image.Image) -> Image.Image:
    """A paper print: grey, warm, soft, with a white edge."""
    grey = ImageEnhance.Contrast(blurred(picture, 0.9).convert("L")).enhance(1.15)
    low, high = rgb("#221c17"), rgb("#f4ecdd")
    bands = [between(grey, a / 255, b / 255) for a, b in zip(low, high, strict=True)]
    print_ = grainy(rng, _dark_corners(Image.merge("RGB", bands), 0.35), 0.11)
    _dust(rng, print_)
    edge = round(min(print_.size) * 0.035)
    paper = plain((print_.width + 2 * edge, print_.height + 2 * edge), "#efe7d8")
    paper.paste(print_, (edge, edge))
    return paper


def grainy(rng: Random, picture: Image.Image, much: float) -> Image.Image:
    coarse = round(picture.width * 0.7), round(picture.height * 0.7)
    grain = curve(speckle(rng, coarse), lambda v: 0.5 + (v - 0.5) * 1.6 * much).resize(picture.size, BILINEAR)
    return ImageChops.add(picture, Image.merge("RGB", [grain] * 3), 1, -128)


def _dark_corners(picture: Image.Image, much: float) -> Image.Image:
    lens = curve(Image.radial_gradient("L"), lambda v: 1 - much * v**2.4).resize(picture.size)
    return ImageChops.multiply(picture, Image.merge("RGB", [lens] * 3))


def _dust(rng: Random, picture: Image.Image) -> None:
    width, height = picture.size
    mask = Image.new("L", picture.size)
    pen = ImageDraw.Draw(mask)
    for _speck in range(70):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.4, 1.8)
        pen.ellipse((x - r, y - r, x + r, y + r), rng.randrange(80, 200))
    for _hair in range(3):
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        points = [
            (x + step * 5 * rng.uniform(0.5, 1), y + rng.uniform(-9, 9) + step * rng.uniform(-4, 4))
            for step in range(8)
        ]
        pen.line(points, 120, 1, "curve")
    picture.paste(rgb("#fff4e2"), (0, 0, width, height), blurred(mask, 0.6))


def _framed(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    edge = round(min(picture.size) * 0.03)
    mask = Image.new("L", (width * 2, height * 2))
    box = (edge * 2, edge * 2, (width - edge) * 2, (height - edge) * 2)
    ImageDraw.Draw(mask).rounded_rectangle(box, edge * 3, 255)
    frame = plain(picture.size, "#120e0c")
    frame.paste(picture, (0, 0), blurred(mask.reduce(2), 1.5))
    return frame
