import uuid

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from tests.accounts.builders import an_organisation
from zyk.accounts.models import Organisation
from zyk.common.models import Submission
from zyk.common.once import once

pytestmark = pytest.mark.django_db


@once
def make(request: HttpRequest) -> HttpResponse:
    made = an_organisation(name="新单位")
    return HttpResponse("先改错") if request.POST.get("wrong") else redirect(f"/made/{made.pk}/")


def sent(key: object, **fields: str) -> HttpRequest:
    request = RequestFactory().post("/make/", {"once": str(key), **fields})
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_double_click_does_the_thing_once_and_leads_to_its_answer() -> None:
    key = uuid.uuid4()
    first, second = make(sent(key)), make(sent(key))
    assert Organisation.objects.filter(name="新单位").count() == 1
    assert second["Location"] == first["Location"]


def test_a_form_shown_again_with_errors_may_be_sent_again() -> None:
    key = uuid.uuid4()
    make(sent(key, wrong="yes"))
    assert (Organisation.objects.filter(name="新单位").count(), Submission.objects.count()) == (0, 0)
    make(sent(key))
    assert Organisation.objects.filter(name="新单位").count() == 1


def test_a_form_without_a_key_is_simply_taken() -> None:
    assert make(sent("no key")).status_code == 302
