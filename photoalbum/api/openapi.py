"""The description of the API that is made from its code: OpenAPI 3.1."""

from http import HTTPStatus
from typing import Any

import marshmallow as ma
from flask import Flask
from flask_smorest import Api
from marshmallow import fields

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"

SECURITY = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that a member made on the account page. Its scopes: read, upload, manage.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "photoalbum",
        "description": "The session of a browser. What changes something needs the header X-CSRFToken too.",
    },
}
ABOUT = (
    "Albums and media of this family's site. Anonymous callers see what is public and change nothing."
    " Faults are problem details (RFC 9457); lists come in pages, each with the address of the next."
)


class ProblemSchema(ma.Schema):
    """Problem details, RFC 9457, as every fault under /api has them."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    error = fields.String(required=True, metadata={"description": "The same as `detail`."})
    request_id = fields.String(
        required=True, metadata={"description": "By which the keeper finds it in the log."}
    )
    errors = fields.Dict(metadata={"description": "What is wrong with each field that was sent."})


class Described(Api):
    """Flask-smorest's description, while faults are drawn where all faults of the site are."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """They are registered in `web.errors`."""

    def _register_responses(self) -> None:
        fault = {"content": {PROBLEM: {"schema": ProblemSchema}}}
        for status in HTTPStatus:
            has_body = status >= 400
            said = {"description": status.phrase, **(fault if has_body else {})}
            self.spec.components.response(status.name, said, lazy=True)
        self.spec.components.response("DEFAULT_ERROR", {"description": "A fault", **fault}, lazy=True)


def describe(app: Flask) -> Described:
    app.config.update(
        API_TITLE="photoalbum",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
    )
    options: dict[str, Any] = {
        "info": {"description": ABOUT},
        # Nothing at all is one of the three ways: anonymous callers read what is public.
        "security": [{"token": []}, {"session": []}, {}],
    }
    described = Described(app, spec_kwargs=options)
    for name, scheme in SECURITY.items():
        described.spec.components.security_scheme(name, scheme)
    return described
