import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts.builders import PASSWORD, a_user
from zyk.accounts.actions import register_public_learner
from zyk.accounts.enums import Role, UserKind
from zyk.accounts.models import User
from zyk.accounts.queries import actor_of

pytestmark = pytest.mark.django_db
TYPED = {
    "username": "lin.xue",
    "name": "林雪",
    "email": "lin@example.org",
    "phone": "",
    "password": PASSWORD,
    "password_again": PASSWORD,
    "consent": "on",
}


def register(client: Client, **typed: str) -> Any:
    return client.post(reverse("accounts:register"), TYPED | typed)


def test_a_social_learner_registers_and_is_signed_in(client: Client) -> None:
    register(client)
    user = User.objects.get(username="lin.xue")
    assert user.kind == UserKind.PUBLIC
    assert actor_of(user, None).role == Role.PUBLIC_LEARNER
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_sending_the_form_twice_makes_one_account(client: Client) -> None:
    key = str(uuid.uuid4())
    first = register(client, once=key)
    second = register(Client(), once=key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "LIN.xue2"}, "已被使用"),
        ({"username": "a b"}, "用户名为"),
        ({"password": "12345", "password_again": "12345"}, "10"),
        ({"password_again": "something else"}, "不一致"),
        ({"consent": ""}, "须先同意"),
        ({"email": "no mail"}, "lin.xue"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client: Client, typed: dict[str, str], words: str) -> None:
    a_user(username="lin.xue2")
    answer = register(client, **typed)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert 'value="林雪"' in answer.content.decode()
    assert User.objects.count() == 1


def test_a_username_taken_in_the_meantime_is_refused_in_words() -> None:
    a_user(username="Lin.Xue")
    with pytest.raises(ValidationError) as refusal:
        register_public_learner(username="lin.xue", name="林雪", password=PASSWORD)
    assert list(refusal.value.message_dict) == ["username"]


def test_one_address_registers_only_so_many_accounts_an_hour(client: Client, settings: Settings) -> None:
    cache.clear()
    settings.ZYK_REGISTRATIONS_PER_HOUR = 1
    register(client)
    answer = register(Client(), username="another")
    assert not User.objects.filter(username="another").exists()
    assert 'value="another"' in answer.content.decode()
    cache.clear()
