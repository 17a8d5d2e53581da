"""Lists in pages by key: each page says where the next begins, in its body and in a Link header."""

from typing import Any

import marshmallow as ma
from flask import request
from marshmallow import fields, validate

from photoalbum.delivery.absolute import absolute_url

USUAL, MOST = 50, 200
TEXT = 200


class PageQuery(ma.Schema):
    after = fields.String(
        validate=validate.Length(max=30), metadata={"description": "As the page before named it."}
    )
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(1, MOST))


def next_url(after: str | None) -> str | None:
    """The address of this request with the place from which it goes on."""
    if after is None:
        return None
    args = {name: value for name, value in request.args.items() if name != "after"}
    return absolute_url(request.endpoint or "", **(request.view_args or {}), **{**args, "after": after})


def links(following: str | None) -> dict[str, str]:
    return {"Link": f'<{following}>; rel="next"'} if following else {}


def page_of(results: list[Any], after: str | None) -> tuple[dict[str, Any], int, dict[str, str]]:
    following = next_url(after)
    return {"results": results, "next": following}, 200, links(following)


def page_schema(item: type[ma.Schema], name: str) -> type[ma.Schema]:
    """Of one page of such things."""
    return ma.Schema.from_dict(
        {
            "results": fields.List(fields.Nested(item), required=True),
            "next": fields.String(required=True, allow_none=True),
        },
        name=name,
    )
