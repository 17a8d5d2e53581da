"""Photos that move, made on the spot: with a film inside, and in two halves."""

import struct
from pathlib import Path

from PIL import Image

from .films import film
from .pictures import encoded, scene

CONTENT_ID = "E905E6C6-C747-4805-942F-9904A0281F02"
_IDENTIFIER = "com.apple.quicktime.content.identifier"


def apple_note(content_id: str = CONTENT_ID) -> bytes:
    """The beginning of Apple's MakerNote, with one entry: the identifier that both halves carry."""
    words = content_id.encode() + b"\0"
    start = 14 + 2 + 12 + 4
    entry = struct.pack(">HHII", 0x0011, 2, len(words), start)
    return b"Apple iOS\0\0\1MM" + struct.pack(">H", 1) + entry + bytes(4) + words


def still(content_id: str = CONTENT_ID, taken: str = "2021:04:10 11:44:00") -> bytes:
    """The picture half of a Live Photo."""
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: taken, 37500: apple_note(content_id)})
    return encoded(scene(), exif=exif)


def moving_half(path: Path, content_id: str = CONTENT_ID) -> bytes:
    """The film half of it."""
    return film(path, seconds=1, tags={_IDENTIFIER: content_id}).read_bytes()


def appended(picture: bytes, clip: bytes, trailer: bytes = b"") -> bytes:
    return picture + clip + trailer


def samsung_trailer(clip: bytes) -> bytes:
    """A film as Samsung's phones append it: behind a name, and before a directory of what was appended."""
    block = b"\0\0\x30\x0a" + struct.pack("<I", 16) + b"MotionPhoto_Data" + clip
    directory = (
        b"SEFH" + struct.pack("<II", 106, 1) + b"\0\0\x30\x0a" + struct.pack("<II", len(block), len(block))
    )
    return block + directory + struct.pack("<I", len(directory)) + b"SEFT"


def google_note(length: int) -> bytes:
    """The XMP by which Google's phones say that the last so many bytes are a film."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
        f' GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="{length}"/>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()
