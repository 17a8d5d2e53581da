"""Every photo of the shared set, one case a file, against what exiftool and others found in it."""

from pathlib import Path

import pytest
from PIL import Image

from photoalbum.core.errors import Rejected
from photoalbum.media.pipeline import examine
from photoalbum.media.probe import probe

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


def accepted(entry: Entry) -> bool:
    try:
        return probe(path_of(entry), path_of(entry).name).kind == "photo"
    except Rejected:
        return False


PHOTOS = [entry for entry in entries("image") if accepted(entry)]


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
    path = path_of(entry)
    media_type = probe(path).media_type
    facts = examine(path, media_type, "", tmp_path)

    assert (facts.width, facts.height) == (entry["display_width"], entry["display_height"])
    for made in facts.files.values():
        with Image.open(tmp_path / made.file_name) as still:
            assert still.size == (made.width, made.height)
        # A derivative of one pixel cannot keep any shape.
        if min(made.width, made.height) > 8:
            assert made.width / made.height == pytest.approx(facts.width / facts.height, rel=0.1)

    moment = expected.taken(entry)
    if entry["path"] in OTHER_DATES:
        assert facts.taken_at == OTHER_DATES[entry["path"]]
    else:
        assert (facts.taken, facts.taken_offset) == (moment or (None, None))

    where = expected.position(entry)
    assert (facts.latitude is not None) == (where is not None)
    if where:
        assert (facts.latitude, facts.longitude) == pytest.approx(where, abs=2e-6)


@pytest.mark.parametrize("entry", [each for each in PHOTOS if each.get("camera")], ids=named)
def test_camera(entry: Entry, tmp_path: Path) -> None:
    facts = examine(path_of(entry), probe(path_of(entry)).media_type, "", tmp_path)
    camera = entry["camera"]
    assert facts.camera_make == camera.get("make", "")
    assert facts.camera_model == camera.get("model", "")


@pytest.mark.parametrize(
    "entry", [each for each in PHOTOS if {"caption", "keywords", "rating", "title"} & each.keys()], ids=named
)
def test_words(entry: Entry, tmp_path: Path) -> None:
    facts = examine(path_of(entry), probe(path_of(entry)).media_type, "", tmp_path)
    assert facts.caption == (entry.get("caption") or "").strip()
    assert facts.title == (entry.get("title") or "")
    assert set(facts.keywords) == set(entry.get("keywords") or [])
    assert facts.rating == entry.get("rating")


def test_every_difference_is_still_one() -> None:
    """A reason written above must go when the list or our code changes."""
    known = {entry["path"]: entry for entry in entries()}
    assert all(known[path]["verdict"] == "must_reject" for path in KEPT)
    assert all(known[path]["taken_at"] is None for path in OTHER_DATES)
