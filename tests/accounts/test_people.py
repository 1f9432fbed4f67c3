import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.accounts.builders import a_member, a_user, an_organisation, signed_in
from tests.known import rows_in
from zyk.accounts.actions import add_person, end_membership, give_one_time_password
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Membership, User
from zyk.accounts.queries import memberships_of
from zyk.accounts.rules import Entry
from zyk.common.models import AuditEntry

pytestmark = pytest.mark.django_db
PAGES = ["people", "people_export", "person_add", "people_upload", "people_template"]


def an_entry(**fields: Any) -> Entry:
    return Entry(**({"username": "t100", "name": "赵敏", "kind": "teacher", "role": Role.TEACHER} | fields))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.UNIT_ADMINISTRATOR])
def test_only_unit_administrators_have_these_pages(client: Client, role: str, page: str) -> None:
    signed_in(client, a_member(role))
    assert client.get(reverse(f"accounts:{page}")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("accounts:people"))["Location"] == "/accounts/sign-in/?next=/accounts/people/"


def test_the_list_shows_own_people_and_no_contact_data(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    a_member(Role.STUDENT, administrator.organisation, name="周小明", phone="13912345678")
    a_member(Role.STUDENT, name="外校生")
    page = signed_in(client, administrator).get(reverse("accounts:people")).content.decode()
    assert "周小明" in page
    assert "13912345678" not in page
    assert "外校生" not in page


def test_the_list_is_searched_and_filtered(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR, name="李管理")
    a_member(Role.STUDENT, administrator.organisation, name="周小明")
    a_member(Role.TEACHER, administrator.organisation, name="吴老师")
    signed_in(client, administrator)

    def found(**query: str) -> list[str]:
        page = client.get(reverse("accounts:people"), query).context["page"]
        return [row.user.name for row in page]

    assert found(q="小明") == ["周小明"]
    assert found(role=Role.TEACHER) == ["吴老师"]
    assert found(q="小明", role=Role.TEACHER) == []


def test_the_list_costs_the_same_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    for _person in range(30):
        a_member(Role.STUDENT, administrator.organisation)
    signed_in(client, administrator)
    with django_assert_max_num_queries(8):
        client.get(reverse("accounts:people"))


def test_reading_contact_data_leaves_a_trace(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    student = a_member(Role.STUDENT, administrator.organisation, phone="13912345678")
    signed_in(client, administrator)
    page = client.get(reverse("accounts:person", args=[student.membership.uuid]))
    assert "13912345678" in page.content.decode()
    entry = AuditEntry.objects.get(verb="read_contact_data")
    assert (entry.actor_uuid, entry.object_uuid) == (administrator.user.uuid, student.user.uuid)
    client.get(reverse("accounts:person", args=[administrator.membership.uuid]))
    assert AuditEntry.objects.filter(verb="read_contact_data").count() == 1


def test_exporting_leaves_a_trace_too(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    a_member(Role.STUDENT, administrator.organisation, name="周小明", phone="13912345678")
    answer = signed_in(client, administrator).get(reverse("accounts:people_export"), {"role": Role.STUDENT})
    rows = rows_in(answer.content)
    assert rows[1][1] == "周小明"
    assert rows[1][6] == "13912345678"
    assert AuditEntry.objects.get(verb="export_contact_data").facts == {"rows": 1, "search": "", "role": "student"}


def test_people_of_other_units_do_not_exist(client: Client) -> None:
    stranger = a_member(Role.STUDENT)
    signed_in(client, a_member(Role.UNIT_ADMINISTRATOR))
    at = [stranger.membership.uuid]
    assert client.get(reverse("accounts:person", args=at)).status_code == 404
    assert client.post(reverse("accounts:membership_end", args=at)).status_code == 404
    assert client.post(reverse("accounts:one_time_password", args=at)).status_code == 404


def test_a_new_person_gets_a_link_to_set_a_password(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    signed_in(client, administrator)
    typed = {
        "username": "t100",
        "name": "赵敏",
        "kind": "teacher",
        "role": Role.TEACHER,
        "email": "zhao@example.org",
        "once": str(uuid.uuid4()),
    }
    with django_capture_on_commit_callbacks(execute=True):
        first = client.post(reverse("accounts:person_add"), typed)
        second = client.post(reverse("accounts:person_add"), typed)
    person = User.objects.get(username="t100")
    page = reverse("accounts:person", args=[person.memberships.get().uuid])
    assert [first["Location"], second["Location"]] == [page, page]
    assert not person.has_usable_password()
    assert [letter.to for letter in mail.outbox] == [["zhao@example.org"]]
    assert AuditEntry.objects.filter(verb="add_member").count() == 1


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.SCHOOL, Role.MINISTRY_OFFICER),
        (OrganisationKind.SCHOOL, Role.OPERATOR),
        (OrganisationKind.SCHOOL, Role.EXPERT),
        (OrganisationKind.PROVINCE, Role.MINISTRY_OFFICER),
        (OrganisationKind.ENTERPRISE, Role.PROVINCE_OFFICER),
    ],
)
def test_a_unit_gives_only_roles_of_its_kind(kind: str, role: str) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR, an_organisation(kind))
    with pytest.raises(ValidationError) as refusal:
        add_person(an_entry(role=role), organisation=administrator.organisation, actor=administrator)
    assert list(refusal.value.message_dict) == ["role"]
    assert not User.objects.filter(username="t100").exists()


