"""The two editions of the standard that the store speaks: xAPI 1.0.3, and xAPI 2.0 (IEEE 9274.1.1)."""

import re
from enum import Enum


class Edition(Enum):
    """The value is what answers carry in X-Experience-API-Version; `of_statements` what a statement that names no
    version is given."""

    FIRST = "1.0.3"
    SECOND = "2.0.0"

    @property
    def of_statements(self) -> str:
        return "1.0.0" if self is Edition.FIRST else "2.0.0"


FIRST, SECOND = Edition.FIRST, Edition.SECOND
SPOKEN = [edition.value for edition in Edition]
_FIRST = re.compile(r"1\.0(?:\.\d+)?")
_SECOND = re.compile(r"2\.0(?:\.\d+)?")
_KNOWN = {"1.0.3": FIRST, "2.0.0": SECOND}


def edition_of(header: str) -> Edition | None:
    """The edition a request asks for; None when the header is missing or names another."""
    known = _KNOWN.get(header)
    if known is not None:
        return known
    if _FIRST.fullmatch(header):
        return FIRST
    return SECOND if _SECOND.fullmatch(header) else None


def is_version_of_statement(text: str, edition: Edition) -> bool:
    """A statement of the first edition may stand in a request of the second, not the other way round."""
    return _FIRST.fullmatch(text) is not None or (edition is SECOND and _SECOND.fullmatch(text) is not None)
