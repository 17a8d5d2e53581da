"""What a tile shows before its picture arrives, and by what two pictures are known to look alike."""

import base64
import io

from PIL import Image

SIDE = 16


def placeholder(thumb: Image.Image) -> str:
    """The picture in 16 pixels as a data URI of about 200 characters: no script, no request."""
    out = io.BytesIO()
    _tiny(thumb).save(out, "WEBP", quality=40, method=4)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def tint(thumb: Image.Image) -> str:
    """The commonest of five colours, as `#rrggbb`."""
    few = _tiny(thumb).quantize(5)
    _, index = max(few.getcolors() or [(1, 0)])
    red, green, blue = (few.getpalette() or [128, 128, 128])[3 * int(str(index)) :][:3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def dhash(thumb: Image.Image) -> str:
    """64 bits as 16 hex digits: whether each part of the picture is brighter than the one to its right."""
    row = thumb.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = "".join("1" if row[at] > row[at + 1] else "0" for at in range(72) if at % 9 != 8)
    return f"{int(bits, 2):016x}"


def _tiny(thumb: Image.Image) -> Image.Image:
    scale = SIDE / max(thumb.size)
    size = tuple(max(1, min(side, round(side * scale))) for side in thumb.size)
    return thumb.convert("RGB").resize((size[0], size[1]), Image.Resampling.BOX)
