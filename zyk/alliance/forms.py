from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zyk.alliance.enums import CooperationKind, MemberKind, MemberState
from zyk.alliance.models import Agreement, Alliance, AllianceMember
from zyk.media.enums import FileKind

AGREEMENT_KINDS = frozenset({FileKind.PDF, FileKind.DOCUMENT, FileKind.IMAGE})


class DateInput(forms.DateInput):
    """The browser's own date field, filled in whatever the language of the page."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class FoundForm(forms.ModelForm):
    class Meta:
        model = Alliance
        fields = ["name", "purpose", "founded_on"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 5}), "founded_on": DateInput}

    def clean_founded_on(self) -> Any:
        founded_on = self.cleaned_data["founded_on"]
        if founded_on > timezone.localdate():
            raise forms.ValidationError(_("成立日期不能晚于今天"))
        return founded_on


class InviteForm(forms.Form):
    """The organisation is chosen before, from the directory."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("alliance", "身份"),
        choices=[(kind.value, kind.label) for kind in (MemberKind.CO_HOST, MemberKind.PARTICIPANT)],
        widget=forms.RadioSelect,
    )
    contribution = forms.CharField(
        label=_("承担内容"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如：承担哪几门课程、提供哪些设备与案例。会显示在联盟页面上。"),
    )


class AgreementForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("协议文件"),
        required=False,
        help_text=_("PDF、文字文稿或扫描图像。只有成员单位、所在省和教育部看得到。"),
    )

    class Meta:
        model = Agreement
        fields = ["title", "terms", "starts_on", "ends_on"]
        widgets = {"terms": forms.Textarea(attrs={"rows": 8}), "starts_on": DateInput, "ends_on": DateInput}


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=pgettext_lazy("alliance", "理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(forms.Form):
    has_read = forms.BooleanField(label=_("我已阅读协议全文，有权代表本单位签署"))


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("事项"), choices=CooperationKind.choices)
    text = forms.CharField(
        label=_("说明"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("能承担或提供什么，或需要什么资源。"),
    )


class WorkForm(forms.Form):
    title = forms.CharField(label=_("任务"), max_length=200)
    member = forms.ModelChoiceField(label=_("承担单位"), queryset=AllianceMember.objects.none())
    due_on = forms.DateField(label=_("完成期限"), widget=DateInput)

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = alliance.members.filter(state=MemberState.JOINED).select_related("organisation")
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = lambda member: member.organisation.name  # type: ignore[attr-defined]
