"""Secrets of other systems, which we must read back to use them: sealed with the site's key."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PURPOSE = b"zyk.records.forwarding:"


class Unreadable(Exception):
    """Sealed with another key: ZYK_SECRET_KEY was changed since."""


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(PURPOSE + settings.SECRET_KEY.encode()).digest()))
