"""A town after dark: windows, one by one switched on, and the river that doubles them."""

from random import Random

from PIL import Image, ImageChops, ImageDraw

from photoalbum.demo.pictures import night, sky, water
from photoalbum.demo.pictures.canvas import (
    Size,
    add_light,
    blurred,
    cover,
    dim,
    fade,
    glow,
    mix,
    noise,
    steps,
    vertical,
)
from photoalbum.demo.pictures.light import LIGHTS, Light

LAMPS = ("#ffd48a", "#ffe7b8", "#ffbf6b", "#fff2da", "#a9cfff")


def river_front(rng: Random, size: Size, light: Light = LIGHTS["dusk"], *, rockets: int = 0) -> Image.Image:
    """The skyline across the river."""
    width, height = size
    shore = round(height * rng.uniform(0.58, 0.66))
    scene = sky.clouded(rng, (width, shore), light, 1.0, much=0.4)
    if rockets:
        scene = night.fireworks(rng, (width, shore), light, number=rockets)
    for layer in range(3):
        share = (layer + 1) / 3
        scene = _street(rng, scene, light, share)
    quay = ImageDraw.Draw(scene)
    quay.rectangle((0, shore - height * 0.012, width, shore), mix(light.shadow, "#000000", 0.5))
    lamps = Image.new("L", scene.size)
    pen = ImageDraw.Draw(lamps)
    step = width / 26
    for number in range(27):
        x, y = number * step + rng.uniform(-4, 4), shore - height * 0.02
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), 255)
    scene = add_light(scene, blurred(lamps, 14), "#ff9a3c")
    scene = add_light(scene, blurred(lamps, 2.5), "#fff0cf")
    return water.mirrored(rng, scene, height, light, calm=2.4)


def windows(rng: Random, size: Size, light: Light = LIGHTS["night"]) -> Image.Image:
    """The house across the street: every window another family's evening."""
    width, height = size
    wall = mix("#3a2f35", light.shadow, 0.45)
    picture = vertical(size, [(0, mix(wall, "#000000", 0.25)), (1, mix(wall, "#6a4a3a", 0.25))])
    cover(picture, mix(wall, "#ffffff", 0.12), dim(noise(rng, size, 30, octaves=6, rough=0.9), 0.35))
    across = max(3, round(width / 250))
    down = max(3, round(height / 270))
    wide, tall = width / across, height / down
    halo = Image.new("L", size)
    shine = ImageDraw.Draw(halo)
    for row in range(down):
        for column in range(across):
            box = (column + 0.27) * wide, (row + 0.2) * tall, (column + 0.73) * wide, (row + 0.8) * tall
            on = rng.random() < 0.62
            _window(rng, picture, box, on, wall)
            if on:
                shine.rectangle(box, rng.randrange(90, 200))
    for row in range(down):
        y = (row + 0.86) * tall
        ImageDraw.Draw(picture).rectangle((0, y, width, y + tall * 0.025), mix(wall, "#000000", 0.35))
    return add_light(picture, dim(blurred(halo, width / 50), 0.45), "#ff9d45")


