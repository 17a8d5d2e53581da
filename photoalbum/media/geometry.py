"""The arithmetic of sizes. Nothing here ever makes a picture larger than it is."""

from photoalbum.media import recipes

Size = tuple[int, int]


def fit(size: Size, box: Size) -> Size:
    """The largest size of the same shape inside the box, and never larger than the picture itself.

    >>> fit((4032, 3024), (2048, 2048))
    (2048, 1536)
    >>> fit((100, 50), (2048, 2048))
    (100, 50)
    """
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def is_turned(orientation: int) -> bool:
    """Whether an EXIF orientation swaps width and height."""
    return 5 <= orientation <= 8


def upright(size: Size, orientation: int) -> Size:
    """The size as seen, once the orientation is applied.

    >>> upright((4032, 3024), 6)
    (3024, 4032)
    """
    return (size[1], size[0]) if is_turned(orientation) else size


def divisor(size: Size, zoom: float = 1.0) -> int:
    """By which power of two a picture may be reduced at once and still be large enough (MEDIA section 2).

    `zoom` is more than one where only a part of the picture will fill the large one.

    >>> [divisor((long, long // 2)) for long in (1000, 4032, 6000, 8064)]
    [1, 2, 4, 4]
    """
    long, by = max(size), 1
    if _shape_is_long(size):
        wanted = max(large(size, zoom))
        while by < 8 and long >= wanted * by * 2:
            by *= 2
        return by
    while long / by > recipes.LARGE_SLACK * zoom and by < 8:
        by *= 2
    if long / by < recipes.LARGE_LEAST * zoom and by > 1:
        by //= 2
    return by


def large(size: Size, zoom: float = 1.0) -> Size:
    """The size of the large picture made from one of this size; a little too large is large enough."""
    if _shape_is_long(size):
        long, short = max(size), min(size)
        scale = max(recipes.LARGE_SIDE / long, recipes.PANORAMA_SHORT / short) * zoom
        side = min(round(long * scale), recipes.PANORAMA_LONG)
        return fit(size, (side, side))
    if max(size) <= recipes.LARGE_SLACK * zoom:
        return size
    side = round(recipes.LARGE_SIDE * zoom)
    return fit(size, (side, side))


def thumb(size: Size, orientation: int = 1, density: int = 1) -> Size:
    """The size of the thumbnail before it is turned upright: so high, and for a panorama at most so wide.

    >>> thumb((2016, 1512))
    (427, 320)
    """
    box = (recipes.THUMB_LONGEST * density, recipes.THUMB_HEIGHT * density)
    return fit(size, (box[1], box[0]) if is_turned(orientation) else box)


def _shape_is_long(size: Size) -> bool:
    return max(size) * recipes.PANORAMA_SHORT > min(size) * recipes.LARGE_SIDE
