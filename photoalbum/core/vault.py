"""What the server must read again and a stolen database must not tell: sealed under the server's key."""

import base64
import hmac
import secrets

_NONCE = 12


def lock_up(key: str | bytes, purpose: str, owner: str, secret: str) -> str:
    """The secret, encrypted for this purpose and this owner: in another row it opens nothing.

    >>> release("server key", "app", "anna", lock_up("server key", "app", "anna", "JBSWY3DP"))
    'JBSWY3DP'
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - see below

    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key_for(key, purpose)).encrypt(nonce, secret.encode(), owner.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def release(key: str | bytes, purpose: str, owner: str, sealed: str) -> str | None:
    """The secret again, or None when it was sealed under another key, for another purpose or owner."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see below
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    raw = base64.urlsafe_b64decode(sealed)
    try:
        return AESGCM(_key_for(key, purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode()).decode()
    except InvalidTag:
        return None


def keyed_digest(key: str | bytes, purpose: str, owner: str, secret: str) -> str:
    """A digest that nobody can search for short secrets without the server's key."""
    return hmac.digest(_key_for(key, purpose), f"{owner}\0{secret}".encode(), "sha256").hex()


def _key_for(key: str | bytes, purpose: str) -> bytes:
    # Seven megabytes, which a site without second steps never needs.
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    raw = key.encode() if isinstance(key, str) else key
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"photoalbum {purpose}".encode()).derive(raw)
