import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.reviews.models import Expert


class UnitField(forms.CharField):
    """A unit by its whole name or its code; the likely ones are named when none fits."""

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = Organisation.objects.filter(code=text).first() or Organisation.objects.filter(name=text).first()
        if found:
            return found
        near = list(Organisation.objects.filter(search_text__icontains=text.lower()).order_by("name")[:5])
        if len(near) == 1:
            return near[0]
        if near:
            names = "、".join(unit.name for unit in near)
            raise ValidationError(_("有几个单位相近，请写全名称或代码：%(names)s"), params={"names": names})
        raise ValidationError(_("没有这个单位，请写单位全称或代码"))


class ExpertForm(forms.Form):
    username = forms.CharField(label=_("用户名"), max_length=150, help_text=_("此人在本平台的账号。"))
    organisation = UnitField(label=_("所在单位"), max_length=120, help_text=_("单位全称或代码；抽取时据此回避。"))
    title = forms.CharField(label=_("职称"), max_length=60, required=False)
    fields_text = forms.CharField(
        label=_("研究领域（专业类代码）"),
        max_length=200,
        required=False,
        help_text=_("四位代码，最熟悉的在前，用逗号隔开。"),
    )

    user: User

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip()
        user = User.objects.filter(username__iexact=username, is_active=True).first()
        if user is None:
            raise ValidationError(_("没有这个账号。请先由单位管理员增加人员。"))
        if Expert.objects.filter(user=user).exists():
            raise ValidationError(_("此人已在专家库中"))
        self.user = user
        return username

    def clean_fields_text(self) -> list[str]:
        codes = [code for code in re.split(r"[,，、;；\s]+", self.cleaned_data["fields_text"]) if code]
        wrong = [code for code in codes if not re.fullmatch(r"\d{4}", code)]
        if wrong:
            raise ValidationError(_("不是四位专业类代码：%(codes)s"), params={"codes": "、".join(wrong)})
        return codes


class RecusalForm(forms.Form):
    organisation = UnitField(label=_("回避单位"), max_length=120, help_text=_("单位全称或代码。"))
    reason = forms.CharField(label=_("理由"), max_length=300)
