"""What albums and media look like on the wire, and what may be said of them."""

import re
from datetime import datetime
from unicodedata import category

import marshmallow as ma
from flask_smorest.fields import Upload
from marshmallow import fields, validate

from photoalbum.albums.models import AUDIENCES
from photoalbum.api.paging import PageQuery, page_schema
from photoalbum.photos import captioning, dating, tags

KINDS = ("photo", "video")
# As old clients and other programs call them.
KIND_WORDS = {**{kind: kind for kind in KINDS}, "image": "photo"}
MIME = re.compile(r"(image|video)/[\w.+-]{1,60}")


def no_control_characters(text: str) -> None:
    if any(category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        raise ma.ValidationError("Control characters and halves of characters are not allowed.")


def words(most: int, least: int = 0) -> list[validate.Validator]:
    return [validate.Length(least, most), no_control_characters]  # type: ignore[list-item]


class Moment(fields.String):
    """A camera's wall clock, perhaps with an offset: 2019-07-14T18:40:00+02:00."""

    def _deserialize(self, value: object, *args: object, **kwargs: object) -> datetime:  # type: ignore[override]
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise ma.ValidationError("Write a date and a time, like 2019-07-14T18:40:00.") from None
        if not dating.EARLIEST <= moment.replace(tzinfo=None) < dating.LATEST:
            raise ma.ValidationError("This is too long ago, or still to come.")
        return moment


class Known(ma.Schema):
    class Meta:
        # What nobody can change may be sent along, as clients do that send back what they got.
        unknown = ma.EXCLUDE


class PersonSchema(ma.Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class MediaSchema(ma.Schema):
    id = fields.String(required=True)
    file = fields.String(required=True, allow_none=True, metadata={"description": "Where the original is."})
    thumbnail = fields.String(
        required=True, allow_none=True, metadata={"description": "Null until a worker has made it."}
    )
    media_type = fields.String(required=True, validate=validate.OneOf(KINDS))
    mime_type = fields.String(required=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    duration = fields.Float(required=True, allow_none=True, metadata={"description": "Seconds."})
    uploaded_at = fields.String(required=True, metadata={"format": "date-time"})
    taken_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The camera's own clock, with its offset from UTC where that is known."},
    )
    metadata = fields.Dict(required=True)
    caption = fields.String(required=True)
    alt_text = fields.String(required=True)
    tags = fields.List(fields.String(), required=True)
    is_favorite = fields.Boolean(required=True)
    favorites = fields.Integer(required=True)
    album = fields.String(required=True, allow_none=True, metadata={"description": "The first of `albums`."})
    albums = fields.List(fields.String(), required=True, metadata={"description": "Those that you see."})
    owner = fields.Nested(PersonSchema, required=True)
    sha256 = fields.String(required=True, allow_none=True)
    bytes = fields.Integer(required=True)
    file_name = fields.String(required=True)
    state = fields.String(required=True)


class MediaPatchSchema(Known):
    caption = fields.String(validate=words(captioning.LONGEST))
    alt_text = fields.String(validate=words(1000))
    taken_at = Moment(allow_none=True, metadata={"description": "Null: what the file says holds again."})
    tags = fields.List(
        fields.String(validate=words(tags.LONGEST, 1)), validate=validate.Length(max=tags.MOST)
    )
    is_favorite = fields.Boolean()
    album = fields.String(
        allow_none=True, validate=words(80), metadata={"description": "Another album to be in instead."}
    )


class MediaPutSchema(MediaPatchSchema):
    caption = fields.String(required=True, validate=words(captioning.LONGEST))
    alt_text = fields.String(load_default="", validate=words(1000))
    tags = fields.List(
        fields.String(validate=words(tags.LONGEST, 1)),
        load_default=list,
        validate=validate.Length(max=tags.MOST),
    )


class MediaFormSchema(Known):
    file = Upload(required=True)
    album = fields.String(validate=words(80))
    media_type = fields.String(
        validate=validate.Length(max=80),
        metadata={
            "description": "photo, video, or a type like image/jpeg. Refused if the content is another."
        },
    )


class MediaQuery(PageQuery):
    album = fields.String(validate=validate.Length(max=80))
    owner = fields.String(validate=validate.OneOf(["me"]))
    media_type = fields.String(validate=validate.OneOf([*KINDS, "image"]))
    is_favorite = fields.Boolean()

    @ma.validates_schema
    def _one_way(self, data: dict[str, object], **_: object) -> None:
        ways = [name for name in ("album", "owner") if name in data]
        if len(ways) > 1 or (ways and ("media_type" in data or "is_favorite" in data)):
            raise ma.ValidationError("Ask by `album`, by `owner`, or by kind and heart.", ways[0])


class AlbumSchema(ma.Schema):
    id = fields.String(required=True)
    slug = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    owner = fields.Nested(PersonSchema, required=True)
    audience = fields.String(required=True, validate=validate.OneOf(AUDIENCES))
    is_public = fields.Boolean(required=True)
    parent = fields.String(required=True, allow_none=True)
    inherits = fields.Boolean(
        required=True, metadata={"description": "Whether who sees the album above sees this one too."}
    )
    cover = fields.String(required=True, allow_none=True)
    photo_count = fields.Integer(required=True)
    video_count = fields.Integer(required=True)
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    url = fields.String(required=True)


MediaPage = page_schema(MediaSchema, "MediaPage")
AlbumPage = page_schema(AlbumSchema, "AlbumPage")


class FullAlbumSchema(AlbumSchema):
    media = fields.Nested(MediaPage, required=True)


class AlbumPatchSchema(Known):
    title = fields.String(validate=words(200, 1))
    description = fields.String(validate=words(5000))
    audience = fields.String(validate=validate.OneOf(AUDIENCES))
    is_public = fields.Boolean()
    parent = fields.String(allow_none=True, validate=words(80))
    inherits = fields.Boolean()
    cover = fields.String(allow_none=True, validate=words(20))

    @ma.validates_schema
    def _agree(self, data: dict[str, object], **_: object) -> None:
        public, audience = data.get("is_public"), data.get("audience")
        if public is not None and audience is not None and public != (audience == "public"):
            raise ma.ValidationError("This does not fit `audience`.", "is_public")

    @ma.post_load
    def _strip(self, data: dict[str, object], **_: object) -> dict[str, object]:
        if isinstance(data.get("title"), str):
            data["title"] = " ".join(str(data["title"]).split())
            if not data["title"]:
                raise ma.ValidationError("Give the album a title.", "title")
        return data


class AlbumPutSchema(AlbumPatchSchema):
    title = fields.String(required=True, validate=words(200, 1))
    description = fields.String(load_default="", validate=words(5000))


class AlbumQuery(PageQuery):
    owner = fields.String(validate=validate.Length(max=20), metadata={"description": "`me` for one's own."})
    audience = fields.String(validate=validate.OneOf(AUDIENCES))
    parent = fields.String(
        validate=validate.Length(max=80),
        metadata={"description": "Albums inside this one; `none`: in no other."},
    )


class DeleteAlbumQuery(Known):
    with_media = fields.Boolean(
        load_default=False,
        metadata={"description": "Also one's own photos that are in no other album. All go to the trash."},
    )
