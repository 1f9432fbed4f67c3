import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.catalogue.builders import a_credential, a_specialty
from zyk.catalogue.enums import CourseKind, Level
from zyk.catalogue.models import SpecialtyProfile
from zyk.catalogue.queries import search_credentials, search_specialties

pytestmark = pytest.mark.django_db


@pytest.fixture
def _three() -> None:
    a_specialty()
    a_specialty("660701", "汽车制造与检测", Level.SECONDARY)
    a_specialty("520201", "护理", category="医药卫生大类", class_name="护理类")


def codes(text: str = "", **query: str) -> list[str]:
    return [specialty.code for specialty in search_specialties(text, **query)]


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("汽车", ["460701", "660701"]),
        ("qczz", ["460701", "660701"]),
        ("QICHE 试验", ["460701"]),
        ("5202", ["520201"]),
        ("huli", ["520201"]),
        ("航空", []),
        ("%", []),
    ],
)
def test_specialties_are_found_by_name_code_pinyin_and_initials(text: str, found: list[str]) -> None:
    assert codes(text) == found


@pytest.mark.usefixtures("_three")
def test_specialties_are_filtered_by_level_and_category() -> None:
    assert codes("汽车", level=Level.SECONDARY) == ["660701"]
    assert codes(category="装备制造大类") == ["460701", "660701"]
    assert codes(category="46") == ["460701"]


def test_a_specialty_out_of_the_catalogue_is_not_offered_but_still_shown(client: Client) -> None:
    specialty = a_specialty()
    specialty.is_current = False
    specialty.save()
    assert codes("汽车") == []
    page = client.get(reverse("catalogue:specialty", args=["460701"])).content.decode()
    assert "已不在现行目录中" in page


@pytest.mark.usefixtures("_three")
def test_the_first_page_counts_each_category_and_level(client: Client) -> None:
    page = client.get(reverse("catalogue:specialties"))
    assert [(line.name, line.total) for line in page.context["lines"]] == [("装备制造大类", 2), ("医药卫生大类", 1)]
    assert reverse("catalogue:category", args=["46"]) in page.content.decode()


@pytest.mark.usefixtures("_three")
def test_a_category_shows_classes_with_their_specialties(client: Client) -> None:
    page = client.get(reverse("catalogue:category", args=["46"])).content.decode()
    assert "汽车制造类" in page
    assert "汽车制造与试验技术" in page
    assert reverse("catalogue:category", args=["66"]) in page
    assert client.get(reverse("catalogue:category", args=["99"])).status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["职业面向", "主要专业能力要求", "专业核心课程", "高职专科"]),
        ("en", ["Careers", "Abilities required", "Core courses", "Higher vocational college"]),
    ],
)
def test_a_specialty_page_reads_the_profile(client: Client, language: str, words: list[str]) -> None:
    specialty = a_specialty()
    SpecialtyProfile.objects.create(
        specialty=specialty, career_scope="面向汽车工程技术人员。", abilities="1.具有装配能力；2.具有检验能力。"
    )
    specialty.courses.create(kind=CourseKind.CORE, position=1, name="汽车装配与调试技术")
    specialty.occupations.create(occupation_code="6-22-02-01", occupation="汽车装调工")
    a_credential("智能新能源汽车", specialty)
    client.cookies["django_language"] = language
    page = client.get(reverse("catalogue:specialty", args=["460701"])).content.decode()
    for word in [*words, "<li>具有检验能力</li>", "汽车装配与调试技术", "汽车装调工", "智能新能源汽车"]:
        assert word in page


def test_a_specialty_without_a_profile_says_so(client: Client) -> None:
    a_specialty()
    assert "没有这个专业" in client.get(reverse("catalogue:specialty", args=["460701"])).content.decode()
    assert client.get(reverse("catalogue:specialty", args=["999999"])).status_code == 404


def test_credentials_are_found_by_name_body_and_initials(client: Client) -> None:
    specialty = a_specialty()
    a_credential("智能新能源汽车", specialty, issuing_body="北京中车行高新技术有限公司", batch=1)
    a_credential("失智老年人照护")
    assert [c.name for c in search_credentials("中车行")] == ["智能新能源汽车"]
    assert [c.name for c in search_credentials("szlnr")] == ["失智老年人照护"]
    page = client.get(reverse("catalogue:credentials")).content.decode()
    assert reverse("catalogue:specialty", args=["460701"]) in page


def test_lists_cost_the_same_for_many(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(30):
        a_credential(f"证书{number}", a_specialty(f"4607{number:02}", f"专业{number}"))
    with django_assert_max_num_queries(3):
        client.get(reverse("catalogue:specialties"), {"q": "专业"})
    with django_assert_max_num_queries(4):
        client.get(reverse("catalogue:category", args=["46"]))
    with django_assert_max_num_queries(3):
        client.get(reverse("catalogue:credentials"))
