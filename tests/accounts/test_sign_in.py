import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.accounts.builders import PASSWORD, a_member, a_user, an_organisation, signed_in
from tests.known import known
from zyk.accounts.actions import give_one_time_password
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.common.models import AuditEntry

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "quiet-river-42-stones"


def sign_in(client: Client, username: str, password: str = PASSWORD, **query: str) -> Any:
    return client.post(reverse("accounts:sign_in"), {"username": username, "password": password} | query)


def test_a_person_signs_in_whatever_the_case_of_the_username(client: Client) -> None:
    user = a_user(username="Wang.Li")
    assert sign_in(client, "wang.LI").status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_said_on_the_page_and_keeps_the_username(client: Client) -> None:
    a_user(username="wangli")
    answer = sign_in(client, "wangli", "not this one")
    assert answer.status_code == 200
    assert "用户名或密码不对" in answer.content.decode()
    assert 'value="wangli"' in answer.content.decode()


def test_signing_in_leads_back_only_to_our_own_pages(client: Client) -> None:
    a_user(username="wangli")
    assert sign_in(client, "wangli", next="https://elsewhere.example/").url == reverse("accounts:profile")
    client.logout()
    assert sign_in(client, "wangli", next="/accounts/notifications/").url == "/accounts/notifications/"


def test_five_failures_lock_the_username_out_even_with_the_right_password(client: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    a_user(username="wangli")
    answers = [sign_in(client, ("wangli", "WangLi")[n % 2], "wrong") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = sign_in(client, "wangli")
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert "_auth_user_id" not in client.session


def test_others_may_sign_in_while_one_username_is_locked_out(client: Client, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    a_user(username="wangli")
    a_user(username="zhaomin")
    for _attempt in range(5):
        sign_in(client, "wangli", "wrong")
    assert sign_in(client, "zhaomin").status_code == 302


def test_signing_out_needs_a_post(client: Client) -> None:
    signed_in(client, a_member(Role.TEACHER))
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_person_changes_the_password_and_stays_signed_in(client: Client) -> None:
    actor = a_member(Role.TEACHER)
    signed_in(client, actor)
    page = reverse("accounts:password_change")
    typed = {"old_password": "wrong", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert "现在的密码不对" in client.post(page, typed).content.decode()
    assert client.post(page, typed | {"old_password": PASSWORD})["Location"] == reverse("accounts:profile")
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert User.objects.get(pk=actor.user.pk).check_password(NEW_PASSWORD)
    assert AuditEntry.objects.get(verb="change_password").object_uuid == actor.user.uuid


def test_a_forgotten_password_is_reset_by_mail(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    user = a_user(username="wangli", email="Wang@example.org", language="en")
    user.set_unusable_password()
    user.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("accounts:password_reset"), {"email": "wang@EXAMPLE.org"})
    (letter,) = mail.outbox
    assert letter.to == ["Wang@example.org"]
    address = known(re.search(r"https?://[^/]+(/\S+)", str(letter.body))).group(1)
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert sign_in(client, "wangli", NEW_PASSWORD).status_code == 302
    assert "已经用过，或已过期" in Client().get(address, follow=True).content.decode()


def test_an_unknown_mail_address_gets_the_same_answer_and_no_mail(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("accounts:password_reset"), {"email": "nobody@example.org"})
    assert answer["Location"] == reverse("accounts:password_reset_sent")
    assert mail.outbox == []


def test_a_one_time_password_must_be_changed_before_anything_else(client: Client) -> None:
    school = an_organisation()
    administrator = a_member(Role.UNIT_ADMINISTRATOR, school)
    student = a_member(Role.STUDENT, school, username="s001", email="").user
    password = give_one_time_password(student, actor=administrator)
    sign_in(client, "s001", password)
    assert client.get(reverse("accounts:profile"))["Location"] == reverse("accounts:password_change")
    client.post(
        reverse("accounts:password_change"),
        {"old_password": password, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert User.objects.get(pk=student.pk).has_one_time_password is False


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "还没有账号"), ("en", "No account yet")])
@pytest.mark.parametrize("name", ["sign_in"])
def test_the_page_speaks_both_languages(client: Client, name: str, language: str, words: str) -> None:
    client.cookies["django_language"] = language
    assert words in client.get(reverse(f"accounts:{name}")).content.decode()
