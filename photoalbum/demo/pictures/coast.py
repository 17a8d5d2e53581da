"""Where land and sea meet: the beach, a lighthouse, sails, islands."""

from math import sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures import water
from photoalbum.demo.pictures.canvas import (
    Size,
    add_light,
    blurred,
    cover,
    curve,
    dim,
    fade,
    mix,
    noise,
    plain,
    shine,
    speckle,
    steps,
)
from photoalbum.demo.pictures.light import Light
from photoalbum.demo.pictures.ridges import Line, below, skyline


def open_sea(
    rng: Random, size: Size, light: Light, *, sails: int = 0, islands: int = 0, horizon: float = 0.45
) -> Image.Image:
    picture = water.sea(rng, size, light, horizon=horizon, clouds=rng.uniform(0.3, 0.6))
    width, height = size
    line = round(height * horizon)
    for island in range(islands):
        tone = mix(light.haze, mix("#24303a", light.shadow, 0.3), 0.45 + 0.25 * island)
        _island(rng, picture, line, tone)
    for sail in range(sails):
        tall = height * (0.055 + 0.17 * (sail / max(1, sails)) ** 1.5) * rng.uniform(0.8, 1.2)
        _boat(
            rng, picture, light, (width * rng.uniform(0.12, 0.88), line + tall * rng.uniform(0.12, 0.4)), tall
        )
    return picture


def beach(
    rng: Random, size: Size, light: Light, *, sand: str = "#dcc49a", umbrella: bool = False
) -> Image.Image:
    """Surf running up the sand."""
    width, height = size
    picture = water.sea(rng, size, light, horizon=0.36, clouds=0.5, deep="#2b7f8f")
    shore = height * rng.uniform(0.66, 0.72)
    phase = rng.uniform(0, 6)

    def edge(down: float, wild: float) -> Line:
        return [
            (
                x * width / 120,
                shore
                + down
                + height * wild * (sin(phase + x / 17) + 0.5 * sin(2 * phase + x / 7) + 0.2 * sin(x / 2.6)),
            )
            for x in range(121)
        ]

    ground = plain(size, sand)
    cover(ground, mix(sand, "#7a5a36", 0.55), dim(speckle(rng, size), 0.22))
    cover(
        ground,
        mix(sand, "#fff4dc", 0.6),
        dim(noise(rng, size, height / 8, octaves=7, rough=0.75, stretch=2.5), 0.5),
    )
    cover(ground, mix(sand, light.shadow, 0.5), fade(size, [(0, 0), (0.75, 0), (1, 0.25)]))
    cover(picture, "#8fd0cf", dim(blurred(below(size, edge(-height * 0.13, 0.012)), height / 26), 0.6))
    wet = mix(sand, light.shadow, 0.42)
    picture.paste(plain(size, mix(wet, light.horizon, 0.25)), (0, 0), below(size, edge(0, 0.012)))
    picture.paste(ground, (0, 0), blurred(below(size, edge(height * 0.075, 0.012)), height / 90))
    for place, strength in ((-0.004, 1.0), (-0.075, 0.8), (-0.15, 0.5)):
        picture = _foam(rng, picture, edge(height * place, 0.012), height * 0.024 * strength, strength)
    if umbrella:
        _umbrella(rng, picture, light, (width * rng.uniform(0.25, 0.75), height * 0.9), height * 0.3)
    return picture


