import pytest
from django.test import RequestFactory

from tests.accounts.builders import a_province
from zyk.accounts.models import Province
from zyk.common.paging import page_of, sort_of

ALLOWED = {"code": ("code",), "name": ("name", "code")}


def test_a_column_sorts_both_ways_and_an_unknown_one_falls_back() -> None:
    get = RequestFactory().get
    assert sort_of(get("/?sort=name"), ALLOWED, "code").order_by == ("name", "code")
    assert sort_of(get("/?sort=-name"), ALLOWED, "code").order_by == ("-name", "-code")
    assert sort_of(get("/?sort=password"), ALLOWED, "-code").order_by == ("-code",)


@pytest.mark.django_db
def test_a_page_out_of_range_is_the_nearest_one() -> None:
    for number in range(5):
        a_province(code=f"99000{number}", name=f"省{number}", short_name=f"省{number}")
    rows = Province.objects.filter(code__startswith="99").order_by("code")
    assert [p.code for p in page_of(RequestFactory().get("/?page=99"), rows, per_page=2)] == ["990004"]
    assert page_of(RequestFactory().get("/?page=x"), rows, per_page=2).number == 1
