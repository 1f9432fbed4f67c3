"""A tiny clamd on the loopback: what it condemns is not kept, and without its verdict nothing is."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from tests.media.builders import kept_files, stored
from zyk.media.enums import Remark

pytestmark = pytest.mark.django_db
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 500_000


def _received(connection: socket.socket) -> bytes | None:
    """The content of one INSTREAM; None when it is over the limit."""
    reader = connection.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    content = b""
    while size := struct.unpack(">I", reader.read(4))[0]:
        content += reader.read(size)
        if len(content) > LIMIT:
            return None
    return content


def _answer(content: bytes | None) -> bytes:
    if content is None:
        return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Signature FOUND\0" if TEST_VIRUS in content else b"stream: OK\0"


@pytest.fixture
def clamd(settings: Settings) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(_answer(_received(connection)))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        settings.ZYK_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        yield
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def refusal(name: str, content: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        stored(name, content)
    assert kept_files() == []
    return caught.value


def test_an_infected_file_is_named_and_not_kept_a_clean_one_is(clamd: None) -> None:
    error = refusal("说明.txt", b"words " + TEST_VIRUS)
    assert error.code == "infected"
    assert "Eicar-Signature" in error.messages[0]
    assert stored("说明.txt", "干净的文字".encode()).checks == []


def test_beyond_the_scanners_limit_only_recordings_pass_and_say_so(clamd: None) -> None:
    assert refusal("a.txt", b"long " * 300_000).code == "scanner"
    assert Remark.NOT_SCANNED in stored("clip.mp4").checks


def test_without_a_verdict_nothing_is_kept(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.ZYK_CLAMD = f"127.0.0.1:{taken.getsockname()[1]}"
    assert refusal("a.txt", b"some words").code == "scanner"