def bokeh(
    rng: Random, size: Size, colours: tuple[str, ...] = LAMPS, *, ground: str = "#160d12"
) -> Image.Image:
    """Lights out of focus."""
    width, height = size
    picture = vertical(
        size, [(0, mix(ground, "#000000", 0.3)), (0.7, ground), (1, mix(ground, "#5a3420", 0.35))]
    )
    for size_class, (number, radius) in enumerate(((90, 0.012), (46, 0.026), (20, 0.05))):
        for colour in colours:
            mask = Image.new("L", size)
            for _light in range(number // len(colours) + 1):
                r = width * radius * rng.uniform(0.6, 1.35)
                x, y = rng.uniform(0, width), height * rng.betavariate(2.2, 2.6)
                _disc(mask, x, y, r, rng.randrange(60, 190 - 35 * size_class))
            picture = add_light(picture, blurred(mask, 1.2 + size_class), colour)
    return picture


def _disc(mask: Image.Image, x: float, y: float, r: float, value: int) -> None:
    """A circle of light with a brighter rim, added to what is there."""
    side = max(4, round(2 * r))
    ball = Image.new("L", (side * 2, side * 2))
    pen = ImageDraw.Draw(ball)
    pen.ellipse((0, 0, side * 2 - 1, side * 2 - 1), value)
    rim = max(2, side // 9)
    pen.ellipse((rim, rim, side * 2 - 1 - rim, side * 2 - 1 - rim), round(value * 0.72))
    ball = ball.reduce(2)
    left, top = round(x - side / 2), round(y - side / 2)
    box = (left, top, left + side, top + side)
    mask.paste(ImageChops.add(mask.crop(box), ball), box[:2])


def _street(rng: Random, scene: Image.Image, light: Light, share: float) -> Image.Image:
    """One row of houses. Far ones are pale and have small windows."""
    width, height = scene.size
    tone = mix(light.haze, mix("#0b0f1a", light.shadow, 0.3), 0.25 + 0.72 * share)
    glass = [Image.new("L", scene.size) for _lamp in LAMPS]
    pens = [ImageDraw.Draw(mask) for mask in glass]
    walls = ImageDraw.Draw(scene)
    x = -rng.uniform(0, 40)
    while x < width:
        wide = width * rng.uniform(0.022, 0.06) * (0.7 + 0.5 * share)
        tall = height * rng.betavariate(1.7, 3) * (0.75 - 0.32 * share) + height * 0.1
        top = height - tall
        walls.rectangle((x, top, x + wide, height), tone)
        if rng.random() < 0.16:
            walls.polygon(
                [(x, top), (x + wide / 2, top - wide * rng.uniform(0.5, 1.3)), (x + wide, top)], tone
            )
        if rng.random() < 0.08:
            walls.line([(x + wide / 2, top - height * 0.08), (x + wide / 2, top)], tone, 2)
        _lit_windows(rng, pens, (x, top, x + wide, height), 3 + 5 * share)
        x += wide * rng.uniform(0.92, 1.12)
    for mask, colour in zip(glass, LAMPS, strict=True):
        scene = add_light(scene, dim(blurred(mask, 3 + 5 * share), 0.55), colour)
        scene = add_light(scene, dim(mask, 0.5 + 0.4 * share), colour)
    cover(scene, light.haze, dim(fade(scene.size, [(0, 0), (0.55, 0), (1, 0.5)]), 0.6 * (1 - share)))
    return scene


def _lit_windows(
    rng: Random, pens: list[ImageDraw.ImageDraw], box: tuple[float, float, float, float], cell: float
) -> None:
    left, top, right, bottom = box
    share = rng.uniform(0.12, 0.5)
    y = top + cell
    while y < bottom - cell:
        x = left + cell * 0.7
        while x < right - cell:
            if rng.random() < share:
                pen = rng.choice(pens[:4]) if rng.random() < 0.92 else pens[4]
                pen.rectangle((x, y, x + cell * 0.55, y + cell * 0.75), rng.randrange(110, 256))
            x += cell * 1.25
        y += cell * 1.6


def _window(
    rng: Random, picture: Image.Image, box: tuple[float, float, float, float], on: bool, wall: str
) -> None:
    left, top, right, bottom = (round(value) for value in box)
    wide, tall = right - left, bottom - top
    frame = mix(wall, "#d8cbb8", 0.42)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((left - 7, top - 7, right + 7, bottom + 7), frame)
    warm = rng.choice(LAMPS[:4])
    if on:
        room = vertical(
            (wide, tall), [(0, mix(warm, "#ffffff", 0.15)), (0.5, warm), (1, mix(warm, "#6a3a18", 0.5))]
        )
        lamp = glow(
            (wide, tall),
            (wide * rng.uniform(0.25, 0.75), tall * rng.uniform(0.2, 0.5)),
            wide * 0.6,
            power=1.5,
        )
        room = add_light(room, dim(lamp, 0.7), "#fff6e0")
        inside = ImageDraw.Draw(room)
        if rng.random() < 0.5:
            _plant(rng, inside, wide, tall)
        curtain = rng.uniform(0.1, 0.26) * wide
        for edge in ((0, 0, curtain, tall), (wide - curtain, 0, wide, tall)):
            if rng.random() < 0.75:
                inside.rectangle(edge, mix(warm, rng.choice(("#8a3d2a", "#e8dcc0", "#3d5a5a")), 0.55))
    else:
        room = vertical((wide, tall), [(0, mix(wall, "#6f86b5", 0.4)), (1, mix(wall, "#0a0d14", 0.6))])
        cover(room, "#9fb4dd", dim(steps(noise(rng, room.size, 60, octaves=3), 0.5, 0.9), 0.25))
    picture.paste(room, (left, top))
    pen.line([((left + right) / 2, top), ((left + right) / 2, bottom)], frame, 6)
    pen.line([(left, top + tall * 0.36), (right, top + tall * 0.36)], frame, 6)
    pen.rectangle((left - 14, bottom + 7, right + 14, bottom + 19), mix(frame, "#000000", 0.2))


def _plant(rng: Random, pen: ImageDraw.ImageDraw, wide: float, tall: float) -> None:
    x = wide * rng.uniform(0.3, 0.7)
    for _leaf in range(11):
        reach, rise = wide * rng.uniform(-0.22, 0.22), tall * rng.uniform(0.12, 0.34)
        pen.line(
            [(x, tall * 0.92), (x + reach * 0.4, tall * 0.92 - rise), (x + reach, tall * 0.92 - rise * 0.8)],
            "#2d3a1e",
            5,
            "curve",
        )
    pen.rectangle((x - wide * 0.08, tall * 0.86, x + wide * 0.08, tall), "#7a4028")
