"""Turns a line of the route table into a request about real things."""

import io
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.test import TestResponse

from photoalbum.core.tokens import new_uid
from photoalbum.media.recipes import RECIPE_VERSION

from ..cast import PASSWORD, Person
from ..pictures import jpeg
from .programs import FOR_PROGRAMS, ask_api, ask_as_program, is_api
from .route_table import DEBUG_ONLY, Line, lines
from .world import LINK_PASSWORD, Scene, World

NEW_PASSWORD = "seven brown bears upstairs"
QUERIES = {"api_finding.find": {"q": "boot"}, "api_finding.of_month": {"month": "2019-07"}}
WHO = {"N": "stranger", "M": "uncle", "C": "cousin", "E": "dad", "O": "mum", "A": "keeper"}


@dataclass(frozen=True)
class Asker:
    """Somebody in a role, and the part of the world that they are tried on."""

    app: Flask
    world: World
    role: str
    person: Person
    audience: str

    @property
    def scene(self) -> Scene:
        return self.world.scenes[self.audience]

    def ask(self, line: Line, **options: Any) -> TestResponse:
        if is_api(line):
            return ask_api(self.person, line, self.address(line), self.scene, **options)
        if line.endpoint in FOR_PROGRAMS:
            return ask_as_program(self.person, line, self.address(line), self.form(line), **options)
        if line.method == "GET":
            return self.person.get(self.address(line), **options)
        return self.person.post(self.address(line), data=self.form(line), **options)

    def address(self, line: Line) -> str:
        with self.app.test_request_context():
            values = {"album": "", **self.values(line)}
            values.pop("album")
            return str(self.app.url_for(line.endpoint, **values))

    def values(self, line: Line) -> dict[str, Any]:
        """The parts of the address."""
        world, scene = self.world, self.scene
        film = {"token": self.token, "uid": scene.video}
        seen = {"token": self.token, "uid": scene.photo, "version": RECIPE_VERSION, "name": "thumb.webp"}
        found: dict[str, dict[str, Any]] = {
            "album": {"slug": scene.slug, "uid": scene.uid},
            "nested": {"slug": scene.nested},
            "own_token": {"uid": self.world.tokens.get(self.person.name, "z" * 12)},
            "mums_photo": {"slug": scene.slug, **seen},
            "cousins_photo": {"slug": scene.slug, "uid": scene.photo_of_cousin},
            "uncles_comment": {"uid": scene.photo, "comment": scene.comment},
            "chosen": {"name": "favourite"},
            "own_photo": {"uid": world.own.get(self.person.name, world.own["mum"])},
            "video": {"uid": scene.video},
            "trashed_photo": {"uid": scene.trashed_photo},
            "trashed_album": {"slug": scene.trashed_album, "uid": scene.trashed_uid},
            "mums_receipt": {"uid": world.receipt},
            "mums_upload": {"uid": world.upload},
            "mums_selection": {"uid": world.selection},
            "mums_look_alikes": {"uid": world.look_group},
            "failed_photo": {"uid": world.failed_photo},
            "grant": {"slug": scene.slug, "uid": scene.uid, "member_uid": world.uids["uncle"]},
            "circle_grant": {"slug": scene.slug, "uid": scene.uid, "circle_uid": world.circle},
            "circle": {"uid": world.circle},
            "circle_member": {"uid": world.circle, "member_uid": world.uids["dad"]},
            "api_link": {"uid": scene.uid, "link_uid": scene.open_link_uid},
            "link": {"slug": scene.slug, "uid": scene.open_link_uid},
            "any_link": {"uid": scene.open_link_uid},
            "token": {"token": self.token},
            "token_photo": seen,
            "token_below": {**seen, "below": scene.uid},
            "token_video": film,
            "guests_upload": {"token": self.token, "uid": scene.guests_upload, "name": "thumb.webp"},
            "guests_receipt": {"token": self.token, "uid": scene.guests_receipt},
            "guests_comment": {**seen, "comment": scene.guests_comment},
            "guests_piece": {"token": self.token, "uid": "z" * 22},
            "invitation": {"token": world.invitation},
            "open_invitation": {"uid": world.invitation_uid},
            "password_link": {"token": world.password_link},
            "no_passkey": {"uid": "zzzzzzzzzzzz"},
            "open_password_link": {"uid": world.password_link_uid},
            "member": {"uid": world.uids["dad" if self.person.name == "stranger" else "stranger"]},
            "stylesheet": {"name": self.app.extensions["assets"].stylesheets[0].removeprefix("/static/-/")},
            "-": {},
        }
        arguments = next(rule for rule in self.app.url_map.iter_rules(line.endpoint)).arguments
        known = {name: value for name, value in found[line.about].items() if name in arguments}
        return known | QUERIES.get(line.endpoint, {})

    @property
    def token(self) -> str:
        """The link that this role holds."""
        if self.role in ("An", "N"):
            return f"{new_uid(22)}.{'A' * 32}"
        return self.scene.locked_link if self.role in ("LP", "LV") else self.scene.open_link

    def form(self, line: Line) -> dict[str, Any]:
        """What a browser would send along."""
        scene, new = self.scene, {"password": NEW_PASSWORD}
        into = scene.slug if line.about == "album" else ""
        title = {"title": "Renamed", "description": "", "audience": "family", "parent": ""}
        forms: dict[str, dict[str, Any]] = {
            "albums.create": title,
            "albums.change": title,
            "albums.set_cover": {"photo": scene.photo},
            "near_duplicates.choose": {
                "keep": scene.photo,
                "shown": f"{scene.photo} {self.world.own['mum']}",
            },
            "near_duplicates.dismiss": {"shown": f"{scene.photo} {self.world.own['mum']}"},
            "photos.add_to_album": {"album": scene.slug},
            "drops.create": {"album": into},
            "drops.ask": {"files": []},
            "drops.enter": {"sha256": self.world.sha256_of_mum, "file_name": "t.jpg"},
            "album_order.choose": {"order": "newest"},
            "album_order.place": {"to": "2"},
            "photo_words.change": {"caption": "Us", "alt_text": "", "tags": "lake", "version": "1"},
            "photo_dates.change": {"day": "2001-02-03", "clock": "04:05", "version": "1"},
            "photo_edits.change": {"turns": "1", "angle": "2.5", "left": "10", "version": "1"},
            "photo_edits.turn": {"way": "left"},
            "comments.create": {"words": "Lovely."},
            "comments.change": {"words": "Lovely!"},
            "selection.act": {"photo": [scene.photo, self.world.own.get(self.person.name, "")]},
            "uploads.create": {"album": into, "files": (io.BytesIO(jpeg(colour="teal")), "t.jpg")},
            "album_sharing.grant": {"member": self.world.uids["stranger"], "role": "viewer"},
            "album_sharing.grant_circle": {"circle": self.world.circle, "role": "viewer"},
            "circles.create": {"name": "Neighbours"},
            "circles.rename": {"name": "Neighbours"},
            "circles.add_member": {"member": self.world.uids["stranger"]},
            "members.quota": {"gigabytes": "5"},
            "members.delete": {"fate": "trash"},
            "keeper_acts.create": {"member": self.world.uids["mum"], "reason": "A broken album"},
            "album_sharing.create_link": {"label": "New"},
            "my_links.change": {"label": "Other"},
            "shares.unlock": {"password": LINK_PASSWORD},
            "share_guests.say_name": {"name": "Grandma"},
            "share_guests.comment": {"words": "Lovely.", "name": "Grandma"},
            "share_adding.create": {"files": (io.BytesIO(jpeg(colour="teal")), "t.jpg")},
            "share_drops.ask": {"files": []},
            "share_drops.enter": {"sha256": self.world.sha256_of_mum, "file_name": "t.jpg"},
            "guest_queue.accept_all": {"upload": [scene.guests_upload]},
            "downloads.create": {"photo": [scene.photo]},
            "auth.login": {"email": "dad@example.org", "password": PASSWORD},
            "auth.join": {"name": "Clara", "email": "clara@example.org", **new},
            "auth.reset": new,
            "account.password": {"current": PASSWORD, **new},
            "account.end_sessions": {"session": "others"},
            "account.confirm": {"password": PASSWORD},
            "tokens.create": {"name": "Laptop", "days": "30", "read": "y"},
            "admin.invite": {"name": "Great-aunt", "days": "3"},
        }
        return forms.get(line.endpoint, {})


