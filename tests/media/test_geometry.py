"""Whatever the size: nothing exceeds its box, nothing is enlarged, nothing vanishes."""

from hypothesis import given
from hypothesis import strategies as st

from photoalbum.media import geometry, recipes

SIDES = st.integers(1, 65_535)
SIZES = st.tuples(SIDES, SIDES)


@given(SIZES, SIZES)
def test_fit_never_exceeds_the_box_nor_enlarges(size: tuple[int, int], box: tuple[int, int]) -> None:
    width, height = geometry.fit(size, box)
    assert 1 <= width <= min(size[0], max(1, box[0]))
    assert 1 <= height <= min(size[1], max(1, box[1]))


@given(st.tuples(st.integers(100, 20_000), st.integers(100, 20_000)))
def test_fit_keeps_the_shape(size: tuple[int, int]) -> None:
    width, height = geometry.fit(size, (2048, 2048))
    # Half a pixel of rounding on either side.
    assert abs(width * size[1] - height * size[0]) <= (size[0] + size[1]) / 2 + 1


@given(SIZES)
def test_large_is_bounded_and_never_enlarged(size: tuple[int, int]) -> None:
    width, height = geometry.large(size)
    assert width <= size[0]
    assert height <= size[1]
    assert max(width, height) <= recipes.PANORAMA_LONG


@given(SIZES)
def test_large_is_large_enough(size: tuple[int, int]) -> None:
    by = geometry.divisor(size)
    reduced = (-(-size[0] // by), -(-size[1] // by))
    long = max(geometry.large(reduced))
    assert long >= min(max(size), recipes.LARGE_LEAST) - 1


@given(SIZES, st.integers(1, 8), st.integers(1, 2))
def test_thumbs_fit_their_row_when_upright(size: tuple[int, int], orientation: int, density: int) -> None:
    shown = geometry.upright(geometry.thumb(size, orientation, density), orientation)
    assert shown[1] <= recipes.THUMB_HEIGHT * density
    assert shown[0] <= recipes.THUMB_LONGEST * density


def test_phone_photos_need_no_resampling() -> None:
    assert geometry.divisor((4032, 3024)) == 2
    assert geometry.large((2016, 1512)) == (2016, 1512)


def test_panoramas_keep_a_height_worth_looking_at() -> None:
    assert geometry.large((16_000, 3_000)) == (3413, 640)
    assert geometry.large((16_000, 400)) == (8192, 205)
    assert geometry.divisor((16_000, 3_000)) == 4
    assert geometry.large((4_000, 750)) == (3413, 640)
