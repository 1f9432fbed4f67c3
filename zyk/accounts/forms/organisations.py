from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import GRANTABLE_ROLES, Role, UserKind
from zyk.accounts.models import Organisation
from zyk.accounts.rules import Entry


class OrganisationForm(forms.ModelForm):
    """A unit of the register. What is there already keeps its kind and code."""

    class Meta:
        model = Organisation
        fields = ["kind", "code", "name", "english_name", "province", "city", "level", "owner", "ownership"]
        help_texts = {
            "code": _("院校用教育部十位学校标识码，其他单位用统一社会信用代码。"),
            "level": _("院校填写，例如：专科、本科。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"], self.fields["code"]

    def _post_clean(self) -> None:
        """What may stand in a unit's entry is said by the action, not by the instance."""


class AppointmentForm(forms.Form):
    """A first administrator, or an operator, for a unit that has nobody to do it."""

    role = forms.ChoiceField(label=_("角色"))
    username = forms.CharField(label=_("用户名"), max_length=60, help_text=_("常用工号或学号。"))
    name = forms.CharField(label=_("姓名"), max_length=80)
    email = forms.EmailField(label=_("邮箱"), help_text=_("设置密码的链接会发到这里。"))

    def __init__(self, *args: Any, organisation: Organisation) -> None:
        super().__init__(*args)
        roles = [Role.UNIT_ADMINISTRATOR, Role.OPERATOR]
        granted = GRANTABLE_ROLES.get(organisation.kind, ())
        choices = [(role.value, role.label) for role in roles if role in granted]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    @property
    def entry(self) -> Entry:
        return Entry(kind=UserKind.TEACHER, **self.cleaned_data)
