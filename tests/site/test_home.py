import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import a_member, an_organisation, signed_in
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.catalogue.models import SpecialtyCategory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "把一门手艺"), ("en", "A craft, taken apart")])
def test_the_front_door_speaks_both_languages(client: Client, language: str, word: str) -> None:
    assert word in client.get("/", headers={"accept-language": language}).content.decode()


def test_before_a_catalogue_is_loaded_the_front_door_shows_no_index(client: Client) -> None:
    assert "按专业大类查找" not in client.get("/").content.decode()


def test_the_index_names_each_category_once(client: Client) -> None:
    for code, level in (("61", "secondary"), ("41", "junior-college"), ("21", "bachelor")):
        SpecialtyCategory.objects.create(code=code, name="农林牧渔大类", level=level)
    page = client.get("/").content.decode()
    assert page.count(">农林牧渔大类<") == 1
    assert ">41<" in page


def test_every_entrance_leads_somewhere(client: Client) -> None:
    page = client.get("/").content.decode()
    doors = re.findall(r'<a href="([^"]*)"><b>', page)
    assert [client.get(url).status_code in (200, 302) for url in doors] == [True] * 4


def test_the_workbench_shows_what_is_new(client: Client) -> None:
    actor = a_member(Role.HOST_EDITOR)
    assert actor.user
    notify([actor.user], text="申请书被退回修改", english_text="Your application was sent back", url="/style/")
    signed_in(client, actor)
    assert "申请书被退回修改" in client.get("/workbench/").content.decode()
    page = client.get("/workbench/", headers={"accept-language": "en"}).content.decode()
    assert "Your application was sent back" in page


def test_a_search_finds_only_what_the_searcher_may_see(client: Client) -> None:
    unit = an_organisation(name="苏北电梯学院")
    a_member(Role.TEACHER, unit, name="苏北老师")
    page = client.get(reverse("site:search"), {"q": "苏北"}).content.decode()
    assert "苏北电梯学院" in page
    assert "苏北老师" not in page
    administrator = a_member(Role.UNIT_ADMINISTRATOR, unit)
    assert "苏北老师" in signed_in(client, administrator).get(reverse("site:search"), {"q": "苏北"}).content.decode()
    other = a_member(Role.UNIT_ADMINISTRATOR)
    assert "苏北老师" not in signed_in(client, other).get(reverse("site:search"), {"q": "苏北"}).content.decode()
