"""How SQLite goes about it: never through all photos, whoever asks."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from photoalbum.accounts.viewer import STRANGER, Viewer
from photoalbum.albums import actions
from photoalbum.browse import question, search, timeline
from photoalbum.core.db import db

from . import rows
from .test_search import TODAY

LARGE = ("photos", "originals", "album_entries", "shelved_photos", "favourites")
TYPED = ("frieda", "frieda 2014", "is:video", "2014", "is:favourite", "is:favourite frieda", "in:lake frieda")


@pytest.fixture
def statements(app: Flask, household: dict[str, int]) -> Iterator[list[tuple[str, object]]]:
    seen: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        seen.append((statement, values))

    with app.app_context():
        album = actions.create(household["mum"], actions.Wish("Lake", audience="public"))
        for number in range(5):
            rows.photo(household["mum"], f"201{number}-08-03 12:00", album, caption="Frieda")
        rows.photo(household["mum"], None, album)
        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", note)
        yield seen
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("few", [True, False], ids=["few", "many"])
@pytest.mark.parametrize("who", ["member", "owner", "stranger"])
def test_no_large_table_is_read_from_end_to_end(
    household: dict[str, int],
    statements: list[tuple[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    few: bool,
) -> None:
    viewer = {"member": Viewer(household["uncle"]), "owner": Viewer(household["mum"]), "stranger": STRANGER}[
        who
    ]
    if not few:
        monkeypatch.setattr(timeline, "GATHERED", -1)
        monkeypatch.setattr(search, "FEW_PHOTOS", -1)
    months = timeline.months_of(viewer)
    timeline.page(viewer, months, 2)
    timeline.undated_page(viewer, months, 2)
    for typed in TYPED:
        search.find(question.read(typed, TODAY), viewer, 2)
    plans = {statement: plan_of(statement, values) for statement, values in list(statements)}
    assert len(plans) >= 6
    for statement, plan in plans.items():
        # The walk over all months and all of search goes by number from its place on, and stops early.
        scans = [step for step in plan if step.startswith("SCAN")]
        walks = {"SCAN shelved_photos"} if not few and "favourites" not in statement else set()
        assert [step for step in scans if step.split()[1] in LARGE and step not in walks] == [], statement
        if few:
            assert not any("TEMP B-TREE FOR GROUP BY" in step and "photos" in step for step in plan)
        else:
            ordered = "place DESC" in statement and "+" not in statement.rpartition("ORDER BY")[2]
            assert not (ordered and any("USE TEMP B-TREE FOR ORDER BY" in step for step in plan)), statement


def plan_of(statement: str, values: object) -> list[str]:
    found = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
    return [row.detail for row in found]