def lighthouse(rng: Random, size: Size, light: Light, *, lamp: bool = False) -> Image.Image:
    """The lighthouse on its rocks."""
    width, height = size
    picture = water.sea(rng, size, light, horizon=0.62, clouds=0.55, sun_at=0.25)
    x, foot = width * rng.uniform(0.6, 0.72), height * 0.66
    tall = height * 0.45
    rocks = [(a, b) for a, b in skyline(rng, width, 0, height * 0.05, 0.6)]
    hill = [
        (a, height * 1.02 - max(0.0, 1 - abs(a - x) / (width * 0.42)) ** 0.7 * (height * 0.36) + b)
        for a, b in rocks
    ]
    stone = plain(size, mix("#4a4642", light.shadow, 0.3))
    cover(
        stone,
        mix("#8a8178", light.sunlit, 0.25),
        steps(noise(rng, size, 70, octaves=7, rough=0.75, stretch=1.6), 0.35, 0.85),
    )
    grass = steps(noise(rng, size, 80, octaves=5), 0.42, 0.6)
    cover(
        stone,
        mix("#5f6a3a", light.shadow, 0.2),
        ImageChops.multiply(grass, fade(size, [(0, 1), (0.76, 1), (0.86, 0), (1, 0)])),
    )
    picture.paste(stone, (0, 0), below(size, hill))
    _tower(picture, light, (x, foot + height * 0.03), tall)
    if lamp:
        top = foot - tall * 0.98
        shine(picture, (x, top), width * 0.09, "#fff2c0", power=1.8)
        shine(picture, (x, top), width * 0.5, "#ffe9a8", strength=0.8, power=2.4, squash=0.16)
    return picture


def _island(rng: Random, picture: Image.Image, line: int, tone: str) -> None:
    width, height = picture.size
    centre, half = width * rng.uniform(0.1, 0.9), width * rng.uniform(0.12, 0.3)
    shape = [
        (x, line - max(0.0, 1 - ((x - centre) / half) ** 2) * (height * 0.07 + y))
        for x, y in skyline(rng, width, 0, height * 0.03, 0.6)
    ]
    mask = below(picture.size, [(x, min(y, line)) for x, y in shape])
    mask.paste(0, (0, line, width, height))
    cover(picture, tone, mask)


def _boat(rng: Random, picture: Image.Image, light: Light, foot: tuple[float, float], tall: float) -> None:
    x, y = foot
    width, height = picture.size
    tone = rng.choice(("#f8f4ea", "#f3e3c7", "#e9eef2", "#c65b3f"))
    mask, hull = Image.new("L", (width * 2, height * 2)), Image.new("L", (width * 2, height * 2))
    sails, body = ImageDraw.Draw(mask), ImageDraw.Draw(hull)
    for shape in (
        [(0.02, -0.1), (0.02, -1.0), (0.36, -0.16)],
        [(-0.02, -0.14), (-0.02, -0.86), (-0.27, -0.18)],
    ):
        sails.polygon([((x + a * tall) * 2, (y + b * tall) * 2) for a, b in shape], 255)
    body.polygon(
        [
            ((x + a * tall) * 2, (y + b * tall) * 2)
            for a, b in ((-0.3, -0.1), (0.42, -0.1), (0.3, 0.03), (-0.22, 0.03))
        ],
        255,
    )
    small, solid = mask.reduce(2), hull.reduce(2)
    both = ImageChops.lighter(small, solid).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    echo = ImageChops.offset(both, 0, round(2 * y - height + tall * 0.06))
    echo.paste(0, (0, 0, width, round(y)))
    cover(picture, mix(tone, light.shadow, 0.5), dim(blurred(echo, tall / 24), 0.4))
    cover(picture, mix(tone, light.haze, 0.12), small)
    cover(picture, mix("#2b2420", light.shadow, 0.3), solid)


def _foam(rng: Random, picture: Image.Image, line: Line, thick: float, strength: float) -> Image.Image:
    size = picture.size
    stroke = Image.new("L", size)
    ImageDraw.Draw(stroke).line(line, 255, max(2, round(thick)), "curve")
    lace = noise(rng, size, thick * 1.6, octaves=4, rough=0.9, stretch=1.8)
    soft = ImageChops.multiply(blurred(stroke, thick * 0.5), curve(lace, lambda v: 0.25 + 1.2 * v))
    return add_light(picture, dim(steps(soft, 0.22, 0.6), 0.85 * strength), "#f4f8f6")


