"""What XMP says, in a photo or beside it: people and where they are, and notes files of real programs."""

from datetime import datetime
from pathlib import Path

import pytest

from photoalbum.media import people, xmp
from photoalbum.media.notes import read_notes

from ..corpus.pictures import xmp as packet
from . import expected
from .expected import Entry

WORKING_GROUP = """
<mwg-rs:Regions xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
  xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" rdf:parseType="Resource">
  <mwg-rs:RegionList><rdf:Bag>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Frieda</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>
      <mwg-rs:Area stArea:x="0.5" stArea:y="0.4" stArea:w="0.2" stArea:h="0.4"/></rdf:li>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Rex</mwg-rs:Name><mwg-rs:Type>Pet</mwg-rs:Type>
      <mwg-rs:Area stArea:x="0.1" stArea:y="0.1" stArea:w="0.1" stArea:h="0.1"/></rdf:li>
    <rdf:li rdf:parseType="Resource"><mwg-rs:Name>Nowhere</mwg-rs:Name>
      <mwg-rs:Area stArea:x="7" stArea:y="NaN" stArea:w="0.1" stArea:h="0.1"/></rdf:li>
  </rdf:Bag></mwg-rs:RegionList>
</mwg-rs:Regions>"""

MICROSOFT = """
<MP:RegionInfo xmlns:MP="http://ns.microsoft.com/photo/1.2/"
  xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
  xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#" rdf:parseType="Resource">
  <MPRI:Regions><rdf:Bag><rdf:li rdf:parseType="Resource">
    <MPReg:PersonDisplayName>Otto</MPReg:PersonDisplayName>
    <MPReg:Rectangle>0.25, 0.5, 0.1, 0.2</MPReg:Rectangle>
  </rdf:li></rdf:Bag></MPRI:Regions>
</MP:RegionInfo>"""


def test_people_as_the_working_group_marks_them() -> None:
    found = people.describe(xmp.parse(packet(WORKING_GROUP)))
    assert found["people"] == ["Frieda"]
    assert found["regions"] == [
        {"name": "Frieda", "type": "Face", "x": 0.4, "y": 0.2, "width": 0.2, "height": 0.4},
        {"name": "Rex", "type": "Pet", "x": 0.05, "y": 0.05, "width": 0.1, "height": 0.1},
    ]


def test_people_as_windows_marks_them() -> None:
    found = people.describe(xmp.parse(packet(MICROSOFT)))
    assert found == {
        "people": ["Otto"],
        "regions": [{"name": "Otto", "type": "Face", "x": 0.25, "y": 0.5, "width": 0.1, "height": 0.2}],
    }


def test_a_picture_without_people_says_nothing_of_them() -> None:
    assert people.describe({}) == {}
    assert people.describe({"mwg-rs:Regions": "text", "MP:RegionInfo": {"MPRI:Regions": ["text", []]}}) == {}


def test_a_thousand_faces_are_too_many() -> None:
    face = {"mwg-rs:Name": "N" * 500, "mwg-rs:Area": {f"stArea:{axis}": "0.1" for axis in "xywh"}}
    found = people.describe({"mwg-rs:Regions": {"mwg-rs:RegionList": [face] * 1000}})
    assert len(found["regions"]) == people.MOST_REGIONS
    assert len(found["regions"][0]["name"]) == people.MOST_NAME


def test_notes_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.xmp"
    for content in (b"", b"hello", b"<x:xmpmeta><broken", b"<x" * 2_000_000):
        path.write_bytes(content)
        assert read_notes(path) is None


@expected.here
@pytest.mark.parametrize(
    "entry",
    [each for each in expected.entries("sidecar") if each["path"].endswith(".xmp")],
    ids=expected.named,
)
def test_notes_files_of_real_programs(entry: Entry) -> None:
    said = read_notes(expected.path_of(entry))
    assert said is not None
    moment = expected.taken(entry)
    assert (said.taken_at, said.offset_minutes) == (moment or (None, None))
    where = expected.position(entry)
    assert (said.gps is not None) == (where is not None)
    if said.gps and where:
        assert said.gps[:2] == pytest.approx(where, abs=2e-6)
    assert said.caption == (entry.get("caption") or "").strip()
    assert said.title == (entry.get("title") or "")
    assert set(said.keywords) == set(entry.get("keywords") or [])
    assert said.rating == entry.get("rating")


def test_dates_of_notes_are_checked_like_all_others(tmp_path: Path) -> None:
    path = tmp_path / "notes.xmp"
    path.write_bytes(
        packet(
            "<exif:DateTimeOriginal>1980-01-01T00:00:00</exif:DateTimeOriginal>"
            "<photoshop:DateCreated>1962-07</photoshop:DateCreated>"
        )
    )
    said = read_notes(path)
    assert said is not None
    assert (said.taken_at, said.taken_precision) == (datetime(1962, 7, 1), "month")
