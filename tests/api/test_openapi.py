"""The description fits the routes and what the server does: asked by schemathesis, from a fixed seed."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from photoalbum.delivery.limits import limiter

from ..cast import Person
from ..security.live import serving

ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "2"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


def spec_of(app: Flask) -> dict[str, Any]:
    return app.extensions["api_description"].spec.to_dict()


def operations(spec: dict[str, Any]) -> set[tuple[str, str]]:
    methods = {"get", "post", "put", "patch", "delete"}
    return {(path, method) for path, said in spec["paths"].items() for method in set(said) & methods}


def test_070_the_description_and_the_routes_agree(app: Flask, visitor: Person) -> None:
    spec = visitor.get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint not in ("api_docs.index", "api-docs.openapi_json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert operations(spec) == routes


def test_070_without_a_token_nothing_but_what_is_public(
    app: Flask, visitor: Person, summer_album, rows
) -> None:
    for path, method in sorted(operations(spec_of(app))):
        address = re.sub(r"\{\w+\}", summer_album.photo, path) + "?q=boat&month=2019-07"
        answer = visitor.client.open(address, method=method.upper(), json={} if method != "get" else None)
        if method != "get":
            assert answer.status_code == 401, (method, path)
        elif answer.status_code == 200:
            nothing = ([], {"results": [], "next": None})
            assert answer.json in nothing or answer.json["total"] == 0, path
        else:
            assert answer.status_code in (401, 404), (method, path)


def test_every_operation_says_what_it_does(app: Flask) -> None:
    spec = spec_of(app)
    for path, method in operations(spec):
        operation = spec["paths"][path][method]
        assert operation["summary"], (path, method)
        fault = operation["responses"]["default"]["$ref"].rpartition("/")[2]
        assert "application/problem+json" in spec["components"]["responses"][fault]["content"]


def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(app: Flask, visitor: Person) -> None:
    page = visitor.get("/api/v1/").text
    for path, method in operations(spec_of(app)):
        assert re.search(rf"{method.upper()}</code>\s*<code[^>]*>{re.escape(path)}<", page), (path, method)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.fixture
def place(app: Flask, instance: Path) -> Iterator[str]:
    limiter.enabled = False
    with serving(app, instance) as live:
        yield f"http://localhost:{live.port}"
    limiter.enabled = True


def test_070_schemathesis_finds_nothing(
    app: Flask, place: str, mum: Person, make_token, summer_album
) -> None:
    schema = schemathesis.openapi.from_dict(spec_of(app))
    token = make_token(mum)
    asked = set()
    with requests.Session() as session:
        session.trust_env = False
        for result in schema.get_all_operations():
            operation = result.ok()
            asked.add((operation.path, operation.method.lower()))

            @seed(7)
            @settings(
                max_examples=ROUNDS,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            def try_it(case: schemathesis.Case) -> None:
                case.call_and_validate(
                    base_url=place,
                    session=session,
                    headers={"Authorization": f"Bearer {token}"},
                    checks=CHECKS,
                    timeout=60,
                )

            schemathesis_given(operation)(try_it)()
    assert asked == operations(spec_of(app))


def schemathesis_given(operation: Any) -> Any:
    from hypothesis import given  # noqa: PLC0415

    return given(case=operation.as_strategy())
