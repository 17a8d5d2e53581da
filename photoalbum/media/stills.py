"""Pictures in the sizes of the recipes, all from one decode: upright, colour-correct, without metadata."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from PIL import Image

from photoalbum.media import colour, editing, geometry, placeholder, recipes
from photoalbum.media.decode import Decoded, Wish, decode, fitted, upright
from photoalbum.media.edited import with_edits
from photoalbum.media.editing import Edits
from photoalbum.media.formats import Format
from photoalbum.media.recipes import EAGER, RECIPES, THUMB_HEIGHT, Recipe

Look = Callable[[Image.Image, Format], None]

_DENSITIES = {"thumb": 1, "thumb2x": 2}


@dataclass(frozen=True)
class Still:
    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Stills:
    """What was made of one picture. Width and height are the original's, as a person sees it."""

    width: int
    height: int
    files: dict[str, Still]
    placeholder: str
    tint: str
    dhash: str
    damaged: bool


def make_stills(
    source: Path, target_dir: Path, media_type: str, names: Iterable[str] = EAGER, look: Look | None = None
) -> Stills:
    """Write the named recipes' pictures as `target_dir/<name>.<extension>`."""
    return _stills(decode(source, media_type, Wish(look=look)), target_dir, names)


def make_edited(source: Path, target_dir: Path, media_type: str, edits: Edits) -> Stills:
    """Every recipe's picture of an original as its owner wants it turned and cropped."""
    decoded = decode(source, media_type, Wish(zoom=edits.zoom))
    width, height = editing.edited_size((decoded.width, decoded.height), edits)
    image = fitted(with_edits(upright(decoded.image, decoded.orientation), edits))
    edited = Decoded(image, decoded.profile, 1, width, height, decoded.damaged)
    return _stills(edited, target_dir, RECIPES)


def _stills(decoded: Decoded, target_dir: Path, names: Iterable[str]) -> Stills:
    easel = _Easel(decoded, target_dir)
    return Stills(
        width=decoded.width,
        height=decoded.height,
        files={name: easel.still(name) for name in names},
        placeholder=placeholder.placeholder(easel.thumb),
        tint=placeholder.tint(easel.thumb),
        dhash=placeholder.dhash(easel.thumb),
        damaged=decoded.damaged,
    )


def make_still(source: Path, target_dir: Path, media_type: str, name: str) -> Still:
    """One picture that was not made at once. `source` may as well be the large derivative of the original."""
    density = _DENSITIES.get(name)
    least = partial(geometry.thumb, density=density) if density else None
    return _Easel(decode(source, media_type, Wish(least=least)), target_dir).still(name)


def make_whole(source: Path, target: Path, media_type: str, edits: Edits | None = None) -> None:
    """A JPEG with all pixels of the picture, upright, with its colour profile and nothing else.

    With edits it has the pixels that they leave.
    """
    decoded = decode(source, media_type, Wish(whole=True))
    image = upright(decoded.image, decoded.orientation)
    if edits is not None:
        image = with_edits(image, edits)
    image.info.clear()
    profile = {"icc_profile": decoded.profile} if decoded.profile else {}
    image.save(target, "JPEG", quality=92, **profile)


class _Easel:
    """One decoded picture and the smaller ones made from it, each from the next larger."""

    def __init__(self, decoded: Decoded, target_dir: Path) -> None:
        self.decoded = decoded
        self.target_dir = target_dir

    @cached_property
    def middle(self) -> Image.Image:
        # Halving is exact and fast; what would become smaller than a thumbnail stays as it is.
        large = self.decoded.image
        return large.reduce(2) if min(large.size) // 2 >= THUMB_HEIGHT else large

    @cached_property
    def thumb(self) -> Image.Image:
        return self._thumbnail(1)

    def still(self, name: str) -> Still:
        match RECIPES[name]:
            case recipes.LARGE as recipe:
                return self._save(recipe, self._upright(self.decoded.image), self.decoded.profile)
            case recipes.MIDDLE as recipe:
                return self._save(recipe, self._upright(self.middle), self.decoded.profile)
            case recipes.THUMB as recipe:
                return self._save(recipe, self.thumb)
            case recipe:
                return self._save(recipe, self._thumbnail(_DENSITIES[name]))

    def _thumbnail(self, density: int) -> Image.Image:
        """Upright and in sRGB, from the smallest picture that is large enough for it."""
        large, middle, profile = self.decoded.image, self.middle, self.decoded.profile
        size = geometry.thumb(large.size, self.decoded.orientation, density)
        ground = middle if middle.width >= size[0] and middle.height >= size[1] else large
        image = ground if ground.size == size else ground.resize(size, Image.Resampling.LANCZOS)
        return self._upright(image if profile is None else colour.to_srgb(image, profile))

    def _upright(self, image: Image.Image) -> Image.Image:
        return upright(image, self.decoded.orientation)

    def _save(self, recipe: Recipe, image: Image.Image, profile: bytes | None = None) -> Still:
        path = self.target_dir / recipe.file_name
        # A comment or an EXIF block left in `info` would be written out again.
        image.info.clear()
        options = {**recipe.options, **({"icc_profile": profile} if profile else {})}
        image.save(path, recipe.encoder, **options)
        return Still(path, *image.size)
