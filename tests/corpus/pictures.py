"""Pictures by question, made on the spot."""

import io
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

MARKERS = {
    "exif": b"MARKER-IN-EXIF",
    "xmp": b"MARKER-IN-XMP",
    "comment": b"MARKER-IN-COMMENT",
    "text": b"MARKER-IN-TEXT",
    "tail": b"MARKER-IN-TAIL",
}


def scene(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A picture in which every turn and mirroring shows: four different corners."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    for x, y, colour in ((0, 0, "red"), (1, 0, "lime"), (0, 1, "blue"), (1, 1, "black")):
        left, top = x * width * 2 // 3, y * height * 2 // 3
        draw.rectangle((left, top, left + width // 3, top + height // 3), fill=colour)
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, size: tuple[int, int] = (400, 300)) -> bytes:
    """The scene stored so that a viewer who honours this orientation sees it upright."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = scene(size)
    if orientation in undo:
        image = image.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, exif=exif, quality=95)


def talkative(kind: str) -> bytes:
    """A picture with something planted in every place where a file can say more than its pixels."""
    exif = Image.Exif()
    exif[0x010E] = MARKERS["exif"].decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    options: dict[str, Any] = {"exif": exif, "xmp": xmp(f"<dc:source>{MARKERS['xmp'].decode()}</dc:source>")}
    if kind == "JPEG":
        options["comment"] = MARKERS["comment"]
    if kind == "PNG":
        del options["xmp"]
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", MARKERS["text"].decode())
        notes.add_itxt("XML:com.adobe.xmp", MARKERS["xmp"].decode())
        options["pnginfo"] = notes
    return encoded(scene(), kind, **options) + MARKERS["tail"]


def xmp(properties: str) -> bytes:
    """A packet with these properties, in the namespaces that cameras and Lightroom use."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def grey_ramp_16() -> bytes:
    """Sixteen-bit grey from black on the left to white on the right."""
    row = b"".join((65535 * x // 255).to_bytes(2, "little") for x in range(256))
    return encoded(Image.frombytes("I;16", (256, 64), row * 64), "PNG")


def half_clear() -> bytes:
    """Left half red, right half nothing at all over black."""
    image = Image.new("RGBA", (64, 32), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 32, 32))
    return encoded(image, "PNG")


def animation(frames: int, kind: str = "GIF", size: tuple[int, int] = (32, 32)) -> bytes:
    """Frames of different greys; the first is red."""
    first = Image.new("RGB", size, "red")
    rest = [Image.new("RGB", size, (shade % 256,) * 3) for shade in range(1, frames)]
    return encoded(first, kind, save_all=True, append_images=rest, duration=20, loop=0)
