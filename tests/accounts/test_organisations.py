import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_province, an_organisation
from tests.known import known
from zyk.accounts.actions import load_provinces, load_schools
from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Organisation, Province
from zyk.accounts.queries import search_organisations

pytestmark = pytest.mark.django_db


def names(**query: str) -> list[str]:
    return [unit.name for unit in search_organisations(**query)]


def test_a_unit_is_found_by_name_initials_pinyin_and_code() -> None:
    an_organisation(name="无锡职业技术大学", code="4132012345")
    an_organisation(name="重庆电子科技职业大学")
    assert names(text="无锡") == ["无锡职业技术大学"]
    assert names(text="WXZYJS") == ["无锡职业技术大学"]
    assert names(text="chongqing") == ["重庆电子科技职业大学"]
    assert names(text="4132012345") == ["无锡职业技术大学"]
    assert names(text="大学 电子") == ["重庆电子科技职业大学"]


def test_units_are_filtered_by_province_and_kind() -> None:
    beijing = a_province("110000", "北京市", "北京")
    an_organisation(name="甲校", province=beijing)
    an_organisation(OrganisationKind.ENTERPRISE, beijing, name="乙公司")
    an_organisation(name="丙校")
    assert names(province="110000") == ["乙公司", "甲校"] or names(province="110000") == ["甲校", "乙公司"]
    assert names(province="110000", kind=OrganisationKind.SCHOOL) == ["甲校"]


def test_the_official_lists_load_and_loading_again_changes_nothing() -> None:
    own = an_organisation(name="演示公司", kind=OrganisationKind.ENTERPRISE)
    for _time in range(2):
        assert (load_provinces(), load_schools()) == (35, 1641)
        assert (Province.objects.count(), Organisation.objects.count()) == (35, 1642)
    school = Organisation.objects.get(name="无锡职业技术大学")
    assert (school.kind, known(school.province).short_name, school.level) == ("school", "江苏", "职业本科")
    assert Organisation.objects.get(pk=own.pk).name == "演示公司"


def test_identities_survive_a_second_loading() -> None:
    load_provinces()
    load_schools()
    before = dict(Organisation.objects.values_list("code", "uuid"))
    load_schools()
    assert dict(Organisation.objects.values_list("code", "uuid")) == before


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "单位名录"), ("en", "Directory of organisations")])
def test_everybody_reads_the_directory(client: Client, language: str, words: str) -> None:
    an_organisation(name="无锡职业技术大学")
    client.cookies["django_language"] = language
    page = client.get(reverse("accounts:organisations"), {"q": "wx"}).content.decode()
    assert words in page
    assert "无锡职业技术大学" in page


def test_the_directory_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _unit in range(30):
        an_organisation()
    with django_assert_max_num_queries(3):
        client.get(reverse("accounts:organisations"))
