"""The times of day: what colour the sky, the sun, the haze and the shadows have."""

from dataclasses import dataclass

from PIL import Image, ImageChops

from photoalbum.demo.pictures.canvas import Stops, between, rgb


@dataclass(frozen=True)
class Light:
    """`sky` runs from the zenith (0) to the horizon (1), `sunlit` and `shadow` multiply what they fall on."""

    sky: Stops
    haze: str
    sunlit: str
    shadow: str
    cloud: str
    cloud_shadow: str
    sun: str = "#fff4d6"
    sun_height: float | None = None
    glare: float = 0.5

    @property
    def horizon(self) -> str:
        return self.sky[-1][1]


LIGHTS = {
    "day": Light(
        sky=[(0, "#2c66ad"), (0.5, "#6fa3d8"), (0.85, "#bcd5ea"), (1, "#dde8ee")],
        haze="#a9c0d9",
        sunlit="#fff9ea",
        shadow="#39465e",
        cloud="#ffffff",
        cloud_shadow="#a8b6c8",
    ),
    "summer": Light(
        sky=[(0, "#1f5fa8"), (0.6, "#5d9bd6"), (1, "#c9e0ec")],
        haze="#b6cbd8",
        sunlit="#fff6dc",
        shadow="#3c4a55",
        cloud="#fffdf8",
        cloud_shadow="#9fb2c6",
    ),
    "morning": Light(
        sky=[(0, "#6f93bd"), (0.45, "#a9bed2"), (0.75, "#f0cfb0"), (1, "#fbe3c0")],
        haze="#e9cfb6",
        sunlit="#ffe0b2",
        shadow="#4b4a66",
        cloud="#fff0dc",
        cloud_shadow="#a99db0",
        sun="#fff0c8",
        sun_height=0.1,
        glare=0.9,
    ),
    "evening": Light(
        sky=[(0, "#3d5687"), (0.4, "#8a7fa3"), (0.7, "#e0906c"), (0.9, "#f9b867"), (1, "#fdd08a")],
        haze="#dc9a72",
        sunlit="#ffc489",
        shadow="#45405f",
        cloud="#ffc9a0",
        cloud_shadow="#8b6a85",
        sun="#ffe2a0",
        sun_height=0.07,
        glare=1.0,
    ),
    "dusk": Light(
        sky=[(0, "#16234a"), (0.45, "#3f4a80"), (0.75, "#a4657f"), (1, "#e99a72")],
        haze="#7a5f82",
        sunlit="#e0a58c",
        shadow="#2b2c4c",
        cloud="#d98f88",
        cloud_shadow="#463f68",
    ),
    "rose": Light(
        sky=[(0, "#5c7fb4"), (0.5, "#b7a9c9"), (0.8, "#f3b9b4"), (1, "#f9d5c4")],
        haze="#d7b3b8",
        sunlit="#ffd0b8",
        shadow="#454b73",
        cloud="#ffdcd0",
        cloud_shadow="#a58ca6",
    ),
    "overcast": Light(
        sky=[(0, "#8795a4"), (0.5, "#aab5be"), (1, "#d5dadb")],
        haze="#b9c3c8",
        sunlit="#eef0ee",
        shadow="#6b7480",
        cloud="#e7ebec",
        cloud_shadow="#8c98a4",
    ),
    "winter": Light(
        sky=[(0, "#5a8fc4"), (0.5, "#9fc0dd"), (0.85, "#dfe6ea"), (1, "#f3ece4")],
        haze="#cdd8e4",
        sunlit="#fff6ea",
        shadow="#5a6f98",
        cloud="#ffffff",
        cloud_shadow="#b4c3d6",
    ),
    "night": Light(
        sky=[(0, "#050a1c"), (0.5, "#0d1a38"), (0.85, "#1f3357"), (1, "#3a4b6c")],
        haze="#22365a",
        sunlit="#7f93c0",
        shadow="#131c34",
        cloud="#33466c",
        cloud_shadow="#14203a",
    ),
    "desert": Light(
        sky=[(0, "#2f6fb0"), (0.55, "#86b0d4"), (0.85, "#e2d3bd"), (1, "#f2dcb9")],
        haze="#e3c9a3",
        sunlit="#ffefce",
        shadow="#4d3f4e",
        cloud="#fffaf0",
        cloud_shadow="#c0b6b4",
    ),
}


def lit(colours: Image.Image, brightness: Image.Image, light: Light) -> Image.Image:
    """Colours under this light: `brightness` is white where the sun falls, black where it does not."""
    bands = []
    for bright, dark in zip(rgb(light.sunlit), rgb(light.shadow), strict=True):
        low, high = dark / 255, bright / 255 * 1.3
        bands.append(between(brightness, low, high))
    return ImageChops.multiply(colours, Image.merge("RGB", bands))
