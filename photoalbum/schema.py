"""Every model, so that Alembic and `create_app` know the whole schema."""

from photoalbum.accounts import authenticator, passkeys, recovery_codes, sign_ins
from photoalbum.accounts import models as accounts
from photoalbum.albums import models as albums
from photoalbum.albums import shelves
from photoalbum.photos import backups, clean_copies, films, guests, verifications
from photoalbum.photos import models as photos
from photoalbum.sharing import models as sharing
from photoalbum.uploads import models as uploads

__all__ = [
    "accounts",
    "albums",
    "authenticator",
    "backups",
    "clean_copies",
    "films",
    "guests",
    "passkeys",
    "photos",
    "recovery_codes",
    "sharing",
    "shelves",
    "sign_ins",
    "uploads",
    "verifications",
]
