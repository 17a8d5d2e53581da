"""ACCEPTANCE 47: what leaves is the picture, bit by bit, and nothing of places, devices or people."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from photoalbum.media import clean, probe
from photoalbum.media.decode import opened, orientation_of
from photoalbum.media.faults import MediaFault
from photoalbum.media.formats import ALLOWED
from photoalbum.media.pieces import PiecesFile, from_plain, length_of, to_plain
from photoalbum.media.unreadable import UNREADABLE

from . import expected

# Groups of tags in exiftool's words that may be left: what makes the picture, and its colour profile.
PICTURE_GROUPS = {
    "SourceFile",
    "System",
    "File",
    "ExifTool",
    "JFIF",
    "Adobe",
    "PNG",
    "PNG-pHYs",
    "GIF",
    "Meta",
}
PICTURE_GROUPS |= {"QuickTime", "RIFF", "Composite", "IFD0"}
# Within those, what tells a story all the same.
STORIES = {
    "comment",
    "thumbnail",
    "preview",
    "gps",
    "serial",
    "owner",
    "artist",
    "author",
    "copyright",
    "make",
}
STORIES |= {"model", "software", "xmp", "description", "title", "keywords", "maker", "usercomment", "text"}
STORIES |= {"trailer", "embedded", "datetime", "handlervendor"}
# A field of a header that says nothing.
NOTHING = ("0000:00:00 00:00:00", "0 s")
PLANTED = b"47.123456 Musterstrasse"


def told() -> list[Any]:
    """Every file of the shared set that leaves as pieces of itself."""
    found = []
    for entry in expected.entries():
        path = expected.path_of(entry)
        try:
            kind = probe.probe(path, path.name).media_type
        except Exception:  # noqa: BLE001 - refused at the door.
            continue
        if clean.can_be_told(kind):
            found.append(pytest.param(path, kind, id=expected.named(entry)))
    return found


def written(path: Path, media_type: str, target: Path) -> Path:
    pieces = from_plain(json.loads(json.dumps(to_plain(clean.pieces_of(path, media_type)))))
    with target.open("wb") as file, io.BufferedReader(PiecesFile(path.open("rb"), pieces)) as source:
        shutil.copyfileobj(source, file)
    assert target.stat().st_size == length_of(pieces)
    return target


def seen(path: Path, media_type: str) -> object:
    """All that a decoder gives: pixels, profile, orientation, how many frames; or the fault it finds."""
    found = ALLOWED[media_type]
    try:
        with opened(path, found, tolerant=True) as image:
            turned = orientation_of(image, found)
            image.load()
            frames = getattr(image, "n_frames", 1) if found.readers[0] != "JPEG" else 1
            return image.mode, image.size, turned, image.tobytes(), image.info.get("icc_profile"), frames
    except (*UNREADABLE, MediaFault) as fault:
        return type(fault)


@expected.here
@pytest.mark.parametrize(("path", "media_type"), told())
def test_047_pixels_profile_and_orientation_stay(path: Path, media_type: str, tmp_path: Path) -> None:
    copy = written(path, media_type, tmp_path / "copy")
    assert seen(copy, media_type) == seen(path, media_type)
    # And what was clean already is not touched again.
    again = written(copy, media_type, tmp_path / "again")
    assert again.read_bytes() == copy.read_bytes()


@expected.here
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_047_exiftool_finds_no_story_in_any_copy(tmp_path: Path) -> None:
    for number, case in enumerate(told()):
        path, media_type = case.values
        written(path, media_type, tmp_path / f"{number}.{ALLOWED[media_type].extension}")
    command = ["exiftool", "-G1", "-s", "-j", "-a", "-u", "-U", "-ee", str(tmp_path)]
    files = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert len(files) == len(told())
    left: dict[str, object] = {}
    for file in files:
        for tag, value in file.items():
            group, _, name = tag.rpartition(":")
            if group.startswith(("ICC", "Track")):
                continue
            is_orientation = group == "IFD0" and name in ("Orientation", "ExifByteOrder")
            if is_orientation or group in ("System", "ExifTool", "") or value in NOTHING:
                continue
            if (
                group not in PICTURE_GROUPS
                or group == "IFD0"
                or any(word in name.lower() for word in STORIES)
            ):
                left[f"{tag} in {Path(file['SourceFile']).name}"] = value
    assert left == {}


def planted_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = PLANTED.decode()
    exif[0x0112] = 6
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "JPEG", exif=exif, comment=PLANTED)
    return target.getvalue() + PLANTED


def planted_png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", PLANTED.decode())
    words.add_itxt("XML:com.adobe.xmp", PLANTED.decode())
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = PLANTED.decode(), 3
    target = io.BytesIO()
    Image.new("RGBA", (64, 48), "teal").save(target, "PNG", pnginfo=words, exif=exif)
    return target.getvalue() + PLANTED


def planted_webp() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = PLANTED.decode(), 8
    target = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("teal", "red")]
    frames[0].save(
        target, "WEBP", save_all=True, append_images=frames[1:], exif=exif.tobytes(), xmp=PLANTED, duration=50
    )
    return target.getvalue() + PLANTED


def planted_gif() -> bytes:
    target = io.BytesIO()
    frames = [Image.new("P", (64, 48), number) for number in (1, 2)]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], loop=3, comment=PLANTED)
    return target.getvalue() + PLANTED


def planted_avif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = PLANTED.decode()
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "AVIF", exif=exif.tobytes(), xmp=PLANTED)
    content = target.getvalue()
    return content + (len(PLANTED) + 8).to_bytes(4, "big") + b"mpvd" + PLANTED


MAKERS = {
    "image/jpeg": planted_jpeg,
    "image/png": planted_png,
    "image/webp": planted_webp,
    "image/gif": planted_gif,
    "image/avif": planted_avif,
}


@pytest.mark.parametrize("media_type", MAKERS)
def test_047_what_was_planted_is_in_no_byte(media_type: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(MAKERS[media_type]())
    assert source.read_bytes().count(PLANTED) >= 2
    copy = written(source, media_type, tmp_path / "copy")
    assert PLANTED not in copy.read_bytes()
    assert seen(copy, media_type) == seen(source, media_type)


def test_an_embedded_thumbnail_of_jfif_goes(tmp_path: Path) -> None:
    plain = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(plain, "JPEG")
    body = plain.getvalue()
    assert body[2:4] == b"\xff\xe0"
    head = b"\xff\xd8\xff\xe0" + (16 + 12).to_bytes(2, "big") + b"JFIF\0\1\2\0\0\1\0\1\2\2" + b"secret-pixel"
    (tmp_path / "source").write_bytes(head + body[20:])
    copy = written(tmp_path / "source", "image/jpeg", tmp_path / "copy")
    assert b"secret" not in copy.read_bytes()
    assert seen(copy, "image/jpeg") == seen(tmp_path / "source", "image/jpeg")


@pytest.mark.parametrize("media_type", MAKERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_broken_ends_in_pieces_or_in_words(
    media_type: str, data: st.DataObject, tmp_path: Path
) -> None:
    """Bytes changed or cut anywhere: a copy whose pieces lie inside the file, or NotClean."""
    content = bytearray(MAKERS[media_type]())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    source = tmp_path / "broken"
    source.write_bytes(content)
    try:
        pieces = clean.pieces_of(source, media_type)
    except clean.NotClean:
        return
    with PiecesFile(source.open("rb"), pieces) as file:
        assert len(file.read()) == length_of(pieces)
