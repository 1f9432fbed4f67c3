"""Real files for the tests of every context."""

import io
import zipfile
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.accounts.builders import a_user
from zyk.accounts.actor import Actor
from zyk.media.actions import make_preview, store_file
from zyk.media.models import StoredFile

SAMPLES = Path(__file__).parent / "samples"


def a_sample(name: str) -> SimpleUploadedFile:
    """One of the files in `samples`, as an upload."""
    return an_upload(name, (SAMPLES / name).read_bytes())


def an_upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_zip(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def stored(name: str, content: bytes | None = None, *, actor: Actor | None = None) -> StoredFile:
    """A stored file, its preview not yet made."""
    file = a_sample(name) if content is None else an_upload(name, content)
    return store_file(file, name=name, actor=actor or Actor(user=a_user()))


def previewed(name: str, content: bytes | None = None) -> StoredFile:
    """A stored file with its preview made."""
    stored_file = stored(name, content)
    make_preview(stored_file.pk)
    stored_file.refresh_from_db()
    return stored_file


def kept_files() -> list[str]:
    """Everything that lies in the file store, previews and temporary names included."""
    root = Path(default_storage.path(""))
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
