from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.catalogue.models import Credential
from zyk.creditbank.enums import CredentialLevel, OutcomeKind
from zyk.creditbank.models import ConversionRule
from zyk.library.models import Course

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def credit_field(label: "StrOrPromise") -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=7, decimal_places=2, min_value=Decimal("0.01"))


def hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)


class ClaimForm(forms.Form):
    """A 1+X credential a learner holds."""

    credential = forms.ModelChoiceField(label=_("证书"), queryset=Credential.objects.order_by("name"))
    level = forms.ChoiceField(label=_("等级"), choices=CredentialLevel.choices)
    number = forms.CharField(label=_("证书编号"), max_length=80)
    organisation = forms.CharField(
        label=_("认定单位"), max_length=120, help_text=_("由哪所院校认定，请填写单位全称，例如你所在的学校")
    )
    achieved_on = forms.DateField(
        label=_("取得日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.FileField(label=_("证书扫描件"), required=False)

    def clean_organisation(self) -> Organisation:
        found = Organisation.objects.filter(name=self.cleaned_data["organisation"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("没有这个名称的单位，请填写全称"))
        return found


class RuleForm(forms.ModelForm):
    source_credit = credit_field(_("使用的成果学分"))
    target_credit = credit_field(_("转换后学分"))

    class Meta:
        model = ConversionRule
        fields = (
            "code",
            "title",
            "source_kind",
            "source_course",
            "source_credential",
            "source_level",
            "target_course",
            "minimum_percent",
            "condition",
            "expert_opinion",
            "effective_on",
        )
        widgets = {"effective_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    field_order = (
        "code",
        "title",
        "source_kind",
        "source_course",
        "source_credential",
        "source_level",
        "source_credit",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = cast(forms.ModelChoiceField, self.fields["source_course"])
        courses.queryset = Course.objects.filter(kind="standard", state="published").order_by("title", "id")
        if self.instance.pk:
            self.initial["source_credit"] = Decimal(self.instance.source_credit_hundredths) / 100
            self.initial["target_credit"] = Decimal(self.instance.target_credit_hundredths) / 100

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("source_kind")
        if kind == OutcomeKind.COURSE and not cleaned.get("source_course"):
            self.add_error("source_course", _("请选择来源课程"))
        if kind == OutcomeKind.CREDENTIAL:
            if not cleaned.get("source_credential"):
                self.add_error("source_credential", _("请选择来源证书"))
            if not cleaned.get("source_level"):
                self.add_error("source_level", _("请选择证书等级"))
        percent = cleaned.get("minimum_percent")
        if percent is not None and percent > 100:
            self.add_error("minimum_percent", _("最低成绩不能超过 100"))
        return cleaned

    def save(self, commit: bool = True) -> ConversionRule:
        self.instance.source_credit_hundredths = hundredths(self.cleaned_data["source_credit"])
        self.instance.target_credit_hundredths = hundredths(self.cleaned_data["target_credit"])
        return super().save(commit)


class RecogniseForm(forms.Form):
    credit = credit_field(_("学分"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
