"""The film inside a photo: found wherever phones put it, cut out clean, and never a reason to fail."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from photoalbum.media import motion
from photoalbum.media.pipeline import examine
from photoalbum.media.videos import read_video

from ..corpus import live
from ..corpus.films import film
from ..corpus.pictures import encoded, scene

TAGS = {"location": "+52.4597+013.3220/", "com.android.version": "14"}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("clip") / "clip.mp4", seconds=1, sound=True, tags=TAGS).read_bytes()


def in_heic(clip: bytes) -> bytes:
    """A HEIC with the film in a box of its own, as Samsung's newer phones write it."""
    import pillow_heif  # noqa: PLC0415 - as everywhere, only when a HEIC is wanted.

    pillow_heif.register_heif_opener()
    return encoded(scene(), "HEIF") + struct.pack(">I", len(clip) + 8) + b"mpvd" + clip


WAYS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "Google's note": (
        "image/jpeg",
        lambda clip: encoded(scene(), xmp=live.google_note(len(clip))) + clip,
    ),
    "no note at all": ("image/jpeg", lambda clip: encoded(scene()) + clip),
    "a note that lies": ("image/jpeg", lambda clip: encoded(scene(), xmp=live.google_note(7)) + clip),
    "Samsung's trailer": ("image/jpeg", lambda clip: encoded(scene()) + live.samsung_trailer(clip)),
    "a box of the HEIC": ("image/heic", in_heic),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_film_is_found_and_cut_out_clean(tmp_path: Path, clip: bytes, way: str) -> None:
    media_type, make = WAYS[way]
    path = tmp_path / "photo"
    path.write_bytes(make(clip))
    facts = examine(path, media_type, "", tmp_path)
    assert facts.has_motion
    assert facts.motion == {"duration": pytest.approx(1.0, abs=0.1), "plays_in_browsers": True}
    made = tmp_path / facts.files["motion"].file_name
    assert facts.files["motion"].bytes == made.stat().st_size
    assert read_video(made, "video/mp4").reel.audio_codec == "aac"
    assert not any(word in made.read_bytes() for word in (b"52.4597", b"android"))
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "large.jpg",
        "middle.jpg",
        "motion.mp4",
        "photo",
        "thumb.webp",
    ]


def test_what_browsers_cannot_play_is_made_anew(tmp_path: Path) -> None:
    old = film(tmp_path / "old.mp4", seconds=1, codec="mpeg4", size=(1600, 1200)).read_bytes()
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(scene()) + old)
    facts = examine(path, "image/jpeg", "", tmp_path)
    assert facts.motion["plays_in_browsers"]
    assert (facts.files["motion"].width, facts.files["motion"].height) == (960, 720)


@pytest.mark.parametrize(
    "tail",
    [
        b"",
        b"\0\0\0\x18ftypmp42" + bytes(2000),
        b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\x08\0moov" + b"x" * 4000 + b"\0\0\0\x10mdat12345678",
        b"ftypisom" * 1000,
    ],
)
def test_what_is_no_film_is_no_reason_to_fail(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(scene(), xmp=live.google_note(len(tail))) + tail)
    facts = examine(path, "image/jpeg", "", tmp_path)
    assert (facts.has_motion, facts.motion) == (False, {})
    assert set(facts.files) == {"thumb", "middle", "large"}
    assert not list(tmp_path.glob("motion*"))


def test_a_photo_that_ends_where_it_should_is_not_searched(tmp_path: Path, clip: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encoded(scene()) + clip + b"\xff\xd9\0\0")
    assert motion.find(path, "image/jpeg") is None


def test_apple_s_identifier_is_read_from_the_makers_note() -> None:
    note = live.apple_note()
    assert motion.content_id(note) == live.CONTENT_ID
    for broken in (
        None,
        b"",
        note[:20],
        note[:40],
        b"Nikon\0" + note,
        note.replace(b"E905", b"\xff\xfe\0\0"),
    ):
        assert motion.content_id(broken) == ""


def test_both_halves_of_a_live_photo_carry_it(tmp_path: Path) -> None:
    still, film_path = tmp_path / "still.jpg", tmp_path / "film.mov"
    still.write_bytes(live.still())
    live.moving_half(film_path)
    assert examine(still, "image/jpeg", "", tmp_path).content_id == live.CONTENT_ID
    assert examine(film_path, "video/quicktime", "", tmp_path).content_id == live.CONTENT_ID
