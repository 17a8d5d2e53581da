"""Turning, straightening and cropping: the geometry, and real pixels."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from photoalbum.media import editing, geometry
from photoalbum.media.edited import with_edits
from photoalbum.media.editing import WHOLE, Edits
from photoalbum.media.stills import make_edited

from ..pictures import jpeg

COLOURS = {"red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}


def quarters(size: tuple[int, int] = (400, 200)) -> Image.Image:
    """Red and green above, blue and yellow below."""
    image = Image.new("RGB", size)
    half = size[0] // 2, size[1] // 2
    for number, colour in enumerate(COLOURS.values()):
        image.paste(colour, (half[0] * (number % 2), half[1] * (number // 2), size[0], size[1]))
    return image


def seen(image: Image.Image, across: float, down: float) -> str:
    """The colour that is nearest to what is seen at a place, given in parts of the picture."""
    pixel = image.convert("RGB").getpixel((int(image.width * across), int(image.height * down)))
    assert isinstance(pixel, tuple)
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], pixel, strict=True)))


def corners(image: Image.Image) -> list[str]:
    return [seen(image, *at) for at in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (1, ["blue", "red", "yellow", "green"]),
        (2, ["yellow", "blue", "green", "red"]),
        (3, ["green", "yellow", "red", "blue"]),
    ],
)
def test_quarter_turns_go_clockwise(turns: int, expected: list[str]) -> None:
    turned = with_edits(quarters(), Edits(turns=turns))
    assert turned.size == ((200, 400) if turns % 2 else (400, 200))
    assert corners(turned) == expected


def test_a_part_is_cut_out_where_it_was_chosen() -> None:
    part = with_edits(quarters(), Edits(left=5000, width=5000, top=0, height=5000))
    assert part.size == (200, 100)
    assert corners(part) == ["green"] * 4


def test_straightening_keeps_the_shape_and_leaves_no_corner_empty() -> None:
    plain = Image.new("RGB", (600, 400), "red")
    straight = with_edits(plain, Edits(angle=100))
    assert abs(straight.width / straight.height - 1.5) < 0.01
    assert straight.width < 600
    # Nothing but red, up to the last pixel but the rim, where the edge of the picture is blended in.
    inner = straight.crop((2, 2, straight.width - 2, straight.height - 2))
    assert inner.getextrema() == ((255, 255), (0, 0), (0, 0))


def test_a_small_turn_goes_clockwise_too() -> None:
    """A dark spot right of the middle moves down."""
    image = Image.new("RGB", (400, 400), "red")
    image.paste((0, 0, 255), (300, 190, 320, 210))
    turned = with_edits(image, Edits(angle=300))
    blue = [
        (x, y)
        for x in range(turned.width)
        for y in range(turned.height)
        if turned.getpixel((x, y))[2] > 200  # type: ignore[index]
    ]
    middle = sum(y for _x, y in blue) / len(blue)
    # 110 pixels from the middle, turned by 30 degrees: 55 below it.
    assert abs(middle - turned.height / 2 - 55) < 2


def test_turned_straightened_and_cropped_at_once(tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    quarters((4000, 2000)).save(source, quality=90)
    edits = Edits(turns=1, angle=20, left=0, top=0, width=5000, height=5000)
    stills = make_edited(source, tmp_path, "image/jpeg", edits)
    width, height = editing.frame((4000, 2000), edits)
    assert (stills.width, stills.height) == (round(width / 2), round(height / 2))
    assert height > width
    assert set(stills.files) == {"thumb", "thumb2x", "middle", "large"}
    for still in stills.files.values():
        with Image.open(still.path) as image:
            assert abs(image.width / image.height - width / height) < 0.02
            # The upper left quarter of what was turned to the right: blue.
            assert corners(image) == ["blue"] * 4
            assert not image.info.get("exif")


def test_a_small_part_of_a_large_picture_is_still_sharp(tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    quarters((6000, 4000)).save(source, quality=80)
    quarter = Edits(left=2500, top=2500, width=5000, height=5000)
    stills = make_edited(source, tmp_path, "image/jpeg", quarter)
    # Half of it is as large as the whole would be, within what MEDIA.md takes for large enough.
    assert 1434 <= stills.files["large"].width <= 2190


def test_the_cameras_own_turn_comes_first(tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    source.write_bytes(jpeg(size=(300, 200), orientation=6))
    stills = make_edited(source, tmp_path, "image/jpeg", Edits(height=5000))
    assert (stills.width, stills.height) == (200, 150)


@given(
    st.tuples(st.integers(1, 20_000), st.integers(1, 20_000)),
    st.builds(
        Edits,
        turns=st.integers(0, 3),
        angle=st.integers(-450, 450),
        left=st.integers(0, 4000),
        top=st.integers(0, 4000),
        width=st.integers(500, 6000),
        height=st.integers(500, 6000),
    ),
)
def test_nothing_is_ever_larger_than_the_picture(size: tuple[int, int], edits: Edits) -> None:
    assert edits.is_possible
    width, height = editing.edited_size(size, edits)
    turned = (size[1], size[0]) if edits.turns % 2 else size
    assert 1 <= width <= turned[0]
    assert 1 <= height <= turned[1]
    assert Edits.from_plain(edits.to_plain()) == edits


@pytest.mark.parametrize(
    "edits",
    [
        Edits(turns=4),
        Edits(turns=-1),
        Edits(angle=451),
        Edits(left=-1),
        Edits(left=9000, width=2000),
        Edits(width=100),
        Edits(height=WHOLE + 1),
    ],
)
def test_what_cannot_be_is_known(edits: Edits) -> None:
    assert not edits.is_possible


def test_a_part_is_decoded_larger_but_never_without_bounds() -> None:
    assert Edits().zoom == 1
    assert Edits(width=5000, height=5000).zoom == 2
    assert Edits(width=500, height=500).zoom == editing.MOST_ZOOM
    assert geometry.divisor((8064, 6048)) == 4
    assert geometry.divisor((8064, 6048), 4.0) == 1
