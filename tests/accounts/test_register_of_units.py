import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.accounts.builders import PASSWORD, a_member, a_province, an_organisation, signed_in
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Membership, Organisation, User

pytestmark = pytest.mark.django_db


def typed(**fields: str) -> dict[str, str]:
    a_province()
    entry = {"kind": "enterprise", "code": "91320200MA1MXXXX0X", "name": "无锡某电梯有限公司", "province": "320000"}
    return entry | fields


def test_the_operator_enters_a_unit_and_its_first_administrator(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    client.post(reverse("accounts:organisation_add"), typed())
    unit = Organisation.objects.get(code="91320200MA1MXXXX0X")
    assert (unit.kind, unit.name) == (OrganisationKind.ENTERPRISE, "无锡某电梯有限公司")
    page = reverse("accounts:organisation", args=[unit.uuid])
    client.post(page, {"role": "unit-administrator", "username": "gly", "name": "张工", "email": "z@example.org"})
    assert Membership.objects.get(organisation=unit).role == Role.UNIT_ADMINISTRATOR
    client.post(page, {"name": "无锡某电梯股份有限公司", "province": "320000"})
    unit.refresh_from_db()
    assert unit.name == "无锡某电梯股份有限公司"
    assert "张工" in client.get(page).content.decode()


def test_a_code_stands_once_and_a_unit_has_its_province(client: Client) -> None:
    signed_in(client, a_member(Role.OPERATOR))
    an_organisation(code="91320200MA1MXXXX0X")
    twice = client.post(reverse("accounts:organisation_add"), typed())
    nowhere = client.post(reverse("accounts:organisation_add"), typed(code="X1", province=""))
    assert "已有单位使用这个代码" in twice.content.decode()
    assert "请选择省份" in nowhere.content.decode()
    assert not Organisation.objects.filter(name="无锡某电梯有限公司").exists()


@pytest.mark.parametrize("role", [Role.UNIT_ADMINISTRATOR, Role.MINISTRY_OFFICER, Role.TEACHER])
def test_only_the_operator_keeps_the_register(client: Client, role: Role) -> None:
    signed_in(client, a_member(role))
    assert client.get(reverse("accounts:organisation_add")).status_code == 404
    assert client.post(reverse("accounts:organisation", args=[an_organisation().uuid])).status_code == 404


def test_the_first_operator_is_made_by_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSWORD)
    call_command("add_operator", "root", name="王运维")
    assert User.objects.get(username="root").check_password(PASSWORD)
    assert Membership.objects.get().role == Role.OPERATOR
    with pytest.raises(CommandError):
        call_command("add_operator", "root", name="王运维")
