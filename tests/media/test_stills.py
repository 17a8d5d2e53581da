"""The pictures that are made: upright, right in colour, bounded in size, and silent about their origin."""

from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms

from photoalbum.media import recipes
from photoalbum.media.faults import CannotShow
from photoalbum.media.stills import Stills, make_still, make_stills

from ..corpus import pictures
from ..corpus.pictures import MARKERS, encoded, scene, talkative, turned
from . import expected

ALL = tuple(recipes.RECIPES)
P3 = expected.ROOT / "cmyk-icc/Iceland-P3.jpg"


def stills_of(
    content: bytes, directory: Path, media_type: str = "image/jpeg", names: tuple[str, ...] = ALL
) -> Stills:
    source = directory / "source"
    source.write_bytes(content)
    return make_stills(source, directory, media_type, names)


def difference(one: Path, other: Path) -> float:
    """The mean difference of two pictures, from 0 to 255."""
    with Image.open(one) as first, Image.open(other) as second:
        assert first.size == second.size
        histogram = ImageChops.difference(first.convert("L"), second.convert("L")).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / sum(histogram)


def colour_at(path: Path, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place given in parts of the width and the height."""
    with Image.open(path) as image:
        shown = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(shown, tuple)
    return tuple(int(value) for value in shown)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_eight_orientations_come_out_alike(tmp_path: Path, orientation: int) -> None:
    (tmp_path / "plain").mkdir()
    plain = stills_of(turned(1), tmp_path / "plain")
    stills = stills_of(turned(orientation), tmp_path)
    assert (stills.width, stills.height) == (400, 300)
    for name in ALL:
        assert difference(stills.files[name].path, plain.files[name].path) < 3
    assert stills.dhash == plain.dhash


@expected.here
@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_real_orientations_come_out_alike(tmp_path: Path, kind: str) -> None:
    # Each of these photos has its number painted into the middle, hence the allowance.
    made = []
    for orientation in range(1, 9):
        folder = tmp_path / str(orientation)
        folder.mkdir()
        made.append(
            make_stills(expected.ROOT / f"orientation/{kind}_{orientation}.jpg", folder, "image/jpeg", ALL)
        )
    for name in ALL:
        assert all(difference(made[0].files[name].path, each.files[name].path) < 9 for each in made[1:])


@expected.here
def test_heic_is_turned_once(tmp_path: Path) -> None:
    # Rotated by its container and by its EXIF block alike: turned twice it would lie on its side.
    source = expected.ROOT / "motion-live/samsung-one-ui-6.heic"
    stills = make_stills(source, tmp_path, "image/heic")
    assert (stills.width, stills.height) == (3000, 4000)


@pytest.mark.parametrize(
    ("size", "large", "thumb"),
    [
        ((4032, 3024), (2016, 1512), (427, 320)),
        ((2500, 2000), (2048, 1638), (400, 320)),
        ((100, 50), (100, 50), (100, 50)),
        ((1, 1), (1, 1), (1, 1)),
        ((9000, 900), (6400, 640), (1600, 160)),
        ((30, 3000), (30, 3000), (3, 320)),
    ],
)
def test_sizes(tmp_path: Path, size: tuple[int, int], large: tuple[int, int], thumb: tuple[int, int]) -> None:
    stills = stills_of(encoded(Image.new("RGB", size, "teal")), tmp_path)
    assert (stills.width, stills.height) == size
    assert (stills.files["large"].width, stills.files["large"].height) == large
    assert (stills.files["thumb"].width, stills.files["thumb"].height) == thumb
    for name in ALL:
        made = stills.files[name]
        with Image.open(made.path) as image:
            assert image.size == (made.width, made.height)
            assert image.size[0] <= size[0]
            assert image.size[1] <= size[1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_derivatives_say_nothing_of_their_origin(tmp_path: Path, kind: str) -> None:
    stills = stills_of(talkative(kind), tmp_path, f"image/{kind.lower()}")
    for made in stills.files.values():
        content = made.path.read_bytes()
        for marker in (*MARKERS.values(), b"Exif", b"http://ns.adobe.com", b"EXIF", b"XMP "):
            assert marker not in content
        with Image.open(made.path) as image:
            assert not image.getexif()
            assert not {"exif", "xmp", "comment", "photoshop"} & image.info.keys()


def test_a_profile_like_srgb_is_left_out(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stills = stills_of(encoded(scene(), icc_profile=srgb), tmp_path)
    assert all(b"ICC" not in made.path.read_bytes() for made in stills.files.values())


@expected.here
def test_wide_colours_are_kept_where_they_show(tmp_path: Path) -> None:
    stills = make_stills(P3, tmp_path, "image/jpeg", ALL)
    for name in ("large", "middle"):
        with Image.open(stills.files[name].path) as image:
            assert b"Display P3" in image.info["icc_profile"] or b"P\0" in image.info["icc_profile"]
    for name in ("thumb", "thumb2x"):
        with Image.open(stills.files[name].path) as image:
            assert "icc_profile" not in image.info


@expected.here
def test_the_same_picture_in_two_colour_spaces_has_one_look(tmp_path: Path) -> None:
    made = []
    for name in ("Iceland-P3.jpg", "Iceland-sRGB.jpg"):
        (tmp_path / name).mkdir()
        made.append(make_stills(expected.ROOT / "cmyk-icc" / name, tmp_path / name, "image/jpeg"))
    assert difference(made[0].files["thumb"].path, made[1].files["thumb"].path) < 3


def test_an_enormous_profile_is_applied_and_not_kept(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    padded = bytearray(profile.ljust(300_000, b"\0"))
    padded[16:20] = b"RGB "
    stills = stills_of(encoded(scene(), icc_profile=bytes(padded)), tmp_path)
    assert stills.files["large"].path.stat().st_size < 100_000


def test_sixteen_bit_grey_is_not_clipped(tmp_path: Path) -> None:
    large = stills_of(pictures.grey_ramp_16(), tmp_path, "image/png").files["large"].path
    for place in (0.1, 0.5, 0.9):
        assert colour_at(large, place, 0.5)[0] == pytest.approx(place * 255, abs=4)


def test_print_colours_become_screen_colours(tmp_path: Path) -> None:
    stills = stills_of(encoded(scene().convert("CMYK"), quality=95), tmp_path)
    red, green, blue = colour_at(stills.files["thumb"].path, 0.1, 0.1)
    assert red > 180
    assert green < 80
    assert blue < 80


def test_see_through_parts_are_white(tmp_path: Path) -> None:
    stills = stills_of(pictures.half_clear(), tmp_path, "image/png")
    for made in stills.files.values():
        assert min(colour_at(made.path, 0.9, 0.5)) > 250
        assert colour_at(made.path, 0.1, 0.5)[0] > 200
        assert colour_at(made.path, 0.1, 0.5)[1] < 90


def test_a_palette_with_a_clear_colour_is_white_there(tmp_path: Path) -> None:
    image = Image.new("P", (20, 20), 0)
    image.putpalette([0, 0, 0, 255, 0, 0] + [0] * 750)
    image.paste(1, (0, 0, 10, 20))
    stills = stills_of(encoded(image, "PNG", transparency=0), tmp_path, "image/png")
    assert min(colour_at(stills.files["large"].path, 0.9, 0.5)) > 240


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_the_first_frame_stands_for_an_animation(tmp_path: Path, kind: str) -> None:
    stills = stills_of(pictures.animation(12, kind), tmp_path, f"image/{kind.lower()}")
    red, green, _ = colour_at(stills.files["thumb"].path, 0.5, 0.5)
    assert red > 200
    assert green < 60


def test_placeholder_tint_and_hash(tmp_path: Path) -> None:
    stills = stills_of(encoded(Image.new("RGB", (800, 600), "#336699")), tmp_path)
    assert stills.placeholder.startswith("data:image/webp;base64,")
    assert len(stills.placeholder) < 300
    assert all(
        abs(int(stills.tint[at : at + 2], 16) - want) < 6 for at, want in ((1, 0x33), (3, 0x66), (5, 0x99))
    )
    assert stills.dhash == "0" * 16
    assert not stills.damaged


def test_a_single_late_still_equals_the_one_made_with_the_others(tmp_path: Path) -> None:
    content = encoded(scene((3000, 2000)), quality=92)
    stills = stills_of(content, tmp_path)
    (tmp_path / "late").mkdir()
    for source in (tmp_path / "source", stills.files["large"].path):
        late = make_still(source, tmp_path / "late", "image/jpeg", "thumb2x")
        assert (late.width, late.height) == (960, 640)
        assert difference(late.path, stills.files["thumb2x"].path) < 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_022_cut_files_are_shown_as_far_as_they_decode(tmp_path: Path, kind: str) -> None:
    whole = encoded(Image.effect_noise((160, 120), 60).convert("RGB"), kind)
    shown = 0
    for twentieth in range(1, 20):
        with suppress(CannotShow):
            stills = stills_of(whole[: len(whole) * twentieth // 20], tmp_path, f"image/{kind.lower()}")
            assert stills.damaged
            assert (stills.width, stills.height) == (160, 120)
            shown += 1
    # WebP and AVIF are one stream each: without its end nothing decodes.
    assert shown >= {"JPEG": 15, "PNG": 15, "GIF": 5}.get(kind, 0)


@expected.here
def test_022_a_cut_heic_is_marked_although_it_decodes(tmp_path: Path) -> None:
    stills = make_stills(expected.ROOT / "broken/truncated-60pct.heic", tmp_path, "image/heic")
    assert stills.damaged


def test_what_cannot_be_shown_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotShow, match="damaged"):
        stills_of(b"\xff\xd8\xff\xe0 no picture", tmp_path)


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    first = {name: made.path.read_bytes() for name, made in stills_of(turned(6), tmp_path).files.items()}
    again = {name: made.path.read_bytes() for name, made in stills_of(turned(6), tmp_path).files.items()}
    assert first == again
