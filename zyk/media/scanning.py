"""Virus scanning by clamd, before a content gets its place: what has no verdict is not stored, so never served.

The protocol is clamd's INSTREAM: length-prefixed pieces, a zero length, one line as answer."""

import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zyk.media.content.refusals import refused
from zyk.media.enums import FileKind
from zyk.media.formats import Format

CHUNK_BYTES = 256 * 1024
TIMEOUT_SECONDS = 120
# Recordings may be larger than any scanner takes; they are kept with a remark.
_MAY_PASS = frozenset({FileKind.VIDEO, FileKind.AUDIO})


def scanned(path: Path, content: Format) -> bool:
    """Whether a scanner passed the content; True as well where no scanner is set. Raises ValidationError for an
    infected file, when the scanner gives no verdict, and for anything but a recording beyond its size limit."""
    if not settings.ZYK_CLAMD:
        return True
    try:
        answer = _verdict(path)
    except OSError as error:
        raise refused(_("病毒扫描器没有回应，文件暂不能存入。请稍后再上传，或联系运维人员。"), "scanner") from error
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream:").removesuffix("FOUND").strip()
        raise refused(_("文件带有病毒（%(found)s），没有存入。请先在本机查杀。"), "infected", found=found)
    if answer.endswith(" OK"):
        return True
    if "size limit" in answer and content.kind in _MAY_PASS:
        return False
    if "size limit" in answer:
        raise refused(_("文件超过病毒扫描器的大小上限，没有存入。请拆分后上传，或联系运维人员。"), "scanner")
    raise refused(_("病毒扫描器没有回应，文件暂不能存入。请稍后再上传，或联系运维人员。"), "scanner")


def _verdict(path: Path) -> str:
    with _connected() as connection, path.open("rb") as content:
        try:
            connection.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK_BYTES):
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it stops reading at its limit and says so
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    """`/path/of.socket` or `host:port`."""
    address = settings.ZYK_CLAMD
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)
