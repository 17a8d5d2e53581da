"""Unguessable names and secrets."""

import base64
import hashlib
import hmac
import secrets

# Base58: without 0, O, I and l, so that a name can be read aloud.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_uid(length: int = 12) -> str:
    """A public name for a row, 70 bits at the default length: nothing can be counted or guessed from it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_secret() -> str:
    """256 random bits for a cookie or a bearer token. Only its digest may be stored."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a random secret. A plain hash suffices, because nobody can guess 256 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seal(key: str | bytes, purpose: str, uid: str, version: int) -> str:
    """A link token: the row's public name and an HMAC of it under the server's key.

    The maker can be shown the link again, a stolen database opens nothing, and raising the version
    kills every token made before (ACCEPTANCE 39). The HMAC part carries 192 bits.
    """
    return f"{uid}.{_mac(key, purpose, uid, version)}"


def uid_of(token: str) -> str | None:
    """The public name inside a token if its shape is right. `genuine` must still be asked."""
    uid, dot, mac = token.partition(".")
    return uid if dot and uid.isalnum() and uid.isascii() and len(mac) == 32 else None


def genuine(key: str | bytes, purpose: str, token: str, version: int) -> bool:
    """Whether this token was made by us for this purpose, and for this version of the row."""
    uid, _, mac = token.partition(".")
    return hmac.compare_digest(mac.encode(), _mac(key, purpose, uid, version).encode())


def blinded(key: str | bytes, name: str, link: str) -> str:
    """A name for the same bytes that nobody can check against bytes of their own, another under each link."""
    return _mac(key, f"name under {link}", name, 1)


def _mac(key: str | bytes, purpose: str, uid: str, version: int) -> str:
    raw = key.encode() if isinstance(key, str) else key
    mac = hmac.digest(raw, f"{purpose}\0{uid}\0{version}".encode(), "sha256")[:24]
    return base64.urlsafe_b64encode(mac).decode()
