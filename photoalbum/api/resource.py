"""What all parts of the API do alike: count requests, take only JSON, and name what is wrong with a field."""

from collections.abc import Mapping
from typing import Any, NoReturn

import flask_smorest
from flask import Response, abort, g, request
from flask_babel import gettext as _
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict

from photoalbum.core.errors import AlbumError, Rejected
from photoalbum.delivery.identity import current_member
from photoalbum.delivery.limits import Allowance, network

CALLS = Allowance("api", "600 per minute")
MULTIPART, FORM = "multipart/form-data", "application/x-www-form-urlencoded"


class BadFields(Rejected):
    """Something that was sent is not as the description says."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        names = ", ".join(fields)
        super().__init__(_("Please look at this again: %(names)s", names=names))
        self.fields = fields


class WrongKind(AlbumError):
    status = 415


class Parser(FlaskParser):
    """Reads what was sent by a schema, and leaves out what the schema does not know."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012  As webargs declares it.
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "json": "exclude",
        "files": "exclude",
    }

    def load_files(self, req: Any, schema: Schema) -> Any:
        """A form with a file in it, as one."""
        sent = MultiDict([*req.form.items(multi=True), *req.files.items(multi=True)])
        return MultiDictProxy(sent, schema)

    def handle_error(
        self, error: ValidationError, req: Any, schema: Schema, *, error_status_code: Any, error_headers: Any
    ) -> NoReturn:
        messages = error.messages
        fields = messages if isinstance(messages, dict) else {"body": messages}
        places = [value for value in fields.values() if isinstance(value, dict)]
        raise BadFields(places[0] if len(places) == len(fields) == 1 else fields)

    def _handle_invalid_json_error(self, error: Any, req: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise AlbumError(_("This is not JSON that can be read."))


class FormParser(Parser):
    """The same for clients that send forms where others send JSON."""

    def load_json(self, req: Any, schema: Schema) -> Any:
        if req.mimetype in (MULTIPART, FORM):
            return self.load_files(req, schema)
        return super().load_json(req, schema)


class Resource(flask_smorest.Blueprint):
    """One part of the API. `takes` names the types of bodies besides JSON that it reads."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, prefix: str, *, about: str, takes: tuple[str, ...] = ()) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=prefix, description=about)
        self.takes = ("application/json", *takes)
        self.before_request(self._begin)
        self.after_request(_say_what_is_left)

    def _begin(self) -> None:
        member = current_member()
        who = member.uid if member else network()
        CALLS.demand(who)
        CALLS.count(who)
        g.api_caller = who
        if member is None and request.method not in ("GET", "HEAD", "OPTIONS"):
            abort(401)
        has_body = bool(request.content_length or request.mimetype or "Transfer-Encoding" in request.headers)
        if request.method in ("POST", "PUT", "PATCH") and has_body and request.mimetype not in self.takes:
            raise WrongKind(_("Send this as %(kinds)s.", kinds=" or ".join(self.takes)))


class FormResource(Resource):
    ARGUMENTS_PARSER = FormParser()


def _say_what_is_left(response: Response) -> Response:
    caller = g.get("api_caller")
    if caller:
        most, seconds, left = CALLS.left(caller)
        response.headers["RateLimit-Policy"] = f'"calls";q={most};w={seconds}'
        response.headers["RateLimit"] = f'"calls";r={left};t={seconds}'
    return response
