"""What a request brings to the statements resource: the statements, and the files beside them (xAPI 1.0.3, part 3,
1.5.2; the same in 2.0). And the same on the way out."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings

from zyk.records.calls import JSON, Call
from zyk.records.refusals import BadRequest, TooLarge

MIXED = "multipart/mixed"
MOST_PARTS = 200
_HASHES = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}
Headers = dict[str, str]


class Message(NamedTuple):
    """`files`: SHA-2 in small hexadecimal digits → content."""

    statements: bytes
    files: Mapping[str, bytes] = {}


def message_of(call: Call) -> Message:
    """Raises BadRequest naming the part that is not as it must be."""
    if call.header("CONTENT_TYPE") == JSON:  # by far the most
        return Message(call.body)
    media_type, parameters = call.content_type
    if media_type != MIXED:
        return Message(call.json())
    parts = _parts(call.body, parameters.get("boundary", ""))
    if not parts:
        raise BadRequest("the message has no part with the statements")
    headers, statements = parts[0]
    if headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise BadRequest(f"part 1: Content-Type must be {JSON}")
    return Message(statements, dict(_file(number, *part) for number, part in enumerate(parts[1:], start=2)))


def _file(number: int, headers: Headers, content: bytes) -> tuple[str, bytes]:
    if headers.get("content-transfer-encoding", "").lower() != "binary":
        raise BadRequest(f"part {number}: Content-Transfer-Encoding must be binary")
    named = headers.get("x-experience-api-hash", "").lower()
    make = _HASHES.get(len(named))
    if make is None:
        raise BadRequest(f"part {number}: X-Experience-API-Hash must be the SHA-2 of the file in hexadecimal digits")
    if len(content) > settings.ZYK_RECORDS_ATTACHMENT_BYTES:
        raise TooLarge(f"part {number}: a file may have {settings.ZYK_RECORDS_ATTACHMENT_BYTES} bytes; use fileUrl")
    if make(content).hexdigest() != named:
        raise BadRequest(f"part {number}: the content does not have the hash {named}")
    return named, content


def _parts(body: bytes, boundary: str) -> list[tuple[Headers, bytes]]:
    """RFC 2046, 5.1.1, strictly: lines end in CRLF, and the last boundary closes."""
    if not 1 <= len(boundary) <= 70 or not boundary.isascii():
        raise BadRequest("Content-Type: multipart/mixed needs a boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:
        raise BadRequest(f"the message has more than {MOST_PARTS} parts")
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise BadRequest("the message is not divided by its boundary, or not closed by it")
    return [_part(number, piece) for number, piece in enumerate(pieces[1:-1], start=1)]


def _part(number: int, piece: bytes) -> tuple[Headers, bytes]:
    padding, newline, rest = piece.partition(b"\r\n")
    if padding.strip(b" \t") or not newline:
        raise BadRequest(f"part {number}: the boundary must stand alone on its line")
    if rest.startswith(b"\r\n"):
        return {}, rest[2:]
    head, empty_line, content = rest.partition(b"\r\n\r\n")
    if not empty_line:
        raise BadRequest(f"part {number}: an empty line must follow the headers")
    headers: Headers = {}
    for line in head.decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon:
            raise BadRequest(f"part {number}: a header is malformed")
        headers[name.strip().lower()] = value.strip()
    return headers, content


def mixed(statements: bytes, files: Iterable[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """The answer with (hash, media type, content) of each file, and its Content-Type."""
    boundary = secrets.token_hex(16)
    line = f"\r\n--{boundary}".encode()
    pieces = [line, b"\r\nContent-Type: application/json\r\n\r\n", statements]
    for sha2, media_type, content in files:
        safe = media_type.replace("\r", " ").replace("\n", " ").encode("ascii", "ignore").decode()
        head = f"Content-Type: {safe}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}"
        pieces += [line, b"\r\n", head.encode(), b"\r\n\r\n", content]
    pieces += [line, b"--\r\n"]
    return b"".join(pieces)[2:], f"{MIXED}; boundary={boundary}"