def asker(app: Flask, world: World, role: str, audience: str = "") -> Asker:
    """A fresh browser in this role; the keeper on what the family sees, all others on the private album."""
    audience = audience or ("family" if role == "A" else "private")
    name = WHO.get(role, "")
    person = Person(app, world.ids[name], name) if name else Person(app)
    if role == "LV":
        link = world.scenes[audience].locked_link
        assert person.post(f"/s/{link}/unlock", data={"password": LINK_PASSWORD}).status_code == 303
    return Asker(app, world, role, person, audience)


def all_lines(app: Flask, method: str = "") -> list[Line]:
    """The lines of the table that this application has routes for."""
    there = [line for line in lines() if app.debug or line.endpoint not in DEBUG_ONLY]
    return [line for line in there if method in ("", line.method)]


def unknown(world: World) -> World:
    """The same world with names that nothing has."""
    scene = world.scenes["private"]
    same_length = ("slug", "uid", "photo", "photo_of_cousin", "video", "comment")
    names = {name: f"{getattr(scene, name)[:-5]}zzzzz" for name in same_length}
    names |= {
        "trashed_photo": "zzzzzzzzzzzz",
        "trashed_album": "old-zzzzz",
        "open_link_uid": "z" * 22,
    }
    names["trashed_uid"] = "zzzzzzzzzzzz"
    return replace(
        world, receipt="zzzzzzzzzzzz", upload="z" * 22, scenes={"private": replace(scene, **names)}
    )


def raw(person: Person, method: str, target: str, **headers: str) -> TestResponse:
    """A request whose path reaches the application as the server hands it on, without a client's tidying."""
    path, _, query = target.partition("?")
    environ = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    return person.client.open(method=method, environ_overrides=environ, headers=headers)
