import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role, UserKind
from zyk.accounts.middleware import SESSION_KEY
from zyk.accounts.models import Notification, User
from zyk.accounts.notices import notify

pytestmark = pytest.mark.django_db


def test_a_person_edits_the_profile_and_the_pages_follow_the_language(client: Client) -> None:
    user = a_user(UserKind.PUBLIC)
    signed_in(client, Actor(user=user))
    typed = {"name": "林雪", "email": "lin@example.org", "phone": "138 0000 0000", "language": "en"}
    client.post(reverse("accounts:profile"), typed)
    user.refresh_from_db()
    assert (user.name, user.email, user.phone, user.language) == ("林雪", "lin@example.org", "138 0000 0000", "en")
    assert "Profile" in client.get(reverse("accounts:profile")).content.decode()


def test_the_name_of_a_real_name_person_stays(client: Client) -> None:
    user = a_user(name="林雪", is_real_name=True)
    signed_in(client, Actor(user=user))
    client.post(reverse("accounts:profile"), {"name": "别人", "email": "", "phone": "", "language": "zh-hans"})
    assert User.objects.get(pk=user.pk).name == "林雪"


def test_a_faulty_profile_is_told_and_not_saved(client: Client) -> None:
    user = a_user(name="林雪")
    signed_in(client, Actor(user=user))
    typed = {"name": "林小雪", "email": "x", "phone": "abc", "language": "zh-hans"}
    answer = client.post(reverse("accounts:profile"), typed)
    assert 'value="林小雪"' in answer.content.decode()
    assert User.objects.get(pk=user.pk).name == "林雪"


def test_a_person_with_two_capacities_changes_between_them(client: Client) -> None:
    school = an_organisation()
    editor = a_member(Role.HOST_EDITOR, school)
    expert = a_member(Role.EXPERT, school, user=editor.user)
    signed_in(client, editor)
    client.post(reverse("accounts:switch_capacity"), {"membership": expert.membership.uuid})
    assert client.session[SESSION_KEY] == expert.membership.pk


def test_nobody_acts_in_the_capacity_of_another(client: Client) -> None:
    teacher, officer = a_member(Role.TEACHER), a_member(Role.MINISTRY_OFFICER)
    signed_in(client, teacher)
    answer = client.post(reverse("accounts:switch_capacity"), {"membership": officer.membership.uuid})
    assert answer.status_code == 404
    assert client.post(reverse("accounts:switch_capacity"), {"membership": "x"}).status_code in (302, 404)
    assert client.session[SESSION_KEY] == teacher.membership.pk


def test_notifications_are_read_one_by_one_or_all_at_once(client: Client) -> None:
    actor = a_member(Role.TEACHER)
    notify([actor.user], text="一", english_text="one", url="/accounts/profile/")
    notify([actor.user], text="二", english_text="two")
    notify([actor.user], text="三", english_text="three", url="https://elsewhere.example/")
    first, second, third = Notification.objects.order_by("id")
    signed_in(client, actor)
    assert client.get(reverse("accounts:open_notification", args=[first.pk]))["Location"] == "/accounts/profile/"
    assert client.get(reverse("accounts:open_notification", args=[third.pk]))["Location"] == reverse(
        "accounts:notifications"
    )
    assert list(Notification.objects.filter(read_at=None)) == [second]
    client.post(reverse("accounts:read_notifications"))
    assert not Notification.objects.filter(read_at=None).exists()


def test_notifications_of_others_do_not_exist(client: Client) -> None:
    notify([a_user()], text="一", english_text="one")
    signed_in(client, a_member(Role.TEACHER))
    note = Notification.objects.get()
    assert client.get(reverse("accounts:open_notification", args=[note.pk])).status_code == 404
    client.post(reverse("accounts:read_notifications"))
    note.refresh_from_db()
    assert note.read_at is None
    assert "还没有通知" in client.get(reverse("accounts:notifications")).content.decode()


def test_notifications_are_told_in_the_readers_language(client: Client) -> None:
    actor = a_member(Role.TEACHER)
    notify([actor.user], text="请盖章", english_text="Please seal")
    signed_in(client, actor)
    assert "请盖章" in client.get(reverse("accounts:notifications")).content.decode()
    client.cookies["django_language"] = "en"
    assert "Please seal" in client.get(reverse("accounts:notifications")).content.decode()
