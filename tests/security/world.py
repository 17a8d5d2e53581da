"""A small family with something of everything, made once and copied for each test that attacks it."""

import io
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from flask import Flask
from sqlalchemy import select

from photoalbum.accounts import api_tokens, circles, invitations, password_links
from photoalbum.accounts.api_tokens import Scope
from photoalbum.accounts.models import Circle, Household, Member
from photoalbum.albums import actions, grants
from photoalbum.albums.models import Album, ShareLink
from photoalbum.core.db import db
from photoalbum.photos import comments, processing, tags
from photoalbum.photos.films import Film
from photoalbum.photos.guests import GuestUpload
from photoalbum.photos.models import Comment, Fingerprint, LookGroup, Original, Photo
from photoalbum.sharing import guests, links, selections
from photoalbum.uploads import ingest, offered, receipts, resumable
from photoalbum.uploads.receive import receive
from photoalbum.uploads.resumable import Announcement, Uploader
from photoalbum.worker import Worker

from ..pictures import jpeg

NAMES = ("keeper", "mum", "dad", "uncle", "cousin", "stranger")
LINK_PASSWORD = "seven swans"


@dataclass
class Scene:
    """An album of mum's and what hangs on it: names as they stand in addresses."""

    slug: str
    photo: str
    photo_of_cousin: str
    video: str
    trashed_photo: str
    trashed_album: str
    uid: str
    trashed_uid: str
    comment: str = ""
    open_link: str = ""
    locked_link: str = ""
    open_link_uid: str = ""
    guests_upload: str = ""
    guests_receipt: str = ""
    guests_comment: str = ""
    # An album of the cousin's that lies in it.
    nested: str = ""


@dataclass
class World:
    """What stands where. `summer` is private with parts granted, `family` is for all members."""

    ids: dict[str, int] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    scenes: dict[str, Scene] = field(default_factory=dict)
    receipt: str = ""
    sha256_of_mum: str = ""
    upload: str = ""
    selection: str = ""
    look_group: str = ""
    circle: str = ""
    failed_photo: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    invitation: str = ""
    invitation_uid: str = ""
    password_link: str = ""
    password_link_uid: str = ""


def build(app: Flask, password_hash: str) -> World:
    """Fill an empty, migrated instance and prepare every picture in it."""
    world = World()
    with app.app_context():
        _people(world, password_hash)
        for name in NAMES:
            api_tokens.make(world.ids[name], name="Laptop", scopes=frozenset(Scope), expires_at=None)
            world.tokens[name] = api_tokens.of_member(world.ids[name])[0].uid
            world.own[name] = photo(world.ids[name], None, name=f"own-{name}.jpg", size=(90 + len(name), 70))
        circle = circles.make(world.ids["mum"], "Mum's side")
        circles.add(circle, world.ids["dad"])
        world.circle = circle.uid
        for audience in ("private", "family"):
            world.scenes[audience] = _scene(app, world, audience)
        _ways_in(app, world)
    _process_all(app)
    with app.app_context():
        _what_is_to_be_done(world)
    return world


def photo(owner_id: int, album: Album | None, *, name: str, content: bytes = b"", **looks: object) -> str:
    """Take a file in as an upload does, and give the photo's uid."""
    receipt = receipts.open_receipt(owner_id, album.id if album else None)
    received = receive(io.BytesIO(content or jpeg(**looks)))  # type: ignore[arg-type]
    found = ingest.keep(received, name)
    owner = db.session.get_one(Member, owner_id)
    made = ingest.record(received, found, file_name=name, owner=owner, album=album, receipt=receipt)
    db.session.commit()
    return made.photo.uid


