import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.accounts.builders import a_member, signed_in
from tests.rulebook.builders import NOTICE_2019, rulebook_2019, rulebook_2031
from zyk.accounts.enums import Role
from zyk.rulebook.actions import freeze_rulebook
from zyk.rulebook.layout import PARTS
from zyk.rulebook.models import Rulebook

pytestmark = pytest.mark.django_db
CHANGED = NOTICE_2019.replace("threshold: 1000", "threshold: 1200", 1)


def a_file(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("rules.yaml", text.encode() if isinstance(text, str) else text)


def officer(client: Client) -> Client:
    return signed_in(client, a_member(Role.MINISTRY_OFFICER))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


def previewed(client: Client, text: str) -> dict[str, Any]:
    """What the browser sends when the preview is confirmed."""
    html = client.post("/rulebooks/upload/", {"file": a_file(text)}).content.decode()
    return {"text": text.replace("\n", "\r\n"), "once": hidden(html, "once"), "replacing": hidden(html, "replacing")}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_anybody_reads_every_part_in_both_languages(client: Client, part: str, language: str) -> None:
    rulebook_2019()
    html = client.get(f"/rulebooks/2019/{part}/", headers={"accept-language": language}).content.decode()
    assert ("未设定" in html) == (language == "zh-hans")
    assert ("Not set" in html) == (language == "en")
    assert "/figures/" not in html
    assert "Traceback" not in html


def test_a_rule_is_shown_with_its_source_and_its_day(client: Client) -> None:
    rulebook_2019()
    html = client.get("/rulebooks/2019/").content.decode()
    assert "2019-06-23" in html
    assert "通知二（一）" in html
    assert "不低于 1,000" in html
    english = client.get("/rulebooks/2019/", headers={"accept-language": "en"}).content.decode()
    assert "23 June 2019" in english
    assert "Notice, part 2 (1)" in english
    assert "at least 1,000" in english


def test_the_list_names_each_edition_and_costs_the_same_for_more(
    client: Client, django_assert_num_queries: Any
) -> None:
    assert "还没有规则集" in client.get("/rulebooks/").content.decode()
    rulebook_2019()
    client.get("/rulebooks/")
    with django_assert_num_queries(1):
        client.get("/rulebooks/")
    rulebook_2031()
    client.get("/rulebooks/")
    with django_assert_num_queries(1):
        html = client.get("/rulebooks/").content.decode()
    assert "2031 年度试用规则集（虚构）" in html
    assert "虚构，仅供试用" in html


def test_the_text_can_be_downloaded_word_for_word(client: Client) -> None:
    rulebook_2019()
    response = client.get("/rulebooks/2019/download/")
    assert response.content.decode() == NOTICE_2019
    assert response["Content-Disposition"] == 'attachment; filename="rulebook-2019.yaml"'


def test_unknown_editions_and_parts_are_404(client: Client) -> None:
    rulebook_2019()
    assert client.get("/rulebooks/1999/").status_code == 404
    assert client.get("/rulebooks/2019/other/").status_code == 404
    assert officer(client).get("/rulebooks/2019/figures/indicators/nothing/threshold/").status_code == 404


@pytest.mark.parametrize("path", ["upload/", "2019/history/", "2019/history/1/", "2019/figures/notice_working_days/"])
def test_only_the_ministry_officer_may_open_what_edits(client: Client, path: str) -> None:
    rulebook_2019()
    assert client.get(f"/rulebooks/{path}").status_code == 302
    signed_in(client, a_member(Role.PROVINCE_OFFICER))
    assert client.get(f"/rulebooks/{path}").status_code == 404
    officer(client)
    assert client.get(f"/rulebooks/{path}").status_code == 200


def test_a_new_version_is_compared_and_then_confirmed(client: Client) -> None:
    rulebook_2019()
    officer(client)
    html = client.post("/rulebooks/upload/", {"file": a_file(CHANGED)}).content.decode()
    assert "conditions › users › threshold" in html
    assert Rulebook.objects.get().source == NOTICE_2019
    sent = previewed(client, CHANGED)
    assert client.post("/rulebooks/upload/confirm/", sent)["Location"] == "/rulebooks/2019/"
    assert client.post("/rulebooks/upload/confirm/", sent)["Location"] == "/rulebooks/2019/"
    assert Rulebook.objects.get().source == CHANGED
    assert Rulebook.objects.get().versions.count() == 2


def test_of_two_who_upload_only_the_first_is_kept(client: Client) -> None:
    rulebook_2019()
    officer(client)
    mine, theirs = previewed(client, CHANGED), previewed(client, NOTICE_2019 + "# theirs\n")
    client.post("/rulebooks/upload/confirm/", theirs)
    response = client.post("/rulebooks/upload/confirm/", mine, follow=True)
    assert "已被他人更新" in response.content.decode()
    assert Rulebook.objects.get().source == NOTICE_2019 + "# theirs\n"


def test_a_wrong_file_is_refused_at_the_field(client: Client) -> None:
    officer(client)
    html = client.post("/rulebooks/upload/", {"file": a_file("year: soon\n")}).content.decode()
    assert "第 1 行，year：应当是整数，现在是“soon”" in html
    html = client.post("/rulebooks/upload/", {"file": a_file(b"\xff\xfe\x00")}).content.decode()
    assert "UTF-8" in html
    assert client.post("/rulebooks/upload/", {}).status_code == 200
    assert not Rulebook.objects.exists()


def test_a_frozen_edition_offers_no_change(client: Client) -> None:
    freeze_rulebook(rulebook_2019(), actor=a_member(Role.MINISTRY_OFFICER))
    officer(client)
    page = client.get("/rulebooks/2019/").content.decode()
    assert "已冻结" in page
    assert "/figures/" not in page
    assert "已冻结，不能再改" in client.post("/rulebooks/upload/", {"file": a_file(CHANGED)}).content.decode()
    sent = previewed(client, CHANGED)
    assert "已冻结" in client.post("/rulebooks/upload/confirm/", sent, follow=True).content.decode()
    assert "已冻结" in client.get("/rulebooks/2019/figures/notice_working_days/").content.decode()
    assert Rulebook.objects.get().source == NOTICE_2019


def test_an_unknown_share_is_set_as_a_percentage(client: Client) -> None:
    rulebook_2019()
    officer(client)
    address = "/rulebooks/2019/figures/indicators/active_user_share/threshold/"
    html = client.get(address).content.decode()
    sent = {"once": hidden(html, "once"), "value": "140", "basis": "教职成厅函〔2019〕11号"}
    html = client.post(address, sent).content.decode()
    assert "占比不能超过 100%" in html
    assert 'value="140"' in html
    response = client.post(address, sent | {"value": "40"})
    assert response["Location"] == "/rulebooks/2019/measures/"
    html = client.get("/rulebooks/2019/measures/").content.decode()
    assert "不低于 40%" in html
    assert "依据：教职成厅函〔2019〕11号" in html
    assert "已经设定" in client.get(address).content.decode()
    assert "第 2 版" in client.get("/rulebooks/2019/history/").content.decode()


def test_a_whole_number_is_asked_for_where_one_is_needed(client: Client) -> None:
    rulebook_2019()
    officer(client)
    address = "/rulebooks/2019/figures/notice_working_days/"
    html = client.post(address, {"value": "2.5", "basis": ""}).content.decode()
    assert "这里要填整数" in html
    assert Rulebook.objects.get().edition.notice_working_days is None
