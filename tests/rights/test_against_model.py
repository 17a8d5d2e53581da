"""The rights of the site against the model beside it, while people share, move and throw away at will."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import select

from photoalbum.accounts import circles, keeper_acts
from photoalbum.accounts.models import Circle, KeeperAct, LoginSession, Member
from photoalbum.accounts.viewer import LinkPass, Viewer
from photoalbum.albums import access, actions, entries, grants, totals
from photoalbum.albums.models import Album, AlbumSource
from photoalbum.core.db import db
from photoalbum.photos.models import Photo

from ..security.world import NAMES
from . import windows
from .conftest import CIRCLES, OWNERS, PHOTOS, Ground
from .guests import Guests
from .model import Family, Who
from .windows import View

ROUNDS = int(os.environ.get("PHOTOALBUM_TEST_ROUNDS", "0"))

keys = st.sampled_from(sorted(OWNERS))
names = st.sampled_from(NAMES)
circle_names = st.sampled_from(sorted(CIRCLES))
roles = st.sampled_from(["viewer", "contributor", "editor"])
places = st.integers(0, len(PHOTOS) - 1)

# How many letters before it the album above stands, its audience, whether it inherits, and somebody's part.
Start = tuple[int, str, bool, str, str]
audiences = st.sampled_from(["private", "private", "private", "family", "public"])
start = st.tuples(
    st.sampled_from([1, 1, 2, 0]), audiences, st.sampled_from([True, True, False]), names, roles
)
starts = st.tuples(*[start] * len(OWNERS))


class Rights(Guests, RuleBasedStateMachine):
    """Every rule does one thing to the site and says the same to the model."""

    ground: Ground

    @initialize(start=starts)
    def begin(self, start: Sequence[Start]) -> None:
        """Some albums lie in others and are shared at once, or most rounds would end before they do."""
        self.family: Family = self.ground.begin()
        self.uids = list(self.ground.photos)
        self.begin_with_guests()
        for key, (above, audience, inherits, name, role) in zip(sorted(OWNERS), start, strict=True):
            facts, parent = self.family.albums[key], chr(ord(key) - above)
            facts.parent = parent if above and parent in self.family.albums else None
            facts.audience, facts.inherits = audience, inherits or audience != "private"
            with self.album(key) as album:
                album.parent = self.find_album(facts.parent) if facts.parent else None
                album.audience, album.inherits = facts.audience, facts.inherits
            self.grant(key, name, role)

    # What people do

    @rule(key=keys, name=names, role=roles)
    def grant(self, key: str, name: str, role: str) -> None:
        if name == OWNERS[key]:
            return
        with self.album(key) as album:
            grants.grant(album, self.ground.ids[name], role)
        self.family.albums[key].grants[name] = role

    @rule(key=keys, name=names)
    def revoke(self, key: str, name: str) -> None:
        with self.album(key) as album:
            grants.revoke(album, self.ground.ids[name])
        self.family.albums[key].grants.pop(name, None)

    @rule(key=keys, circle=circle_names, role=roles)
    def grant_circle(self, key: str, circle: str, role: str) -> None:
        with self.album(key) as album:
            grants.grant_circle(album, self.circle(circle), role)
        self.family.albums[key].circle_grants[circle] = role

    @rule(key=keys, circle=circle_names)
    def revoke_circle(self, key: str, circle: str) -> None:
        with self.album(key) as album:
            grants.revoke_circle(album, self.ground.circles[circle])
        self.family.albums[key].circle_grants.pop(circle, None)

    @rule(circle=circle_names, name=names)
    def join(self, circle: str, name: str) -> None:
        with self.unit():
            circles.add(self.circle(circle), self.ground.ids[name])
        self.family.circles[circle].add(name)

    @rule(circle=circle_names, name=names)
    def leave(self, circle: str, name: str) -> None:
        with self.unit():
            circles.remove(self.circle(circle), self.ground.ids[name])
        self.family.circles[circle].discard(name)

    @rule(
        key=keys,
        parent=st.none() | keys,
        audience=st.sampled_from(["private", "private", "family", "public"]),
        inherits=st.sampled_from([True, True, False]),
    )
    def place(self, key: str, parent: str | None, audience: str, inherits: bool) -> None:
        """Move an album, open or close it, and let it take over what holds above, or not."""
        facts = self.family.albums[key]
        if facts.trashed or (parent is not None and self.family.is_below(parent, key)):
            return
        if parent is not None and "add" not in self.family.album(Who(facts.owner), parent):
            return
        with self.album(key) as album:
            above = self.find_album(parent) if parent is not None else None
            actions.change(album, actions.Wish(album.title, "", audience, above, inherits))
        facts.parent, facts.audience = parent, audience
        # Only a private album may say no; one that has said so before may keep to it.
        facts.inherits = inherits or (audience != "private" and facts.inherits)

    @rule(key=keys)
    def throw_away(self, key: str) -> None:
        if not self.family.albums[key].trashed:
            with self.album(key) as album:
                actions.delete(album, album.owner_id, also_photos=False)
            self.family.albums[key].trashed = True

    @rule(key=keys)
    def bring_back(self, key: str) -> None:
        if self.family.albums[key].trashed:
            with self.album(key) as album:
                actions.restore(album)
            self.family.albums[key].trashed = False

    @rule(place=places)
    def throw_photo_away_or_bring_it_back(self, place: int) -> None:
        facts = self.family.photos[self.uids[place]]
        with self.unit():
            photo = db.session.scalars(select(Photo).where(Photo.uid == self.uids[place])).one()
            (actions.restore_photo if facts.trashed else actions.trash_photo)(photo)
        facts.trashed = not facts.trashed

    @rule(place=places, key=keys)
    def take_out(self, place: int, key: str) -> None:
        with self.album(key) as album:
            photo = db.session.scalars(select(Photo).where(Photo.uid == self.uids[place])).one()
            entries.remove(album, photo)
        self.family.photos[self.uids[place]].albums.discard(key)

    @rule(name=names)
    def act_as_keeper(self, name: str) -> None:
        if name == "keeper":
            return
        with self.unit():
            keeper, owner = (db.session.get_one(Member, self.ground.ids[who]) for who in ("keeper", name))
            keeper_acts.start(keeper, owner, self.acting_login(), "To see whether it works")
        self.family.acting_for = name

    @precondition(lambda self: self.family.acting_for is not None)
    @rule(by_itself=st.booleans())
    def act_no_more(self, by_itself: bool) -> None:
        with self.unit():
            if by_itself:
                for act in db.session.scalars(select(KeeperAct)):
                    act.ends_at = act.started_at
            else:
                keeper_acts.end(self.acting_login())
        self.family.acting_for = None

    # What people try, through the site itself

    @rule(name=names, place=places, key=keys)
    def add_photo(self, name: str, place: int, key: str) -> None:
        """Nobody widens another's photo: only its owner puts it into an album, where they may add."""
        who, uid = Who(name), self.uids[place]
        photo, can = self.family.photo(who, uid), self.family.album(who, key)
        expected = 303
        if not photo or not can:
            expected = 404
        elif "add" not in can or self.family.photos[uid].owner != name:
            expected = 403
        address = f"/photos/{uid}/albums"
        answer = self.ground.people[name].post(address, {"album": self.ground.slugs[key]})
        assert answer.status_code == expected, (name, uid, key)
        if expected == 303:
            self.family.photos[uid].albums.add(key)

    @rule(name=names, place=places, key=keys)
    def choose_cover(self, name: str, place: int, key: str) -> None:
        """A cover is one of the album's own photos, which all who see the album see anyway."""
        can = self.family.album(Who(name), key)
        expected = 404
        if can:
            held = self.uids[place] in self.family.photos_in(key)
            expected = 403 if "edit" not in can else 303 if held else 404
        address = f"/albums/{self.ground.slugs[key]}/cover"
        answer = self.ground.people[name].post(address, {"photo": self.uids[place]})
        assert answer.status_code == expected, (name, key)

    @rule(who=st.sampled_from([*NAMES, "acting"]), key=keys)
    def take_album_out(self, who: str, key: str) -> None:
        """Out of the album above it, which only takes away what held from there."""
        asker = self.view(who).who
        expected = 404 if not self.family.album(asker, key) else 403
        if self.family.may_take_out(asker, key):
            expected = 303 if self.family.albums[key].parent is not None else 409
        answer = self.ground.people[who].post(f"/albums/{self.ground.slugs[key]}/place/delete")
        assert answer.status_code == expected, (who, key)
        if expected == 303:
            before = {name: self.family.album(Who(name), key) for name in NAMES}
            self.family.albums[key].parent = None
            assert all(self.family.album(Who(name), key) <= could for name, could in before.items())

    @rule(who=st.sampled_from([*NAMES, "acting", "nobody"]), window=st.sampled_from(windows.WINDOWS))
    def look(self, who: str, window: Callable[[View], None]) -> None:
        window(self.view(who))

    @rule(key=keys)
    def come_by_link(self, key: str) -> None:
        guest = View(
            self.family,
            Who(link=key),
            self.ground.people["nobody"],
            self.ground.slugs,
            self.ground.tokens[key],
        )
        windows.through_the_link(guest)

    # What holds at any time

    @invariant()
    def lists_and_abilities_are_as_the_model_says(self) -> None:
        keys_by_slug = {slug: key for key, slug in self.ground.slugs.items()}
        with self.ground.app.app_context():
            for who, viewer in self.askers():
                seen = list(db.session.scalars(access.albums_visible_to(viewer)))
                assert {keys_by_slug[album.slug] for album in seen} == self.family.visible_albums(who), who
                if who.member is not None:
                    offered = {
                        keys_by_slug[album.slug] for album in db.session.scalars(access.addable_by(viewer))
                    }
                    assert offered == {
                        key for key in self.family.albums if "add" in self.family.album(who, key)
                    }
                shown = list(db.session.scalars(access.photos_visible_to(viewer)))
                assert {photo.uid for photo in shown} == self.family.visible_photos(who), who
                sums = totals.of(viewer, seen)
                for album in seen:
                    count = self.family.total(who, keys_by_slug[album.slug])
                    assert sums[album.id].photo_count == count, (who, album.title)
                    can = {str(ability) for ability in access.abilities(viewer, album)}
                    assert can == self.family.album(who, keys_by_slug[album.slug]), (who, album.title)
                for photo in shown:
                    may = {str(ability) for ability in access.abilities(viewer, photo)}
                    assert may == self.family.photo(who, photo.uid), (who, photo.uid)

    @invariant()
    def what_is_stored_is_what_climbing_finds(self) -> None:
        with self.ground.app.app_context():
            by_id = {album.id: album for album in db.session.scalars(select(Album))}
            keys_by_slug = {slug: key for key, slug in self.ground.slugs.items()}
            stored = {
                (keys_by_slug[by_id[row.album_id].slug], keys_by_slug[by_id[row.source_id].slug])
                for row in db.session.scalars(select(AlbumSource))
            }
            climbed = {(key, source) for key in self.family.albums for source in self.family.sources(key)}
            assert stored == climbed
            reaches = {keys_by_slug[album.slug]: album.reach for album in by_id.values()}
            assert reaches == {key: self.family.reach(key) for key in self.family.albums}

    def teardown(self) -> None:
        """At the end of a round the busiest pages are looked at by everybody."""
        for who in (*NAMES, "acting", "nobody"):
            windows.first_page(self.view(who))
            windows.albums(self.view(who))

    # How it is done

    def askers(self) -> Iterator[tuple[Who, Viewer]]:
        ids = self.ground.ids
        for name in NAMES:
            yield Who(name), Viewer(ids[name], is_keeper=name == "keeper")
        if self.family.acting_for is not None:
            owner_id = ids[self.family.acting_for]
            yield Who("keeper", is_acting=True), Viewer(ids["keeper"], is_keeper=True, acting_for=owner_id)
        yield Who(), Viewer()
        for key, slug in self.ground.slugs.items():
            album_id = db.session.scalars(select(Album.id).where(Album.slug == slug)).one()
            for below in (False, True):
                given = LinkPass(1, album_id, with_albums_below=below)
                if not self.family.albums[key].trashed:
                    yield Who(link=key, with_albums_below=below), Viewer(passes=frozenset({given}))

    def view(self, name: str) -> View:
        is_acting = name == "acting" and self.family.acting_for is not None
        member = {"acting": "keeper", "nobody": None}.get(name, name)
        return View(self.family, Who(member, is_acting), self.ground.people[name], self.ground.slugs)

    @contextmanager
    def unit(self) -> Iterator[None]:
        with self.ground.app.app_context(), self.ground.app.test_request_context():
            yield
            db.session.commit()

    @contextmanager
    def album(self, key: str) -> Iterator[Album]:
        with self.unit():
            yield self.find_album(key)

    def find_album(self, key: str) -> Album:
        return db.session.scalars(select(Album).where(Album.slug == self.ground.slugs[key])).one()

    def circle(self, name: str) -> Circle:
        return db.session.scalars(select(Circle).where(Circle.uid == self.ground.circles[name])).one()

    def acting_login(self) -> int:
        """The login of the second of the keeper's two browsers: the first one never acts."""
        wanted = select(LoginSession.id).where(LoginSession.member_id == self.ground.ids["keeper"])
        return max(db.session.scalars(wanted))


def test_the_site_agrees_with_the_model(ground: Ground) -> None:
    """With PHOTOALBUM_TEST_ROUNDS it plays so many rounds, and never the same twice."""

    class Played(Rights):
        pass

    Played.ground = ground
    run(
        Played,
        settings=settings(
            max_examples=ROUNDS or 9,
            stateful_step_count=12,
            derandomize=not ROUNDS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # To make a fault that was found smaller takes minutes: with rounds of one's own there is time.
            phases=[phase for phase in Phase if ROUNDS or phase not in (Phase.shrink, Phase.explain)],
            print_blob=True,
        ),
    )
