import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_landing_pages(settings: Settings) -> None:
    """After signing in and out these tests land on pages of this very context."""
    settings.LOGIN_REDIRECT_URL = "accounts:profile"
    settings.LOGOUT_REDIRECT_URL = "accounts:sign_in"