def test_a_person_of_another_unit_is_taken_in_by_name_and_mail_only() -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    unit = administrator.organisation
    known = a_member(Role.TEACHER, username="T100", name="赵敏", email="zhao@example.org")
    with pytest.raises(ValidationError):
        add_person(an_entry(), organisation=unit, actor=administrator)
    add_person(an_entry(email="Zhao@example.org"), organisation=unit, actor=administrator)
    assert [m.organisation for m in memberships_of(known.user)] == [known.organisation, unit]
    assert known.user.notifications.count() == 1


def test_an_ended_capacity_can_be_given_again() -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    unit = administrator.organisation
    teacher = a_member(Role.TEACHER, unit, username="t100", name="赵敏")
    end_membership(teacher.membership, actor=administrator)
    assert list(memberships_of(teacher.user)) == []
    with pytest.raises(ValidationError):
        end_membership(teacher.membership, actor=administrator)
    add_person(an_entry(), organisation=unit, actor=administrator)
    assert list(memberships_of(teacher.user)) == [teacher.membership]
    with pytest.raises(ValidationError):
        add_person(an_entry(), organisation=unit, actor=administrator)
    assert Membership.objects.filter(user=teacher.user).count() == 1


def test_the_last_administrator_stays(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    signed_in(client, administrator)
    at = [administrator.membership.uuid]
    page = client.post(reverse("accounts:membership_end", args=at), follow=True).content.decode()
    assert "至少要有一名管理员" in page
    a_member(Role.UNIT_ADMINISTRATOR, administrator.organisation)
    client.post(reverse("accounts:membership_end", args=at))
    assert not administrator.membership.__class__.objects.get(pk=at and administrator.membership.pk).is_valid_on(
        timezone.localdate()
    )


def test_a_one_time_password_is_shown_once_and_only_for_own_people(client: Client) -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    student = a_member(Role.STUDENT, administrator.organisation)
    signed_in(client, administrator)
    answer = client.post(reverse("accounts:one_time_password", args=[student.membership.uuid]))
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert User.objects.get(pk=student.user.pk).check_password(password)
    a_member(Role.EXPERT, user=student.user)
    with pytest.raises(ValidationError):
        give_one_time_password(student.user, actor=administrator)


def test_no_one_time_password_for_an_officer_who_has_signed_in() -> None:
    administrator = a_member(Role.UNIT_ADMINISTRATOR)
    keeper = a_user(last_login=timezone.now())
    a_member(Role.SEAL_KEEPER, administrator.organisation, user=keeper)
    with pytest.raises(ValidationError):
        give_one_time_password(keeper, actor=administrator)
