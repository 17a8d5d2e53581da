# Only what this project uses.
from collections.abc import Sequence
from typing import Any

from flask_wtf.csrf import CSRFProtect as CSRFProtect
from wtforms import Form

class FlaskForm(Form):
    def __init__(
        self,
        formdata: Any = ...,
        *,
        obj: object | None = None,
        prefix: str = "",
        data: dict[str, Any] | None = None,
        meta: dict[str, Any] | None = None,
        **defaults: Any,
    ) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: dict[str, Sequence[Any]] | None = None) -> bool: ...
    def hidden_tag(self, *fields: Any) -> str: ...
