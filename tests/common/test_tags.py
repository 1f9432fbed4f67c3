from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from zyk.common.gauges import gauge_of
from zyk.common.moves import Tone
from zyk.common.provinces import PROVINCES, tiles_of


def drawn(source: str, path: str = "/", **context: Any) -> str:
    request = RequestFactory().get(path)
    return engines["django"].from_string(source).render(context, request)


class Step(TextChoices):
    DRAFT = "draft", "草稿"
    DONE = "done", "通过"

    @property
    def tone(self) -> Tone:
        return {Step.DRAFT: Tone.IDLE, Step.DONE: Tone.OK}[self]


class Thing:
    State = Step
    state = "done"


class Person(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 123456|yuan }}", "1,234.56"),
        ("{{ 1250000000|wan }}", "1,250.00"),
        ("{{ None|yuan }}", "—"),
        ("{{ 0.123|percent }}", "12.3%"),
        ("{{ 1234567|grouped }}", "1,234,567"),
        ("{{ 3984588|filesize_words }}", "3.8 MB"),
    ],
)
def test_figures_are_written_the_same_everywhere(source: str, text: str) -> None:
    assert drawn(source) == text


def test_a_pair_of_words_is_said_in_the_language_of_the_page() -> None:
    words = {"zh": "资源库", "en": "library"}
    assert drawn("{{ words|said }}", words=words) == "资源库"
    with translation.override("en"):
        assert drawn("{{ words|said }}", words=words) == "library"
        assert drawn("{{ words|said }}", words={"zh": "只有中文", "en": ""}) == "只有中文"
    assert drawn("{{ words|said }}", words="文字") == "文字"


def test_a_badge_is_drawn_from_a_state_or_from_the_thing_itself() -> None:
    by_state = drawn("{% badge state %}", state=Step.DONE)
    assert by_state == drawn("{% badge_of thing %}", thing=Thing())
    assert 'class="z-badge z-badge-ok"' in by_state
    assert "通过" in by_state
    assert "#check" in by_state


def test_a_field_joins_its_help_and_errors() -> None:
    page = drawn("{% field form.name %}", form=Person({"name": ""}))
    assert '<label for="id_name">姓名 <span class="z-need">必填</span></label>' in page
    assert 'class="form-control"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_choices_stand_in_a_fieldset_and_a_tick_beside_its_label() -> None:
    page = drawn("{{ form }}", form=Person())
    assert "<legend>类型" in page
    assert page.count('<label class="z-check"') == 2
    assert "form-control" not in drawn("{{ form.agreed }}", form=Person())


def test_the_summary_links_each_error_to_its_field() -> None:
    page = drawn("{% error_summary form %}", form=Person({"name": "", "kind": "a", "agreed": "on"}))
    assert '<a href="#id_name">姓名：这个字段是必填项。</a>' in page
    assert "有 1 处需要改" in page
    assert drawn("{% error_summary form %}", form=Person({"name": "王", "kind": "a", "agreed": "on"})).strip() == ""


def test_changing_the_query_keeps_the_rest_and_goes_back_to_the_first_page() -> None:
    source = "{% autoescape off %}{% query_with state='open' q=None %}{% endautoescape %}"
    assert drawn(source, path="/?page=3&q=x&province=32") == "?province=32&state=open"


def test_the_pager_keeps_the_filter() -> None:
    page = drawn("{% pager page %}", path="/?q=x", page=Paginator(range(30), 10).page(2))
    assert "11–20，共 30 件" in page
    assert 'href="?q=x&amp;page=3"' in page
    assert 'aria-current="page">2<' in page


def test_a_sorted_head_says_its_direction_and_turns_it() -> None:
    page = drawn('{% sort_head "budget" "预算" "budget" end=True %}')
    assert 'aria-sort="ascending"' in page
    assert 'href="?sort=-budget"' in page


@pytest.mark.parametrize(
    ("value", "threshold", "comparison", "unit", "tone", "result"),
    [
        (0.962, 0.9, "min", "ratio", "ok", "达到"),
        (0.381, 0.4, "min", "ratio", "bad", "差 1.9 个百分点"),
        (0.12, 0.1, "max", "ratio", "bad", "超出 2 个百分点"),
        (800, 1000, "min", "人", "bad", "差 200 人"),
        (0.5, None, "min", "ratio", "", "不判定"),
        (None, 0.5, "min", "ratio", "", "不判定"),
    ],
)
def test_the_rule_judges_only_against_a_threshold_that_is_set(
    value: float | None, threshold: float | None, comparison: str, unit: str, tone: str, result: str
) -> None:
    gauge = gauge_of(value, threshold, comparison, "占比", unit)
    assert (gauge.tone, gauge.result) == (tone, result)


def test_the_rule_says_both_numbers_to_those_who_do_not_see_it() -> None:
    assert 'aria-label="占比：38.1%，门槛 ≥ 40%"' in drawn('{% gauge 0.381 0.4 "min" "占比" "ratio" %}')


def test_every_province_has_one_tile_and_the_largest_count_the_deepest_colour() -> None:
    tiles, legend = tiles_of({"320000": 11, "110000": 1})
    assert [tile.code for tile in tiles] == [code for code, *_names in PROVINCES]
    heat = {tile.code: tile.heat for tile in tiles}
    assert (heat["320000"], heat["110000"], heat["540000"]) == (4, 0, 0)
    assert [words for _heat, words in legend] == ["0–2", "3–4", "5–7", "8–9", "10–11"]


def test_a_chart_is_data_not_code() -> None:
    page = drawn('{% chart "c" option "走势" %}', option={"title": "</script><b>"})
    assert 'data-chart="c" role="img" aria-label="走势"' in page
    assert '<script id="c" type="application/json">' in page
    assert "<b>" not in page
