import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.reviews.actions.expert import checked_keywords
from zyk.reviews.enums import DECLARABLE
from zyk.reviews.models import Expert

SEPARATORS = re.compile(r"[,，、;；\s]+")


def split_words(text: str) -> list[str]:
    return [word for word in SEPARATORS.split(text) if word]


def wrong_fields(codes: list[str]) -> list[str]:
    """Codes of the catalogue have two (大类), four (专业类) or six digits (专业)."""
    return [code for code in codes if not re.fullmatch(r"\d{2}|\d{4}|\d{6}", code)]


def unit_named(text: str) -> Organisation | None:
    return Organisation.objects.filter(code=text).first() or Organisation.objects.filter(name=text).first()


class UnitField(forms.CharField):
    """A unit by its whole name or its code; the likely ones are named when none fits."""

    def clean(self, value: Any) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = unit_named(text)
        if found:
            return found
        near = list(Organisation.objects.filter(search_text__icontains=text.lower()).order_by("name")[:5])
        if len(near) == 1:
            return near[0]
        if near:
            names = "、".join(unit.name for unit in near)
            raise ValidationError(_("有几个单位相近，请写全名称或代码：%(names)s"), params={"names": names})
        raise ValidationError(_("没有这个单位，请写单位全称或代码"))


class _Fields(forms.Form):
    title = forms.CharField(label=_("职称"), max_length=60, required=False)
    fields_text = forms.CharField(
        label=_("研究领域（专业代码）"),
        max_length=200,
        required=False,
        help_text=_("专业目录中的两位、四位或六位代码，最熟悉的在前，用逗号隔开。"),
    )
    keywords_text = forms.CharField(
        label=_("关键词"), max_length=160, required=False, help_text=_("最多 5 个，用逗号隔开；分派时与材料对照。")
    )
    max_load = forms.IntegerField(
        label=_("最多承担件数"), min_value=1, max_value=200, required=False, help_text=_("不填则按专家组的规定。")
    )

    def clean_fields_text(self) -> list[str]:
        codes = split_words(self.cleaned_data["fields_text"])
        wrong = wrong_fields(codes)
        if wrong:
            raise ValidationError(_("不是专业目录代码：%(codes)s"), params={"codes": "、".join(wrong)})
        return codes

    def clean_keywords_text(self) -> list[str]:
        try:
            return checked_keywords(split_words(self.cleaned_data["keywords_text"]))
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from None


class ExpertForm(_Fields):
    username = forms.CharField(label=_("用户名"), max_length=150, help_text=_("此人在本平台的账号。"))
    organisation = UnitField(label=_("所在单位"), max_length=120, help_text=_("单位全称或代码；抽取时据此回避。"))
    field_order = ("username", "organisation")

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


class ExpertEditForm(_Fields):
    """What an expert keeps of himself; with `with_unit` also his unit, which only the ministry changes."""

    organisation = UnitField(label=_("所在单位"), max_length=120)

    def __init__(self, *args: Any, expert: Expert, with_unit: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": expert.title,
            "fields_text": "、".join(expert.fields),
            "keywords_text": "、".join(expert.keywords),
            "max_load": expert.max_load,
            "organisation": expert.organisation.name,
        }
        super().__init__(*args, **kwargs)
        if not with_unit:
            del self.fields["organisation"]

    @property
    def words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "title": given["title"],
            "fields": given["fields_text"],
            "keywords": given["keywords_text"],
            "max_load": given["max_load"],
            "organisation": given.get("organisation"),
        }


class RecusalForm(forms.Form):
    organisation = UnitField(label=_("回避单位"), max_length=120, help_text=_("单位全称或代码。"))
    kind = forms.ChoiceField(label=_("关系"), choices=[(kind.value, kind.label) for kind in DECLARABLE], required=False)
    reason = forms.CharField(label=_("理由"), max_length=300)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "other"


class AffiliationForm(forms.Form):
    unit = UnitField(label=_("单位"), max_length=120, help_text=_("兼职、曾任职的单位，都须回避。"))
    position = forms.CharField(label=_("职务"), max_length=80, required=False)
    valid_from = forms.DateField(
        label=_("自"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=_("至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ExpertListForm(forms.Form):
    file = forms.FileField(
        label=_("专家名单（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}), help_text=_("最多 5000 行。")
    )
