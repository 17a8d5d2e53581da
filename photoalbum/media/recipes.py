"""What is made of every picture: names, encoders and sizes, as MEDIA.md measured them.

Whoever changes anything here that changes bytes raises RECIPE_VERSION: derivatives are kept by original,
version and edits, so that old ones are made again when somebody asks for them.
"""

from dataclasses import dataclass
from typing import Any

# 2: HEIC and AVIF in the colours that their code points name, HDR within what a screen shows.
RECIPE_VERSION = 2

LARGE_SIDE = 2048
# A picture up to 7 % larger than wanted is kept as it is: shrinking it again costs more than it saves.
LARGE_SLACK = 2190
LARGE_LEAST = 1434
# The short side of a panorama is not shrunk below this, as long as the long one stays within its own bound.
PANORAMA_SHORT = 640
PANORAMA_LONG = 8192
THUMB_HEIGHT = 320
THUMB_LONGEST = 1600


@dataclass(frozen=True)
class Recipe:
    name: str
    extension: str
    media_type: str
    encoder: str
    options: dict[str, Any]

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.extension}"


_JPEG = {"quality": 80}
_WEBP = {"quality": 76, "method": 2}

THUMB = Recipe("thumb", "webp", "image/webp", "WEBP", _WEBP)
THUMB2X = Recipe("thumb2x", "webp", "image/webp", "WEBP", _WEBP)
MIDDLE = Recipe("middle", "jpg", "image/jpeg", "JPEG", _JPEG)
LARGE = Recipe("large", "jpg", "image/jpeg", "JPEG", _JPEG)

RECIPES: dict[str, Recipe] = {each.name: each for each in (THUMB, THUMB2X, MIDDLE, LARGE)}

# The film from inside a photo, where there is one.
MOTION = "motion.mp4"

# Made at once for every picture; the others when somebody first asks for them (DESIGN ruling 7).
EAGER: tuple[str, ...] = ("thumb", "middle", "large")
