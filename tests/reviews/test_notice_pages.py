from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.accounts.builders import a_member, signed_in
from tests.reviews.builders import CONTENT, a_dossier, a_notice
from zyk.accounts.enums import Role
from zyk.common.audit import history_of
from zyk.reviews.enums import ObjectionState
from zyk.reviews.models import Objection

pytestmark = pytest.mark.django_db
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
NAMED = {"grounds": "用户数与在校生数不符", "contact_name": "王某某", "contact": "13912345678"}


def with_contact_data() -> list[dict]:
    fields = [
        *CONTENT[0]["fields"],
        {"code": "lead_phone", "title": {"zh": "项目负责人电话", "en": "Tel"}, "type": "text", "value": "025-83201234"},
        {
            "code": "team",
            "title": {"zh": "团队", "en": "Team"},
            "type": "long_text",
            "value": "联系 13812345678 或 wang@example.org",
        },
    ]
    return [CONTENT[0] | {"fields": fields}]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everybody_reads_the_material_without_contact_data(client: Client, language: str) -> None:
    notice = a_notice(a_dossier(content=with_contact_data()))
    client.cookies["django_language"] = language
    assert client.get(reverse("reviews:notices")).status_code == 200
    page = client.get(reverse("reviews:notice", args=[notice.uuid])).content.decode()
    assert "演示机电专业教学资源库" in page
    page = client.get(reverse("reviews:notice_item", args=[notice.items.get().uuid])).content.decode()
    assert "演示机电专业教学资源库" in page
    assert [secret for secret in ("83201234", "13812345678", "wang@example.org") if secret in page] == []


def test_material_is_readable_only_while_the_notice_lasts(client: Client) -> None:
    notice = a_notice()
    item = reverse("reviews:notice_item", args=[notice.items.get().uuid])
    assert client.get(item).status_code == 200
    type(notice).objects.update(state="closed")
    assert client.get(item)["Location"] == reverse("reviews:notice", args=[notice.uuid])
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    assert client.get(item).status_code == 200


def test_a_notice_is_not_seen_before_its_first_day(client: Client) -> None:
    notice = a_notice(opens_on=timezone.localdate() + timedelta(days=2))
    pages = [
        reverse("reviews:notice", args=[notice.uuid]),
        reverse("reviews:notice_item", args=[notice.items.get().uuid]),
        reverse("reviews:objection_file", args=[notice.items.get().uuid]),
    ]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert notice.title not in client.get(reverse("reviews:notices")).content.decode()


def test_an_objection_is_filed_once_however_often_one_clicks(client: Client) -> None:
    notice = a_notice()
    url = reverse("reviews:objection_file", args=[notice.items.get().uuid])
    once = client.get(url).content.decode().split('name="once" value="')[1].split('"')[0]
    for _click in range(2):
        client.post(url, NAMED | {"once": once})
    assert Objection.objects.count() == 1


def test_what_is_missing_in_an_objection_is_said_at_its_field(client: Client) -> None:
    url = reverse("reviews:objection_file", args=[a_notice().items.get().uuid])
    assert set(client.post(url, {"grounds": "x"}).context["form"].errors) == {"contact_name", "contact"}
    assert set(client.post(url, {"grounds": "x", "is_anonymous": "on"}).context["form"].errors) == {"evidence"}
    assert Objection.objects.count() == 0


def test_an_anonymous_objection_of_a_signed_in_person_keeps_no_trace_of_him(client: Client) -> None:
    notice = a_notice()
    teacher = a_member(Role.TEACHER, name="欧阳不言")
    signed_in(client, teacher)
    answer = client.post(
        reverse("reviews:objection_file", args=[notice.items.get().uuid]),
        NAMED | {"is_anonymous": "on", "evidence": SimpleUploadedFile("依据.pdf", PDF)},
    )
    assert answer.status_code == 302
    objection = Objection.objects.get()
    assert (objection.filed_by, objection.contact, objection.contact_name) == (None, "", "")
    assert objection.evidence
    trail = [entry.actor_name for entry in [*history_of(objection), *history_of(objection.evidence)]]
    assert "欧阳不言" not in trail


