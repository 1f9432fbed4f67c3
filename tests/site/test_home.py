import re

import pytest
from django.test import Client

from tests.accounts.builders import a_member, signed_in
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
