"""The API as a page to read: every operation of the description, drawn here, with nothing from elsewhere."""

from typing import Any, NamedTuple

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from photoalbum.api.openapi import PREFIX

bp = Blueprint("api_docs", __name__, url_prefix=PREFIX)

METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    name: str
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    body_type: str
    answers: list[str]


@bp.get("/")
def index() -> ResponseReturnValue:
    spec = current_app.extensions["api_description"].spec.to_dict()
    parts: dict[str, list[Operation]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, described in spec["paths"].items():
        shared = described.get("parameters", [])
        for method in METHODS:
            if method in described:
                operation = _operation(spec, path, method, described[method], shared)
                parts[described[method]["tags"][0]].append(operation)
    about = {tag["name"]: tag.get("description", "") for tag in spec["tags"]}
    return render_template(
        "api/index.html",
        about=spec["info"]["description"],
        parts=[(_title(name), about[name], operations) for name, operations in parts.items()],
        json_path=f"{PREFIX}/openapi.json",
    )


def _operation(
    spec: dict[str, Any], path: str, method: str, said: dict[str, Any], shared: list[dict[str, Any]]
) -> Operation:
    content: dict[str, dict[str, Any]] = said.get("requestBody", {}).get("content", {})
    body_type = next(iter(content), "")
    schema = _resolved(spec, content[body_type].get("schema", {}) if content else {})
    needed = schema.get("required", [])
    return Operation(
        f"{method}-{path}",
        method.upper(),
        path,
        said.get("summary", ""),
        [
            {**each, "kind": _kind(each.get("schema", {})), "description": each.get("description", "")}
            for each in (*shared, *said.get("parameters", []))
        ],
        [
            {
                "name": name,
                "kind": _kind(field),
                "required": name in needed,
                "description": field.get("description", ""),
            }
            for name, field in schema.get("properties", {}).items()
        ],
        body_type,
        [
            f"{status} {answer.get('description', '')}"
            for status, answer in said["responses"].items()
            if status.isdecimal() and status < "300"
        ],
    )


def _title(name: str) -> str:
    return name.removeprefix("api_").replace("_", " ").capitalize()


def _resolved(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return spec["components"]["schemas"][name] if name else schema


def _kind(schema: dict[str, Any]) -> str:
    kinds = schema.get("type", "")
    words = kinds if isinstance(kinds, list) else [kinds]
    if "enum" in schema:
        words = [str(value) for value in schema["enum"]]
    return " | ".join(words)
