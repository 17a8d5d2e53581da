"""Whatever people, files and browsers write is shown as text, everywhere.

Every text of the database is replaced by hostile ones. A page is sound when it has exactly the elements and
attributes that it has with a harmless word in their place.
"""

import io
from collections.abc import Callable

from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from photoalbum.accounts.models import Household, Invitation, LoginSession, Member
from photoalbum.albums.models import Album, ShareLink
from photoalbum.core.db import db
from photoalbum.delivery.limits import limiter
from photoalbum.photos.models import Comment, Original, Photo, PhotoTag
from photoalbum.uploads.models import ReceiptLine

from ..cast import Person
from .asking import asker
from .corpus import XSS
from .crawl import walk
from .pages import Page
from .world import World

HARMLESS = "Zebra"


def write_everywhere(app: Flask, text: str) -> None:
    """Past all forms, so that the pages alone have to hold."""
    details = {
        "camera": {"name": text, "lens": text, "exposure": text, "f_number": None, "iso": None},
        "caption": text,
        "title": text,
        "keywords": [text],
        "gps": None,
        "file": {"anything": text},
    }
    with app.app_context():
        for model, fields in (
            (Household, {"family_name": text}),
            (Member, {"name": text}),
            (LoginSession, {"user_agent": text, "address": text}),
            (Invitation, {"name": text}),
            (Album, {"title": text, "description": text}),
            (Photo, {"file_name": text, "caption": text, "alt_text": text, "taken_source": text}),
            (Photo, {"edit_placeholder": text, "edit_tint": text}),
            (Comment, {"words": text, "author_name": text}),
            (PhotoTag, {"written": text}),
            (Original, {"details": details, "placeholder": text, "tint": text, "reason": text}),
            (ReceiptLine, {"file_name": text, "refusal": text}),
            (ShareLink, {"label": text}),
        ):
            db.session.execute(update(model).values(**fields))
        damaged = select(Original.id).order_by(Original.id.desc()).limit(2)
        db.session.execute(update(Original).where(Original.id.in_(damaged)).values(state="failed"))
        db.session.commit()


def pages_of(app: Flask, world: World) -> list[tuple[str, str]]:
    """Addresses of every page of the site, with the role that looks at it."""
    found = []
    for role in ("O", "A", "An", "LV"):
        who = asker(app, world, role)
        start = f"/s/{who.token}/" if role == "LV" else "/"
        seen = walk(who.person, start, fragments=False).pages
        # What is found for a tag, and which photos stand beside one, depends on what is written.
        steady = [at for at in sorted(seen) if "from=search" not in at and "q=tag" not in at]
        found += [(role, address) for address in steady if seen[address].status_code == 200]
    return found


def test_054_056_what_is_written_anywhere_is_shown_as_text(app: Flask, world: World) -> None:
    assert len(XSS) >= 40
    write_everywhere(app, HARMLESS)
    people = {role: asker(app, world, role).person for role in ("O", "A", "An", "LV")}
    write_everywhere(app, HARMLESS)
    addresses = pages_of(app, world)
    write_everywhere(app, HARMLESS)
    sound = {(role, at): Page(people[role].get(at).text).elements for role, at in addresses}
    assert len(sound) > 60

    shown = 0
    for first in range(0, len(XSS), 9):
        text = " ".join(XSS[first : first + 9])
        write_everywhere(app, text)
        for role, at in addresses:
            if at.startswith("/search"):
                with app.app_context():
                    limiter.reset()
            answer = people[role].get(at)
            assert answer.status_code == 200, at
            page = Page(answer.text)
            assert page.elements == sound[role, at], (role, at)
            said = " ".join(page.text.split())
            shown += " ".join(text.split()) in said
            assert "49{" not in said
            assert "\u2028" not in answer.text.partition("<body")[0].partition("<title>")[0]
    assert shown > 200


