"""Videos through a link: playable, and without a word about place or device."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from ..cast import Person
from ..corpus.films import film


def test_047_a_video_is_played_from_a_copy_without_its_metadata(
    mum: Person,
    visitor: Person,
    make_album: Callable[..., str],
    make_photo: Callable[..., str],
    make_link: Callable[..., str],
    process: Callable[[], None],
    tmp_path: Path,
) -> None:
    tags = {"com.apple.quicktime.location.ISO6709": "+32.0929+034.8620/", "com.apple.quicktime.make": "Apple"}
    # Its index in front, so that members play it as it is, and no copy is made before somebody wants one.
    path = film(
        tmp_path / "f.mov", tags=tags, options={"movflags": "use_metadata_tags+faststart"}, sound=True
    )
    original = path.read_bytes()
    assert b"Apple" in original
    slug = make_album(mum)
    uid = make_photo(mum, slug, content=original, name="with-gps.mov")
    link = make_link(slug)
    process()
    page = f"{link}photos/{uid}"
    assert visitor.get(f"{page}/video").status_code == 404
    assert "<video" not in visitor.get(page).text
    # Opening the page has asked for the copy.
    process()
    assert "<video" in visitor.get(page).text
    answer = visitor.get(f"{page}/video", headers={"Range": "bytes=0-99"})
    assert answer.status_code == 206
    assert answer.headers["Content-Type"] == "video/mp4"
    copy = visitor.get(f"{page}/video").data
    assert len(copy) > 1000
    for marker in (b"\xa9xyz", b"com.apple.quicktime.location", b"location.ISO6709", b"Apple"):
        assert marker not in copy
    # Members play the original.
    assert mum.get(f"/photos/{uid}/video").data == original

    if exiftool := shutil.which("exiftool"):
        target = tmp_path / "copy.mp4"
        target.write_bytes(copy)
        said = subprocess.run([exiftool, target], capture_output=True, text=True, check=True).stdout
        assert not re.search(r"GPS|Make|Model|Software|Creation ?Date|Author", said), said
