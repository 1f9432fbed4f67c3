"""Why the store does not take a statement, or does not answer. The words are the protocol's: English, for machines'
keepers; each names the place in the message."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """`status` is what the statements resource answers."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.text = message


class NotAStatement(Refused):
    """Not a statement by the standard; `place` leads to the property."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place, self.reason = place, reason


class BadRequest(Refused):
    """The request itself is not as the protocol says."""


class NotAuthorised(Refused):
    """No credential, an unknown or revoked one, or a wrong secret."""

    status = 401


class NotAllowed(Refused):
    """A good credential, but not for this."""

    status = 403


class NotFound(Refused):
    status = 404


class Conflict(Refused):
    """A different statement is stored under the same id."""

    status = 409


class Unfulfilled(Refused):
    """The document is not the one the caller last saw (If-Match, If-None-Match)."""

    status = 412


class NoSuchMethod(Refused):
    """The resource knows the method not; `allowed` are those it knows."""

    status = 405

    def __init__(self, allowed: str) -> None:
        super().__init__(f"this resource takes {allowed}")
        self.allowed = allowed


class TooLarge(Refused):
    status = 413


class TooMany(Refused):
    """More requests than the credential may send; again after so many seconds."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many requests: try again in {seconds} s")
        self.seconds = seconds
