"""What every test stands on: files in a folder of its own, work done at once, fast passwords, compiled words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from tests.migrated import fill_from_template, forget_template, keep_as_template
from zyk.words import compile_words


def pytest_configure(config: pytest.Config) -> None:
    """Compile changed words before anything is translated."""
    if not hasattr(config, "workerinput"):
        compile_words()


@pytest.fixture(autouse=True)
def _own_ground(settings: Settings, tmp_path: Path) -> None:
    from huey.contrib.djhuey import HUEY

    from zyk.library.search import forget_counts
    from zyk.records.dictionary import forget_all

    HUEY.immediate = True
    forget_counts()
    forget_all()  # names remembered from a test whose rows were thrown away afterwards
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path  # nothing is collected in tests; the static server only asks for a folder
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    settings.AXES_ENABLED = False
    translation.activate(settings.LANGUAGE_CODE)  # a request in English leaves its language behind


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start from a database that is already migrated, where there is one."""
    fill_from_template()
    yield
    forget_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        keep_as_template()
