"""ACCEPTANCE 53: other origins may do nothing, but for those that the keeper has named."""

import pytest
from flask import Flask

from ..cast import Person
from ..pictures import jpeg
from ..tus_client import CHUNK, Tus

FRIEND, ENEMY = "https://friend.example.org", "https://enemy.example.org"
CROSS = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def friendly(app: Flask) -> Flask:
    app.config["CORS_ORIGINS"] = (FRIEND,)
    return app


def allowed(answer) -> dict[str, str]:
    return {n: v for n, v in answer.headers if n.lower().startswith("access-control-")}


def test_by_default_no_origin_is_named(mum: Person) -> None:
    for origin in (FRIEND, "null", "http://localhost"):
        for address in ("/uploads/", "/uploads/known", "/"):
            assert allowed(mum.client.options(address, headers={"Origin": origin})) == {}
            assert allowed(mum.get(address, headers={"Origin": origin})) == {}


def test_a_named_origin_asks_first_and_is_told(friendly: Flask, visitor: Person) -> None:
    answer = visitor.client.options("/uploads/", headers={"Origin": FRIEND, **CROSS})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "Upload-Offset" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_a_named_origin_may_send_files_and_read_the_outcome(friendly: Flask, mum: Person) -> None:
    friendly.config["CORS_CREDENTIALS"] = True
    content, tus, here = jpeg(), Tus(mum), {"Origin": FRIEND, **CROSS}
    begun = tus.ask("POST", "/uploads/", Upload_Length=str(len(content)), **here)
    assert begun.status_code == 201
    assert begun.headers["Access-Control-Allow-Credentials"] == "true"
    last = tus.patch(begun.headers["Location"], 0, content, **here)
    assert last.headers["Photoalbum-Outcome"] == "stored"
    for name in ("Location", "Upload-Offset", "Photoalbum-Sha256"):
        assert name in last.headers["Access-Control-Expose-Headers"]
    without = tus.ask("POST", "/uploads/", Upload_Length="5", X_CSRFToken="x", **here)
    assert without.status_code == 400, "the token is asked for all the same"


def test_other_origins_and_other_addresses_stay_closed(friendly: Flask, mum: Person) -> None:
    tus = Tus(mum)
    for origin in (ENEMY, "null", f"{FRIEND}.evil.example", FRIEND.replace("https", "http")):
        refused = tus.ask("POST", "/uploads/", Upload_Length="5", **CHUNK, Origin=origin, **CROSS)
        assert refused.status_code == 403, origin
        assert allowed(refused) == {}
    for address in ("/albums/", "/photos/", "/"):
        answer = mum.get(address, headers={"Origin": FRIEND, **CROSS})
        assert allowed(answer) == {}
    assert mum.post("/albums/", data={"title": "x"}, headers={"Origin": FRIEND, **CROSS}).status_code == 403