def test_054_what_comes_through_the_forms_is_shown_as_text(
    app: Flask, world: World, make_album: Callable[..., str]
) -> None:
    """The same with a few that come the way people send them, among them what is only shown again."""
    for text in (XSS[1], XSS[5], XSS[26], XSS[28], XSS[49]):
        mum = Person(app, world.ids["mum"], "mum")
        sent = {"title": text, "description": text, "audience": "private", "parent": ""}
        answer = mum.post("/albums/", data=sent)
        slug = answer.location.split("/")[2]
        assert mum.post(f"/albums/{slug}/links", data={"label": text[:100]}).status_code == 303
        photo = f"/photos/{world.scenes['private'].photo}"
        said = {"caption": text, "alt_text": text, "tags": text[:60], "version": text}
        receipt = mum.upload((f"{text}.jpg", b"no picture at all"), new_album=text)
        assert receipt.status_code in (415, 422)
        answers = [
            mum.get(f"/albums/{slug}/"),
            mum.get(f"/albums/{slug}/sharing"),
            receipt,
            mum.get("/"),
            mum.post(f"{photo}/words", data=said),
            mum.post(f"{photo}/comments/", data={"words": text}),
            mum.post(f"{photo}/comments/", data={"words": text * 300}),
            mum.post(f"{photo}/date/", data={"day": text, "clock": text, "next": text}),
            mum.post(f"{photo}/edits/", data={"turns": text, "angle": text, "next": text}),
            mum.post("/selection/tag", data={"photo": [text], "from": "", "next": text}),
            mum.get(photo),
            mum.get(f"/nowhere/{text}"),
            mum.get(f"/?after={text}"),
            mum.get("/account/", headers={"User-Agent": text.encode("ascii", "ignore").decode()}),
            mum.post("/albums/", data={"title": "", "description": text, "audience": text, "parent": text}),
            mum.post(f"/albums/{slug}/links", data={"label": text * 9, "expires_on": text}),
            Person(app).get("/login", query_string={"next": text}),
            Person(app).post("/login", data={"email": text, "password": text, "next": text}),
            Person(app).post(f"/join/{world.invitation}", data={"name": text, "email": text}),
            Person(app).get(f"/join/{text}"),
            Person(app).get(f"/s/{text}/"),
        ]
        for answer in answers:
            assert answer.status_code < 500
            tags = [tag for tag, _attributes in Page(answer.text).elements]
            scripts = [words for tag, words in Page(answer.text).elements if tag == "script"]
            # Members get the rules for what to fetch ahead besides.
            assert tags.count("script") in (0, 2, 3)
            assert all("nonce" in words for words in scripts)
            handlers = [w for _tag, words in Page(answer.text).elements for w in words if w.startswith("on")]
            assert handlers == []
            assert not {"iframe", "object", "embed", "base"} & set(tags)


def test_056_data_is_no_template(mum: Person) -> None:
    for text in (XSS[0], XSS[26], XSS[49], XSS[50], "\u2028</script>"):
        slug = mum.post("/albums/", data={"title": text, "audience": "private", "parent": ""}).location
        page = mum.get(slug)
        assert "SECRET_KEY" not in page.text
        assert " ".join(text.split()) in " ".join(Page(page.text).text.split())


def test_054_words_inside_a_file_are_words(
    app: Flask, mum: Person, make_photo: Callable[..., str], process: Callable[[], None]
) -> None:
    """EXIF, XMP and comments of a picture, through the decoder and onto its page."""
    text = XSS[26] + XSS[5]
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        exif[tag] = text
    exif.get_ifd(0x8769)[0x9003] = text
    exif.get_ifd(0x8769)[0xA434] = text
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li>'
        "&lt;img src=x onerror=alert(1)&gt;</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF>"
        "</x:xmpmeta>"
    )
    target = io.BytesIO()
    Image.new("RGB", (50, 40), "white").save(
        target, "JPEG", exif=exif, xmp=xmp.encode(), comment=text.encode()
    )
    uid = make_photo(mum, content=target.getvalue(), name="words.jpg")
    process()
    page = mum.get(f"/photos/{uid}").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "alert(1)" in Page(page).text
