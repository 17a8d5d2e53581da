"""What was typed, taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photoalbum.browse import question
from photoalbum.browse.question import Question

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Question()),
        (' "" - *', Question()),
        ("frieda Lake", Question(words=("frieda", "Lake"))),
        ('"birthday party" lake', Question(words=("lake",), phrases=("birthday party",))),
        ("“birthday party”", Question(phrases=("birthday party",))),
        ('"open', Question(words=("open",))),
        ("is:video", Question(kind="video")),
        ("IS:Photos", Question(kind="photo")),
        ("is:favourite is:favorite", Question(favourite=True)),
        ("is:purple", Question(words=("is:purple",))),
        ("by:anna in:lake", Question(owners=("anna",), albums=("lake",))),
        ('in:"summer 2014"', Question(albums=("summer 2014",))),
        ('tag:sea camera:"canon eos"', Question(tags=("sea",), cameras=("canon eos",))),
        ("a\x00b", Question(words=("a", "b"))),
    ],
)
def test_questions(typed: str, meant: Question) -> None:
    assert question.read(typed, TODAY) == meant


def test_both_kinds_at_once_are_no_kind() -> None:
    assert question.read("is:photo is:video", TODAY).kind not in (None, "photo", "video")


@given(st.text())
def test_nothing_that_is_typed_is_a_fault(typed: str) -> None:
    read = question.read(typed, TODAY)
    assert all(any(letter.isalnum() for letter in word) for word in read.text)