def test_only_the_handling_officer_reads_who_filed_and_it_is_on_record(client: Client) -> None:
    notice = a_notice()
    client.post(reverse("reviews:objection_file", args=[notice.items.get().uuid]), NAMED)
    objection = Objection.objects.get()
    officer, province = a_member(Role.MINISTRY_OFFICER), a_member(Role.PROVINCE_OFFICER)
    shown, filer = (reverse(f"reviews:{name}", args=[objection.uuid]) for name in ("objection", "objection_filer"))
    signed_in(client, officer)
    assert "13912345678" not in client.get(shown).content.decode()
    assert "13912345678" in client.post(filer).content.decode()
    assert history_of(objection)[0].verb == "read_contact_data"
    signed_in(client, province)
    assert client.get(shown).status_code == 404
    signed_in(client, officer)
    Objection.objects.update(handler=province.organisation, state=ObjectionState.INVESTIGATING)
    assert client.post(filer).status_code == 404
    signed_in(client, province)
    assert "13912345678" in client.post(filer).content.decode()
    assert "13912345678" not in client.get(reverse("reviews:objections_export")).content.decode("latin-1")


def test_an_objection_goes_its_way_through_the_pages(client: Client) -> None:
    notice = a_notice()
    client.post(reverse("reviews:objection_file", args=[notice.items.get().uuid]), NAMED)
    objection = Objection.objects.get()
    officer = a_member(Role.MINISTRY_OFFICER)
    province = a_member(Role.PROVINCE_OFFICER)
    signed_in(client, officer)
    admit = reverse("reviews:objection_admit", args=[objection.uuid])
    assert client.post(admit, {"handler": notice.items.get().dossier.lead_organisation_id}).status_code == 200
    client.post(admit, {"handler": province.organisation.pk})
    signed_in(client, province)
    conclude = reverse("reviews:objection_conclude", args=[objection.uuid])
    assert set(client.post(conclude, {"finding": "x"}).context["finding_form"].errors) == {"to_state"}
    client.post(conclude, {"to_state": "unfounded", "finding": "经核对一致", "reply": "经核对，材料属实"})
    objection.refresh_from_db()
    assert (objection.state, objection.finding) == (ObjectionState.UNFOUNDED, "经核对一致")


def test_a_refusal_says_why(client: Client) -> None:
    notice = a_notice()
    client.post(reverse("reviews:objection_file", args=[notice.items.get().uuid]), NAMED)
    objection = Objection.objects.get()
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    refuse = reverse("reviews:objection_refuse", args=[objection.uuid])
    assert set(client.post(refuse, {"finding": ""}).context["refuse_form"].errors) == {"finding"}
    client.post(refuse, {"finding": "与材料无关"})
    objection.refresh_from_db()
    assert objection.state == ObjectionState.REFUSED


def test_a_notice_is_closed_from_its_page_only_when_it_is_over(client: Client) -> None:
    notice = a_notice()
    signed_in(client, a_member(Role.REVIEW_SECRETARY))
    close = reverse("reviews:notice_close", args=[notice.uuid])
    client.post(close)
    notice.refresh_from_db()
    assert notice.state == "open"
    today = timezone.localdate()
    type(notice).objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    client.post(close)
    notice.refresh_from_db()
    assert notice.state == "closed"


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MINISTRY_OFFICER, Role.REVIEW_SECRETARY}])
def test_the_ministry_pages_are_nobody_elses(client: Client, role: str) -> None:
    notice = a_notice()
    signed_in(client, a_member(role))
    names = ["experts", "expert_register", "draws", "experts_export"]
    assert {client.get(reverse(f"reviews:{name}")).status_code for name in names} == {404}
    assert client.post(reverse("reviews:notice_close", args=[notice.uuid])).status_code == 404
    expected = 200 if role == Role.PROVINCE_OFFICER else 404
    assert client.get(reverse("reviews:objections")).status_code == expected


def test_lists_cost_the_same_for_many(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    notice = a_notice(*[a_dossier() for _ in range(30)])
    for item in notice.items.all():
        Objection.objects.create(item=item, grounds="x")
    with django_assert_max_num_queries(8):
        client.get(reverse("reviews:notice", args=[notice.uuid]))
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    with django_assert_max_num_queries(9):
        client.get(reverse("reviews:objections"))
