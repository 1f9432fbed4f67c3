"""What every page has around it: headers, navigation, languages, error pages."""

import re

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from tests.accounts.builders import a_member, a_user, signed_in
from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.enums import Role
from zyk.common import navigation

pytestmark = pytest.mark.django_db


def asked(actor: Actor, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    return request


def test_every_answer_forbids_foreign_and_inline_code(client: Client) -> None:
    policy = client.get("/style/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_no_page_of_ours_carries_inline_style_or_script(client: Client) -> None:
    for path in ("/", "/style/"):
        page = client.get(path).content.decode()
        assert re.findall(r"\sstyle=|\son\w+=|<style", page) == []
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []


@pytest.mark.parametrize(("language", "word", "lang"), [("zh-hans", "样式页", "zh-Hans"), ("en", "Style page", "en")])
def test_the_style_page_speaks_both_languages(client: Client, language: str, word: str, lang: str) -> None:
    page = client.get("/style/", headers={"accept-language": language}).content.decode()
    assert word in page
    assert f'<html lang="{lang}"' in page


def test_the_style_page_in_english_is_whole(client: Client) -> None:
    page = client.get("/style/", headers={"accept-language": "en"}).content.decode()
    told = re.findall(r"<h2[^>]*>([^<]*)", page)
    assert [title for title in told if re.search(r"[\u4e00-\u9fff]", title)] == []


def test_the_language_is_switched_by_a_form(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/style/"})
    assert answer["Location"] == "/style/"
    assert "Style page" in client.get("/style/").content.decode()


def test_an_unknown_address_gets_our_own_page(client: Client) -> None:
    answer = client.get("/nothing/here/")
    assert (answer.status_code, "没有这一页" in answer.content.decode()) == (404, True)


def test_an_expired_form_gets_our_own_page() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/i18n/setlang/", {"language": "en"})
    assert (answer.status_code, "表单已过期" in answer.content.decode()) == (403, True)


def test_the_page_of_a_breakdown_needs_nothing() -> None:
    assert "系统出错" in engines["django"].get_template("500.html").render()


def test_navigation_leaves_out_what_nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    places = (navigation.Place("site:home", "首页"), navigation.Place("nobody:here", "没有"))
    monkeypatch.setattr(navigation, "PUBLIC", places)
    assert [link.label for link in navigation.public_links(asked(VISITOR))] == ["首页"]


def test_navigation_leaves_out_what_the_role_may_not_open() -> None:
    def shown(role: str) -> list[str]:
        groups = navigation.side_groups(asked(a_member(role), "/workbench/"))
        return [link.url for _title, links in groups for link in links]

    assert "/trail/" in shown(Role.MINISTRY_OFFICER)
    assert "/trail/" not in shown(Role.REVIEW_SECRETARY)


def test_every_role_has_its_navigation() -> None:
    assert set(navigation.BY_ROLE) == set(Role.values)


def test_the_current_page_is_marked() -> None:
    links = navigation.public_links(asked(VISITOR, "/"))
    assert [link.url for link in links if link.is_current] == ["/"]


def test_a_person_with_two_capacities_may_switch_in_the_band(client: Client) -> None:
    actor = a_member(Role.TEACHER, name="李老师")
    signed_in(client, actor)
    assert "以哪个身份办事" not in client.get("/workbench/").content.decode()
    a_member(Role.HOST_EDITOR, actor.organisation, user=actor.user)
    page = client.get("/workbench/").content.decode()
    assert page.count('name="membership"') == 2
    assert "李老师" in page


def test_a_person_without_capacity_still_has_a_workbench(client: Client) -> None:
    signed_in(client, Actor(user=a_user(name="赵同学")))
    assert "赵同学，你好" in client.get("/workbench/").content.decode()


def test_a_visitor_is_asked_to_sign_in_before_his_workbench(client: Client) -> None:
    with translation.override("zh-hans"):
        assert client.get("/workbench/").status_code == 302