def clip(path: Path, seconds: int = 1) -> bytes:
    """A very small film, with a place and a device in its metadata."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata["location"] = "+47.3769+008.5417/"
        container.metadata["com.apple.quicktime.model"] = "Telltale 9"
        stream = container.add_stream("libx264", rate=Fraction(5))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(5 * seconds):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([40 + 20 * number]) * plane.buffer_size)
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path.read_bytes()


def _people(world: World, password_hash: str) -> None:
    db.session.add(Household(family_name="The Testers"))
    for name in NAMES:
        role = "keeper" if name == "keeper" else "member"
        member = Member(
            name=name.title(), email=f"{name}@example.org", password_hash=password_hash, role=role
        )
        db.session.add(member)
        db.session.flush()
        world.ids[name], world.uids[name] = member.id, member.uid
    db.session.commit()


def _scene(app: Flask, world: World, audience: str) -> Scene:
    mum, cousin = world.ids["mum"], world.ids["cousin"]
    album = actions.create(mum, actions.Wish(f"Album for {audience}", "By the lake.", audience))
    for name, role in (("dad", "editor"), ("cousin", "contributor"), ("uncle", "viewer")):
        grants.grant(album, world.ids[name], role)
    circle = db.session.scalars(select(Circle).where(Circle.uid == world.circle)).one()
    grants.grant_circle(album, circle, "viewer")
    nested = actions.create(cousin, actions.Wish(f"Inside the {audience} one", parent=album))
    gone = actions.create(mum, actions.Wish(f"Old album for {audience}", audience=audience))
    wide = 150 if audience == "private" else 160
    film = clip(Path(app.config["INSTANCE"]) / "clip.mp4", 1 if audience == "private" else 2)
    scene = Scene(
        album.slug,
        photo=photo(mum, album, name="Seebad.jpg", size=(wide, 80), where=(47.3769, 8.5417)),
        photo_of_cousin=photo(cousin, album, name="Boot.jpg", size=(wide + 1, 80)),
        video=photo(mum, album, name="Welle.mp4", content=film),
        trashed_photo=photo(mum, album, name="Daumen.jpg", size=(wide + 2, 80)),
        trashed_album=gone.slug,
        uid=album.uid,
        trashed_uid=gone.uid,
        nested=nested.slug,
    )
    actions.trash_photo(db.session.scalars(select(Photo).where(Photo.uid == scene.trashed_photo)).one())
    actions.delete(gone, mum, also_photos=False)
    commented = db.session.scalars(select(Photo).where(Photo.uid == scene.photo)).one()
    uncle = db.session.get_one(Member, world.ids["uncle"])
    comment = comments.say(commented, uncle, "How lovely.")
    tags.put(commented, ["summer"])
    rules = {"may_download": True, "may_add": True, "may_comment": True}
    plain = links.create(album, mum, label="For grandma", **rules)
    locked = links.create(album, mum, label="For the choir", password=LINK_PASSWORD, **rules)
    _a_guest(scene, plain, commented, jpeg(size=(wide + 3, 80)))
    db.session.commit()
    key, scene.comment = app.config["SECRET_KEY"], comment.uid
    scene.open_link, scene.locked_link = links.token_of(plain, key), links.token_of(locked, key)
    scene.open_link_uid = plain.uid
    return scene


def _a_guest(scene: Scene, link: ShareLink, photo: Photo, content: bytes) -> None:
    """Somebody by the link who has commented, and sent a photo that waits."""
    guest = guests.introduce(link, "browser", "Grandma")
    guests.say(photo, guest, "Who is that?")
    said = select(Comment.uid).where(Comment.guest_id == guest.id)
    scene.guests_comment = db.session.scalars(said).one()
    receipt = receipts.open_receipt(link.created_by_id, link.album_id, guest.id)
    received = receive(io.BytesIO(content))
    found = ingest.keep(received, "Kuchen.jpg")
    offered.record(received, found, file_name="Kuchen.jpg", receipt=receipt)
    scene.guests_receipt = receipt.uid
    sent = select(GuestUpload.uid).where(GuestUpload.guest_id == guest.id)
    scene.guests_upload = db.session.scalars(sent).one()


def _ways_in(app: Flask, world: World) -> None:
    key = app.config["SECRET_KEY"]
    keeper = db.session.get_one(Member, world.ids["keeper"])
    invitation = invitations.make(keeper, "Aunt Clara")
    link = password_links.make(db.session.get_one(Member, world.ids["stranger"]), keeper)
    receipt = receipts.latest(world.ids["mum"])[0][0]
    world.invitation, world.invitation_uid = invitations.token(invitation, key), invitation.uid
    world.password_link, world.password_link_uid = password_links.token(link, key), link.uid
    world.receipt = receipt.uid
    chosen = [world.own["mum"], world.scenes["private"].photo]
    world.selection = selections.create(world.ids["mum"], chosen).uid
    db.session.commit()


def _what_is_to_be_done(world: World) -> None:
    """Two photos of mum's that count as look-alikes, and one of uncle's that could not be prepared."""
    group = LookGroup(owner_id=world.ids["mum"])
    db.session.add(group)
    db.session.flush()
    uids = [world.own["mum"], world.scenes["private"].photo]
    for photo_id in db.session.scalars(select(Photo.id).where(Photo.uid.in_(uids))).all():
        db.session.get_one(Fingerprint, photo_id).group_id = group.id
    world.look_group = group.uid
    own = select(Original.sha256).join(Photo).where(Photo.uid == world.own["mum"])
    world.sha256_of_mum = db.session.scalars(own).one()
    begun = resumable.begin(Uploader(world.ids["mum"]), Announcement(1000, "Unfinished.jpg", world.receipt))
    world.upload = begun.uid
    world.failed_photo = photo(world.ids["uncle"], None, name="Kaputt.jpg", size=(77, 55))
    failed = db.session.scalars(select(Original).join(Photo).where(Photo.uid == world.failed_photo)).one()
    processing.give_up(failed, "This file could not be read: something in it is broken.")
    db.session.commit()


def _process_all(app: Flask) -> None:
    worker = Worker(app, threads=1)
    with app.app_context():
        waiting = list(db.session.scalars(select(Original.id)))
    for original_id in waiting:
        worker.process_original(original_id)
    worker.studio.ask()
    with app.app_context():
        assert set(db.session.scalars(select(Original.state))) == {"ready"}
        assert set(db.session.scalars(select(Film.state))) == {"ready"}
    worker.sandbox.close()
