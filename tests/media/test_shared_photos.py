"""Every photo of the shared set, one case a file, against what exiftool and others found in it."""

from pathlib import Path

import pytest
from PIL import Image

from photoalbum.core.errors import Rejected
from photoalbum.media.facts import Facts
from photoalbum.media.faults import CannotShow
from photoalbum.media.metadata import read_metadata
from photoalbum.media.pipeline import examine, read_facts
from photoalbum.media.probe import probe
from photoalbum.media.videos import read_video

from . import expected
from .expected import Entry, entries, named, path_of

pytestmark = expected.here

# Where we differ from the list, and why.
KEPT = {
    # DESIGN ruling 2 and ACCEPTANCE 22: a cut picture may be the only copy, so it is kept and marked damaged.
    "broken/truncated.png": "cut, but its upper part can be shown",
}
OTHER_DATES = {
    # exiftool does not find the EXIF block of this shortened file, libheif does.
    "motion-live/sample_MP.heic": "2020-10-21T12:26:18",
}
# A dive, written as a number without a sign.
OTHER_ALTITUDES = {"gps/altitude.jpg": -12.0}

# Their index is there, and their pictures have been cut away: nothing of them plays.
HOLLOW = {"motion-live/pixel-motion-photo-shortened.jpg", "motion-live/ss-motion-photo-shortened.jpg"}
# Cut away as well: the words of the RAW file are there, and no picture.
PRUNED = {"raw/iphone13-3-proraw-pruned.dng"}

# What a phone writes into its films and no film of ours may say.
TELLING = {"creation_time", "location", "location-eng", "com.android.version", "make", "model"}


def accepted(entry: Entry) -> bool:
    try:
        return probe(path_of(entry), path_of(entry).name).kind == "photo"
    except Rejected:
        return False


PHOTOS = [entry for entry in entries("image") if entry["path"] not in PRUNED and accepted(entry)]


@pytest.mark.parametrize("entry", entries(), ids=named)
def test_verdict(entry: Entry) -> None:
    path = path_of(entry)
    if entry["verdict"] == "must_reject" and entry["path"] not in KEPT:
        with pytest.raises(Rejected) as refusal:
            probe(path, path.name)
        assert refusal.value.sentence.endswith("."), "a refusal is a whole sentence"
        return
    try:
        found = probe(path, path.name)
    except Rejected:
        assert entry["verdict"] != "must_accept"
        return
    if entry["path"] not in KEPT:
        assert entry["verdict"] in {"must_accept", "either"}
    assert found.kind == ("video" if entry["kind"] == "video" else "photo")
    if entry["kind"] == "image":
        assert (found.width, found.height) == (entry["width"], entry["height"])


@pytest.mark.parametrize("entry", PHOTOS, ids=named)
def test_photo(entry: Entry, tmp_path: Path) -> None:
    """All that the list says of a photo, from one examination as the worker makes it."""
    path = path_of(entry)
    facts = examine(path, probe(path).media_type, "", tmp_path)

    assert (facts.width, facts.height) == (entry["display_width"], entry["display_height"])
    check_stills(facts, tmp_path)
    check_moment(entry, facts)
    where = expected.position(entry)
    assert (facts.latitude is not None) == (where is not None)
    if where:
        assert (facts.latitude, facts.longitude) == pytest.approx(where, abs=2e-6)
        # The list leaves out heights of which the file does not say whether they are above the sea.
        height = OTHER_ALTITUDES.get(entry["path"], entry["gps"].get("alt_m"))
        assert height is None or facts.altitude == pytest.approx(height, abs=0.01)
    camera = entry.get("camera") or {}
    assert facts.camera_make == camera.get("make", "")
    assert facts.camera_model == camera.get("model", "")
    assert facts.caption == (entry.get("caption") or "").strip()
    assert facts.title == (entry.get("title") or "")
    assert set(facts.keywords) == set(entry.get("keywords") or [])
    assert facts.rating == entry.get("rating")
    told = entry.get("panorama") or {}
    assert facts.panorama.get("projection") == told.get("projection")
    assert facts.panorama.get("full_width") == told.get("full_width")


@pytest.mark.parametrize("entry", [each for each in PHOTOS if each.get("orientation")], ids=named)
def test_orientation(entry: Entry) -> None:
    """As the file says it; what its container has turned already must not be turned again."""
    media_type = probe(path_of(entry)).media_type
    turned_by_decoder = media_type in ("image/heic", "image/heif", "image/avif", "image/tiff")
    said = read_metadata(path_of(entry), media_type).orientation
    if not turned_by_decoder:
        assert said == entry["orientation"]
    elif media_type != "image/avif":
        assert said == 1


def check_stills(facts: Facts, folder: Path) -> None:
    """Each picture has the size that its row will say, and the shape of the photo."""
    for name, made in facts.files.items():
        if name == "motion":
            continue
        with Image.open(folder / made.file_name) as still:
            assert still.size == (made.width, made.height)
        # A derivative of one pixel cannot keep any shape.
        if min(made.width, made.height) > 8:
            assert made.width / made.height == pytest.approx(facts.width / facts.height, rel=0.1)


def check_moment(entry: Entry, facts: Facts) -> None:
    if entry["path"] in OTHER_DATES:
        assert facts.taken_at == OTHER_DATES[entry["path"]]
        return
    # What the place's clocks showed is more than the list says.
    offset = None if facts.offset_source == "place" else facts.taken_offset
    assert (facts.taken, offset) == (expected.taken(entry) or (None, None))


@pytest.mark.parametrize("entry", [each for each in PHOTOS if "motion-live/" in each["path"]], ids=named)
def test_motion(entry: Entry, tmp_path: Path) -> None:
    """Whatever holds a film that plays has it cut out, and nothing else claims to move."""
    facts = examine(path_of(entry), probe(path_of(entry)).media_type, "", tmp_path)
    film = None if entry["path"] in HOLLOW else entry.get("embedded_video")
    assert facts.has_motion == (film is not None)
    if film:
        assert facts.motion["plays_in_browsers"]
        assert facts.motion["duration"] == pytest.approx(film["duration_s"], abs=0.2)
        assert read_video(tmp_path / "motion.mp4", "video/mp4").reel.tags.keys().isdisjoint(TELLING)
    assert facts.content_id == (entry.get("live_photo_id") or "")


@pytest.mark.parametrize("path", sorted(PRUNED))
def test_what_is_pruned_keeps_its_words(path: str, tmp_path: Path) -> None:
    entry = next(each for each in entries() if each["path"] == path)
    source, media_type = path_of(entry), probe(path_of(entry)).media_type
    with pytest.raises(CannotShow):
        examine(source, media_type, "", tmp_path)
    facts = read_facts(source, media_type, "")
    assert (facts.taken, facts.taken_offset) == expected.taken(entry)
    assert facts.camera_model == entry["camera"]["model"]


def test_every_difference_is_still_one() -> None:
    """A reason written above must go when the list or our code changes."""
    known = {entry["path"]: entry for entry in entries()}
    assert all(known[path]["verdict"] == "must_reject" for path in KEPT)
    assert all(known[path]["taken_at"] is None for path in OTHER_DATES)
