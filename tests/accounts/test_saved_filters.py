import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, signed_in
from zyk.accounts.enums import Role
from zyk.accounts.models import SavedFilter

pytestmark = pytest.mark.django_db
SAVE = reverse("accounts:saved_filter_save")
PEOPLE = reverse("accounts:people")


def test_a_filtered_list_is_kept_opened_and_removed(client: Client) -> None:
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    assert "保存此筛选" not in client.get(PEOPLE).content.decode()
    assert "保存此筛选" in client.get(PEOPLE, {"role": "expert"}).content.decode()
    client.post(SAVE, {"path": PEOPLE, "query": "q=&role=expert&page=3", "name": "专家"})
    kept = SavedFilter.objects.get()
    assert kept.url == f"{PEOPLE}?role=expert"
    assert "专家" in client.get(reverse("accounts:saved_filters")).content.decode()
    client.post(SAVE, {"path": PEOPLE, "query": "role=expert", "name": "专家"})
    client.post(SAVE, {"path": PEOPLE, "query": "page=2", "name": "空"})
    assert SavedFilter.objects.count() == 1
    client.post(reverse("accounts:saved_filter_remove", args=[kept.uuid]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("path", ["//example.org/", "https://example.org/", "/no/such/place/", ""])
def test_a_kept_filter_never_leads_elsewhere(client: Client, path: str) -> None:
    signed_in(client, a_member(Role.TEACHER))
    answer = client.post(SAVE, {"path": path, "query": "q=1", "name": "x"})
    assert answer["Location"] == reverse("accounts:saved_filters")
    assert not SavedFilter.objects.exists()


def test_a_filter_of_another_does_not_exist(client: Client) -> None:
    owner = a_member(Role.TEACHER)
    kept = SavedFilter.objects.create(user=owner.user, name="x", path="/", query="q=1")
    signed_in(client, a_member(Role.TEACHER))
    assert client.post(reverse("accounts:saved_filter_remove", args=[kept.uuid])).status_code == 404
