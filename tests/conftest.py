"""What every test stands on: files in a folder of its own, work done at once, fast passwords, compiled words."""

from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from zyk.words import compile_words


def pytest_configure(config: pytest.Config) -> None:
    """Compile changed words before anything is translated."""
    if not hasattr(config, "workerinput"):
        compile_words()


@pytest.fixture(autouse=True)
def _own_ground(settings: Settings, tmp_path: Path) -> None:
    from huey.contrib.djhuey import HUEY

    HUEY.immediate = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    settings.AXES_ENABLED = False
    translation.activate(settings.LANGUAGE_CODE)  # a request in English leaves its language behind
