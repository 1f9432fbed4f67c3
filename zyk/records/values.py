"""The small values inside statements: IRIs, language tags, instants, durations. Each says yes or no quickly,
because the same few IRIs and tags come again and again."""

import re
from datetime import UTC, datetime
from functools import lru_cache

MAX_IRI_LENGTH = 8000

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x1f]+", re.ASCII)
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"  # language, extended languages
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"  # script, region
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"  # variants
    r"(?:-[A-WY-Za-wy-z0-9](?:-[A-Za-z0-9]{2,8})+)*(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"  # extensions, private use
    r"|[xX](?:-[A-Za-z0-9]{1,8})+|[iI](?:-[A-Za-z0-9]{2,8})+"
)
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}")
_MEDIA_TYPE = re.compile(r"[\w.+!#$&^-]+/[\w.+!#$&^-]+(?:\s*;.*)?", re.ASCII)
_N = r"(\d+(?:[.,]\d+)?)"
_DURATION = re.compile(
    rf"P(?=.)(?:{_N}W|(?:{_N}Y)?(?:{_N}M)?(?:{_N}D)?(?:T(?=\d)(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?)", re.ASCII
)
_SECONDS = (604800, 31557600, 2629800, 86400, 3600, 60, 1)  # a year of 365.25 days, a month a twelfth of it


@lru_cache(maxsize=65536)
def is_iri(text: str) -> bool:
    """An absolute IRI: with a scheme, without spaces or control characters."""
    return len(text) <= MAX_IRI_LENGTH and _IRI.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def is_language(tag: str) -> bool:
    """A language tag by RFC 5646."""
    return len(tag) <= 80 and _LANGUAGE.fullmatch(tag) is not None


@lru_cache(maxsize=65536)
def is_mailto(text: str) -> bool:
    return len(text) <= MAX_IRI_LENGTH and _MAILTO.fullmatch(text) is not None


def is_sha1(text: str) -> bool:
    return _SHA1.fullmatch(text) is not None


def is_sha2(text: str) -> bool:
    return _SHA2.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    return _MEDIA_TYPE.fullmatch(text) is not None


@lru_cache(maxsize=16384)
def seconds_of(duration: str) -> float | None:
    """The length of an ISO 8601 duration in seconds; None when it is none."""
    match = _DURATION.fullmatch(duration)
    if match is None or len(duration) > 100:
        return None
    return sum(float(n.replace(",", ".")) * unit for n, unit in zip(match.groups(), _SECONDS, strict=True) if n)


def instant_of(text: str) -> datetime | None:
    """The instant an ISO 8601 timestamp names, in UTC (without an offset it is read as UTC); None when it is none.

    A date alone is not an instant, and an offset of minus zero is forbidden (xAPI 1.0.3, part 2, 4.5)."""
    if "T" not in text or text.endswith(("-00:00", "-0000", "-00")):
        return None
    try:
        instant = datetime.fromisoformat(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
