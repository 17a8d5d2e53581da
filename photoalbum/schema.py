"""Every model, so that Alembic and `create_app` know the whole schema."""

from photoalbum.accounts import models as accounts
from photoalbum.albums import models as albums
from photoalbum.albums import shelves
from photoalbum.photos import backups, clean_copies, films, verifications
from photoalbum.photos import models as photos
from photoalbum.sharing import models as sharing
from photoalbum.uploads import models as uploads

__all__ = [
    "accounts",
    "albums",
    "backups",
    "clean_copies",
    "films",
    "photos",
    "sharing",
    "shelves",
    "uploads",
    "verifications",
]
