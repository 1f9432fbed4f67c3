"""What is found, in every way people type."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.library.builders import a_course, a_library, a_resource, a_specialty, leader_of, on_team
from zyk.accounts.actor import VISITOR
from zyk.library.actions import edit_resource, publish_resource, withdraw_resource
from zyk.library.enums import EntryKind, LibraryState
from zyk.library.models import Library, SearchEntry
from zyk.library.search import Filters, facets, find, learn_words, reindex, search, suggestions
from zyk.library.search.prepare import prepared, question, sounds
from zyk.library.search.words import distance

pytestmark = pytest.mark.django_db


def titles(text: str, actor=VISITOR, **more) -> list[str]:  # type: ignore[no-untyped-def]
    return [entry.title for entry in search(text, actor=actor, **more).rows]


@pytest.fixture
def library() -> Library:
    return a_library(name="职业教育专业教学资源库")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("资源", True),
        ("教学资源", True),
        ("教学资源库", True),
        ("源库", True),
        ("库", True),
        ("zyk", True),
        ("ziyuanku", True),
        ("ZYK", True),
        ("zhiyejiaoyu", True),
        ("职业 资源库", True),
        ("资源 职业", True),
        ("教资", False),
        ("学分", False),
        ("库资", False),
        ("ziyuanguan", False),
    ],
)
def test_a_library_is_found_by_any_part_of_its_name(library: Library, asked: str, found: bool) -> None:
    assert (titles(asked, kind=EntryKind.LIBRARY) == [library.name]) == found


@pytest.mark.parametrize("asked", ["学分", "CNC", "cnc", "ＣＮＣ", "cn", "CNC 学分", "学分银行", "2019", "车"])
def test_a_resource_is_found_by_words_in_its_text(library: Library, asked: str) -> None:
    a_resource(library, title="数控机床", body="CNC 车床加工与学分银行，2019 年版。")
    a_resource(library, title="别的", body="没有那些词。")
    assert titles(asked, kind=EntryKind.RESOURCE) == ["数控机床"]


def test_no_phrase_reaches_from_one_field_into_another(library: Library) -> None:
    a_resource(library, title="甲乙", keywords="丙丁", body="戊己")
    assert titles("乙丙", kind=EntryKind.RESOURCE) == []
    assert titles("甲乙 丙丁 戊己", kind=EntryKind.RESOURCE) == ["甲乙"]


def test_a_hit_in_the_title_stands_before_keywords_and_these_before_text(library: Library) -> None:
    a_resource(library, title="其一", keywords="无", body="制动器")
    a_resource(library, title="其二", keywords="制动器", body="无")
    a_resource(library, title="制动器其三", keywords="无", body="无")
    assert titles("制动器", kind=EntryKind.RESOURCE) == ["制动器其三", "其二", "其一"]


def test_the_index_follows_a_changed_title_and_a_withdrawal(library: Library) -> None:
    leader = leader_of(library)
    resource = a_resource(library, title="旧的名称", body="正文", keywords="无")
    resource = edit_resource(resource, seen_at=resource.updated_at, changes={"title": "新的名称"}, actor=leader)
    assert titles("旧的") == []
    assert titles("新的") == ["新的名称"]
    withdraw_resource(resource, reason="过时", actor=leader)
    assert titles("新的") == []
    publish_resource(resource, actor=leader)
    assert titles("新的") == ["新的名称"]


def test_a_draft_is_found_by_the_team_alone(library: Library) -> None:
    a_resource(library, published=False, title="未发布的草稿")
    assert titles("草稿", kind=EntryKind.RESOURCE) == []
    assert titles("草稿", actor=on_team(a_library()), kind=EntryKind.RESOURCE) == []
    assert titles("草稿", actor=on_team(library), kind=EntryKind.RESOURCE) == ["未发布的草稿"]


def test_a_library_in_preparation_is_found_by_its_team_alone() -> None:
    library = a_library(state=LibraryState.PREPARING, name="筹建中的资源库")
    assert titles("筹建中") == []
    assert titles("筹建中", actor=leader_of(library)) == ["筹建中的资源库"]


def test_filters_and_facets_count_what_they_leave(library: Library) -> None:
    a_resource(library, title="制动器甲", media_type="video")
    a_resource(library, title="制动器乙", media_type="text")
    a_resource(library, title="制动器丙", media_type="text")
    found = search("制动器", actor=VISITOR, kind=EntryKind.RESOURCE, filters=Filters(media_type=("video",)))
    assert (found.total, [row.title for row in found.rows]) == (1, ["制动器甲"])
    counted = facets("制动器", actor=VISITOR, kind=EntryKind.RESOURCE, filters=Filters(media_type=("video",)))
    assert counted["media_type"] == [("text", 2), ("video", 1)]


def test_a_long_list_comes_in_pages(library: Library) -> None:
    for number in range(5):
        a_resource(library, title=f"制动器{number}")
    found = search("制动器", actor=VISITOR, kind=EntryKind.RESOURCE, page=2, per_page=2)
    assert (found.total, found.pages, len(found.rows)) == (5, 3, 2)


def test_a_course_is_found_by_the_titles_of_its_modules(library: Library) -> None:
    course = a_course(library, modules=(1,), title="数控编程")
    assert titles("模块1", kind=EntryKind.COURSE) == [course.title]


def test_reindexing_changes_nothing_that_was_in_step(library: Library) -> None:
    a_course(library, modules=(1,))
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", "kind", "title", "is_published"))
    assert reindex() == len(before)
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "kind", "title", "is_published")) == before


@pytest.mark.parametrize(
    "asked", ['"', "a'b", "(", "AND", "title:资源", "*", "资源*", "-", "NEAR(", "\\", "!", "％", "\x00"]
)
def test_signs_of_the_engines_are_only_signs(library: Library, asked: str) -> None:
    search(asked, actor=VISITOR)


def test_only_signs_find_nothing(library: Library) -> None:
    assert search("，。！", actor=VISITOR).total == 0


def test_chinese_is_cut_into_pairs_and_a_last_character() -> None:
    assert prepared("教学资源 CNC车") == "教学 学资 资源 源 cnc 车 q0q0q"
    assert question("教学资源")[0][0].tokens == ("教学", "学资", "资源")
    assert "pyzi pyyuan pyku" in sounds("资源库")


def test_specialty_name_and_code_find_the_library() -> None:
    library = a_library(specialty=a_specialty("560213", "融媒体技术与运营"), name="甲库")
    assert titles("560213", kind=EntryKind.LIBRARY) == [library.name]
    assert titles("融媒体", kind=EntryKind.LIBRARY) == [library.name]


@pytest.mark.parametrize(
    ("asked", "instead"),
    [("制动气", "制动器"), ("zhidongqo", "制动器"), ("zhidnogqi", "制动器"), ("autocda", "autocad"), ("天文学", "")],
)
def test_a_mistyped_word_leads_to_the_nearest_known_one(library: Library, asked: str, instead: str) -> None:
    a_resource(library, title="间隙调整", keywords="制动器、AutoCAD")
    learn_words()
    found = search(asked, actor=VISITOR, kind=EntryKind.RESOURCE)
    assert found.instead == instead
    assert [row.title for row in found.rows] == (["间隙调整"] if instead else [])


def test_most_pairs_of_characters_are_enough_when_nothing_else_is_found(library: Library) -> None:
    a_resource(library, title="变频器参数设置")
    found = search("变频器参数调设置", actor=VISITOR, kind=EntryKind.RESOURCE)
    assert ([row.title for row in found.rows], found.is_loose) == (["变频器参数设置"], True)


@pytest.mark.parametrize(
    ("asked", "also"), [("PLC", "可编程控制器"), ("可编程逻辑控制器", "plc"), ("刹车", "制动"), ("阿尔法", "甲字")]
)
def test_synonyms_are_looked_for_too(library: Library, settings: Any, tmp_path: Path, asked: str, also: str) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "synonyms.txt").write_text("甲字 = 阿尔法  # the operator's own\n", encoding="utf-8")
    a_resource(library, title=f"{also}的应用", keywords="无", body="无")
    found = search(asked, actor=VISITOR, kind=EntryKind.RESOURCE)
    assert [row.title for row in found.rows] == [f"{also}的应用"]
    assert also in found.also


def test_a_specialty_is_found_by_code_name_and_short_name() -> None:
    library = a_library(specialty=a_specialty("560213", "融媒体技术"), name="甲库")
    a_resource(library, title="某课", keywords="融媒体技术")
    for asked in ("560213", "融媒体技术", "融媒体"):
        assert "某课" in titles(asked, kind=EntryKind.RESOURCE)


def test_each_result_says_where_the_words_stand(library: Library) -> None:
    a_resource(library, title="制动器", keywords="无", body="制动器间隙")
    a_resource(library, title="乙", keywords="制动器", body="无")
    rows = search("制动器", actor=VISITOR, kind=EntryKind.RESOURCE).rows
    assert [row.matched for row in rows] == [["title", "text"], ["keywords"]]
    assert search("zdq", actor=VISITOR, kind=EntryKind.RESOURCE).rows[0].matched == ["sound"]


def test_facets_of_every_name_narrow_and_count(library: Library) -> None:
    point = library.points.all()[0]
    one = a_resource(library, title="制动器甲", level="component", points=[point])
    a_resource(library, title="制动器乙")
    counted = facets("制动器", actor=VISITOR, filters=Filters(library=library), kind=EntryKind.RESOURCE)
    year = str(one.published_at.year)  # type: ignore[union-attr]
    assert counted["level"] == [("component", 1), ("material", 1)]
    assert counted["point"] == [(str(point.pk), 1)]
    assert counted["year"] == [(year, 2)]
    assert counted["unit"] == [(library.lead_host.name, 2)]
    assert counted["specialty"] == [(library.specialty.code, 2)]
    for text in ("制动器", ""):
        for chosen in ({"point": (str(point.pk),)}, {"level": ("component",)}):
            filters = Filters(library=library, **chosen)  # type: ignore[arg-type]
            assert titles(text, kind=EntryKind.RESOURCE, filters=filters) == ["制动器甲"]
        assert titles(text, kind=EntryKind.RESOURCE, filters=Filters(year=("1999",))) == []
    assert facets("", actor=VISITOR, filters=Filters(library=library), kind=EntryKind.RESOURCE) == counted


def test_what_is_everywhere_is_counted_up_to_a_limit(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST", 2)
    a_resource(library, title="甲", body="制动器")
    for number in range(2):
        a_resource(library, title=f"制动器{number}")
    found = search("制动器", actor=VISITOR, kind=EntryKind.RESOURCE)
    assert (found.total, found.is_capped) == (2, True)
    assert [row.title for row in found.rows] == ["制动器1", "制动器0"]


def test_kept_figures_are_counted_anew_when_the_library_changes(library: Library) -> None:
    a_resource(library)
    library.refresh_from_db()
    assert search("", actor=VISITOR, kind=EntryKind.RESOURCE, filters=Filters(library=library)).total == 1
    a_resource(library)
    library.refresh_from_db()
    assert search("", actor=VISITOR, kind=EntryKind.RESOURCE, filters=Filters(library=library)).total == 2


def test_words_are_proposed_by_characters_pinyin_and_initials_and_only_published_ones(
    library: Library, client: Client
) -> None:
    a_resource(library, keywords="制动器、制动盘")
    a_resource(library, keywords="制动器")
    a_resource(library, keywords="制动秘密", published=False)
    a_resource(a_library(state=LibraryState.PREPARING), keywords="制动筹建")
    learn_words()
    for begun in ("制动", "zhidong", "zd"):
        assert suggestions(begun) == ["制动器", "制动盘"]
    answer = client.get("/libraries/suggest/", {"q": "zdq"}).json()
    assert answer == {"words": ["制动器"]}
    assert client.get("/libraries/suggest/", {"q": "\x00%_" * 100}).json() == {"words": []}


def test_distance_counts_slips_up_to_its_limit() -> None:
    assert [distance("abcd", other, 2) for other in ("abcd", "abdc", "abc", "xbcde", "wxyz")] == [0, 1, 1, 2, 3]
