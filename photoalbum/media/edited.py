"""Turning, straightening and cropping the pixels of a picture.

Apart from the wish in `editing.py`, so that only processes which decode load Pillow.
"""

import math

from PIL import Image

from photoalbum.media.editing import WHOLE, Edits, edited_size, frame

_QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


def with_edits(image: Image.Image, edits: Edits) -> Image.Image:
    """The upright picture as the wish says. Only a small turn computes pixels anew, and once."""
    target = edited_size(image.size, edits)
    if (quarter := _QUARTERS.get(edits.turns)) is not None:
        image = image.transpose(quarter)
    width, height = frame(image.size, Edits(angle=edits.angle))
    left, top = width * edits.left / WHOLE, height * edits.top / WHOLE
    if not edits.angle:
        across = min(round(left), image.width - target[0])
        down = min(round(top), image.height - target[1])
        return image.crop((across, down, across + target[0], down + target[1]))
    angle = math.radians(edits.angle / 10)
    sine, cosine = math.sin(angle), math.cos(angle)
    # From a pixel of the result to the one of the picture that lies there: turned back about the middle.
    x, y = left - width / 2, top - height / 2
    back = (
        cosine,
        sine,
        cosine * x + sine * y + image.width / 2,
        -sine,
        cosine,
        cosine * y - sine * x + image.height / 2,
    )
    return image.transform(target, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
