"""How often a link is opened, without knowing by whom.

A visitor counts once a day: a hash of the connection under a random salt tells two of them apart. When the
day is over the salt is thrown away with all that was made with it, and nobody can tell who it was.
"""

import hashlib
import hmac
import re

from sqlalchemy import delete, select, update

from photoalbum.accounts import rows
from photoalbum.albums.models import ShareLink
from photoalbum.core.clock import now
from photoalbum.core.db import db
from photoalbum.core.tokens import new_secret
from photoalbum.sharing.models import LinkVisitor, VisitSalt

_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|facebookexternalhit|whatsapp|telegram|slack|discord|skype|embedly"
    r"|curl|wget|python|fetch|monitor|okhttp|java/|go-http",
    re.IGNORECASE,
)


def is_robot(user_agent: str) -> bool:
    """Whether this is a program that makes a preview, and no person who looks.

    >>> is_robot("TelegramBot (like TwitterBot)"), is_robot("Mozilla/5.0 (X11) Firefox/140.0"), is_robot("")
    (True, False, False)
    """
    return bool(_ROBOTS.search(user_agent))


def note_view(link_id: int, who: str) -> None:
    """Count that somebody opened the link. The caller commits."""
    day = now().date()
    salt = db.session.get(VisitSalt, day)
    if salt is None:
        forget_old()
        salt = VisitSalt(day=day, salt=new_secret())
        db.session.add(salt)
        db.session.flush()
    mark = hmac.digest(salt.salt.encode(), f"{link_id}\0{who}".encode(), hashlib.sha256).hex()[:32]
    is_new = db.session.get(LinkVisitor, (link_id, mark)) is None
    if is_new:
        db.session.add(LinkVisitor(link_id=link_id, mark=mark, day=day))
    db.session.execute(
        update(ShareLink)
        .where(ShareLink.id == link_id)
        .values(views=ShareLink.views + 1, visitors=ShareLink.visitors + int(is_new), last_used_at=now())
    )


def note_download(link_id: int) -> None:
    db.session.execute(
        update(ShareLink)
        .where(ShareLink.id == link_id)
        .values(downloads=ShareLink.downloads + 1, last_used_at=now())
    )


def let_in(link_id: int) -> bool:
    """Count a browser that has not been here before; False when enough of them have opened the link."""
    free = ShareLink.view_limit.is_(None) | (ShareLink.openings < ShareLink.view_limit)
    counted = update(ShareLink).where(ShareLink.id == link_id, free).values(openings=ShareLink.openings + 1)
    return bool(rows.changed(counted))


def forget_old() -> None:
    """Throw away the salts of days that are over, and with them every mark."""
    over = select(VisitSalt.day).where(VisitSalt.day < now().date())
    db.session.execute(delete(LinkVisitor).where(LinkVisitor.day.in_(over)))
    db.session.execute(delete(VisitSalt).where(VisitSalt.day < now().date()))
