"""A file told as pieces reads like the file that was written out."""

import io

from hypothesis import given
from hypothesis import strategies as st

from photoalbum.media.pieces import Added, Kept, PiecesFile, Zeros, from_plain, joined, length_of, to_plain

ORIGINAL = bytes(range(256)) * 4
PIECES = st.lists(
    st.one_of(
        st.builds(
            lambda start, length: Kept(start, min(length, 1024 - start)),
            st.integers(0, 1023),
            st.integers(0, 300),
        ),
        st.builds(Added, st.binary(max_size=40)),
        st.builds(Zeros, st.integers(0, 100)),
    ),
    max_size=12,
)


def whole(pieces) -> bytes:
    parts = {Kept: lambda p: ORIGINAL[p.start : p.start + p.length], Added: lambda p: p.content}
    return b"".join(parts.get(type(piece), lambda p: bytes(p.length))(piece) for piece in pieces)


@given(PIECES, st.integers(0, 2000), st.integers(0, 2000))
def test_any_part_of_it_reads_as_if_it_were_written(pieces, start, length):
    expected = whole(pieces)
    short = joined(pieces)
    assert from_plain(to_plain(short)) == short
    assert length_of(short) == len(expected)
    with io.BufferedReader(PiecesFile(io.BytesIO(ORIGINAL), short), 64) as file:
        assert file.read() == expected
        file.seek(start)
        assert file.read(length) == expected[start : start + length]
        file.seek(0, io.SEEK_END)
        assert file.tell() == len(expected)
