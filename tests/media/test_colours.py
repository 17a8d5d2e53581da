"""Colours named by code points (CICP), HDR on ordinary screens, and pictures that carry an HDR layer."""

import io
import struct
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageStat

from photoalbum.media import cicp, highlights
from photoalbum.media.cicp import HLG, PQ, Colour
from photoalbum.media.pipeline import examine

from ..corpus.pictures import encoded
from . import expected

SRGB = 13


def named(primaries: int, transfer: int, fill: tuple[int, int, int]) -> bytes:
    """An AVIF of one colour whose numbers are said to mean something else than sRGB."""
    data = encoded(Image.new("RGB", (256, 128), fill), "AVIF", quality=95)
    at = data.index(b"nclx")
    return data[: at + 4] + struct.pack(">HH", primaries, transfer) + data[at + 8 :]


def shown(directory: Path, content: bytes) -> tuple[Image.Image, Image.Image]:
    """The large picture and the thumbnail."""
    path = directory / "picture.avif"
    path.write_bytes(content)
    examine(path, "image/avif", "", directory)
    with Image.open(directory / "large.jpg") as large, Image.open(directory / "thumb.webp") as thumb:
        large.load()
        thumb.load()
        return large, thumb


@pytest.mark.parametrize(("primaries", "name"), [(12, "Display P3"), (9, "BT.2020")])
def test_wide_colours_become_a_small_profile(tmp_path: Path, primaries: int, name: str) -> None:
    large, thumb = shown(tmp_path, named(primaries, SRGB, (60, 220, 60)))
    kept = large.info["icc_profile"]
    assert len(kept) < 700
    profile = ImageCms.ImageCmsProfile(io.BytesIO(kept))
    assert name in ImageCms.getProfileDescription(profile)
    assert "icc_profile" not in thumb.info
    # The same green lies outside sRGB: its red part vanishes when it is converted.
    assert ImageStat.Stat(large).mean[0] == pytest.approx(60, abs=4)
    assert ImageStat.Stat(thumb).mean[0] < 25


def test_white_stays_white_in_the_profiles_we_write() -> None:
    for primaries in (9, 12):
        made = cicp.profile(Colour(primaries, SRGB))
        assert made is not None
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(made)), ImageCms.createProfile("sRGB"), "RGB", "RGB"
        )
        for grey in (0, 60, 128, 200, 255):
            result = transform.apply(Image.new("RGB", (1, 1), (grey,) * 3)).getpixel((0, 0))
            assert isinstance(result, tuple)
            assert all(abs(part - grey) <= 1 for part in result)


def test_ordinary_colours_need_none(tmp_path: Path) -> None:
    for primaries, transfer in ((1, SRGB), (2, 2), (5, 1)):
        large, _ = shown(tmp_path, named(primaries, transfer, (60, 220, 60)))
        assert "icc_profile" not in large.info


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_hdr_is_neither_grey_nor_burnt(tmp_path: Path, transfer: int) -> None:
    # Paper white: 58 % of a PQ signal, 75 % of an HLG one.
    paper = round(255 * (0.58 if transfer == PQ else 0.75))
    large, _ = shown(tmp_path, named(9, transfer, (paper,) * 3))
    assert 165 < ImageStat.Stat(large).mean[0] < 240
    assert "icc_profile" not in large.info


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_brighter_stays_brighter(transfer: int) -> None:
    ramp = Image.frombytes("RGB", (256, 1), bytes(value for step in range(256) for value in (step,) * 3))
    flat = highlights.to_sdr(ramp, Colour(9, transfer)).convert("L").tobytes()
    # Pillow's tables round: a step may be one or two too low.
    assert all(after >= before - 3 for before, after in pairwise(flat))
    assert flat[0] == 0
    assert flat[-1] >= 250


@expected.here
@pytest.mark.parametrize("name", ["cmyk-icc/apple_gainmap_new.jpg", "avif/10bit-HDR-P3-nclx.avif"])
def test_hdr_of_real_files_is_shown_as_its_ordinary_picture(tmp_path: Path, name: str) -> None:
    path = expected.ROOT / name
    facts = examine(path, "image/jpeg" if name.endswith("jpg") else "image/avif", "", tmp_path)
    with Image.open(tmp_path / "large.jpg") as large:
        assert large.mode == "RGB"
        spread = ImageStat.Stat(large.convert("L"))
    assert 40 < spread.mean[0] < 215
    assert spread.stddev[0] > 25
    assert facts.damaged is False