def _umbrella(
    rng: Random, picture: Image.Image, light: Light, foot: tuple[float, float], tall: float
) -> None:
    x, y = foot
    lean = rng.choice((-1, 1)) * tall * 0.07
    top = x + lean, y - tall
    pen = ImageDraw.Draw(picture)
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).ellipse(
        (x + lean - tall * 0.5, y - tall * 0.05, x + lean + tall * 0.7, y + tall * 0.1), 170
    )
    cover(picture, mix("#4a3a2a", light.shadow, 0.4), blurred(mask, tall / 24))
    pen = ImageDraw.Draw(picture)
    pen.line([(x, y), top], "#efe9dc", max(3, round(tall / 40)))
    colours = rng.sample(["#d0412f", "#f4efe2", "#2a7f93", "#f0b33c"], 2)
    gores, wide = 8, tall * 0.62
    for gore in range(gores):
        left, right = (-1 + 2 * gore / gores), (-1 + 2 * (gore + 1) / gores)
        slope = -lean / tall * 0.9
        rim = [
            (top[0] + wide * a, top[1] + tall * 0.34 + wide * a * slope + tall * 0.05 * (1 - a * a))
            for a in (left, (left + right) / 2, right)
        ]
        dome = [
            (top[0] + wide * a * 0.62, top[1] + tall * 0.1 + wide * a * 0.62 * slope) for a in (right, left)
        ]
        tone = mix(colours[gore % 2], light.shadow, 0.3 * gore / gores)
        pen.polygon([*rim, *dome], tone)
        pen.polygon([*dome, top], mix(tone, "#ffffff", 0.08))


def _tower(picture: Image.Image, light: Light, foot: tuple[float, float], tall: float) -> None:
    x, y = foot
    low, high = tall * 0.115, tall * 0.07
    scale = 2
    size = round(tall * 0.4) * scale, round(tall * 1.1) * scale
    tower, mask = plain(size, "#f3efe6"), Image.new("L", size)
    pen, shape = ImageDraw.Draw(tower), ImageDraw.Draw(mask)
    middle, bottom = size[0] / 2, size[1]

    def band(start: float, end: float, colour: str, wide: float = 1.0) -> None:
        ends = [(share, (low + (high - low) * share) * scale * wide) for share in (start, end)]
        (a, left), (b, right) = ends
        points = [
            (middle - left, bottom - a * tall * scale),
            (middle - right, bottom - b * tall * scale),
            (middle + right, bottom - b * tall * scale),
            (middle + left, bottom - a * tall * scale),
        ]
        pen.polygon(points, colour)
        shape.polygon(points, 255)

    for stripe in range(7):
        band(stripe * 0.125, (stripe + 1) * 0.125, "#b6322a" if stripe % 2 else "#f3efe6")
    band(0.87, 0.9, "#3a3a40", 1.5)
    band(0.9, 0.99, "#ffe9b0", 0.72)
    band(0.99, 1.03, "#8f2a24", 1.0)
    roof = [
        (middle - high * scale, bottom - 1.03 * tall * scale),
        (middle, bottom - 1.09 * tall * scale),
        (middle + high * scale, bottom - 1.03 * tall * scale),
    ]
    pen.polygon(roof, "#8f2a24")
    shape.polygon(roof, 255)
    for share in (0.2, 0.45, 0.7):
        pen.rectangle(
            (middle - 5, bottom - share * tall * scale - 14, middle + 5, bottom - share * tall * scale),
            "#33333a",
        )
    round_side = Image.linear_gradient("L").rotate(90).resize(size)
    cover(tower, light.shadow, curve(round_side, lambda v: max(0.0, (v - 0.42) * 1.6)))
    small = mask.reduce(scale)
    picture.paste(tower.reduce(scale), (round(x - small.width / 2), round(y - small.height)), small)
