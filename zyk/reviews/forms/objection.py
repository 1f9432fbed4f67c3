from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import OrganisationKind
from zyk.accounts.models import Membership, Organisation, User
from zyk.media.enums import FileKind
from zyk.reviews.actions.objection import CONCLUSIONS, OFFICERS
from zyk.reviews.models import Objection

EVIDENCE_KINDS = (FileKind.PDF, FileKind.IMAGE, FileKind.DOCUMENT)
MOST_BYTES = 20 * 1024**2


class ObjectionForm(forms.Form):
    grounds = forms.CharField(
        label=_("异议内容与依据"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请写明材料中的哪一处、与什么事实不符。"),
    )
    is_anonymous = forms.BooleanField(
        label=_("匿名提出"), required=False, help_text=_("匿名异议须附依据材料；实名异议请填写下面两项。")
    )
    contact_name = forms.CharField(label=_("姓名"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=160,
        required=False,
        help_text=_("只有负责核查的经办人可以查看，查看会留下记录。"),
    )
    evidence = forms.FileField(
        label=_("依据材料"),
        required=False,
        help_text=_("PDF、图片或文字文稿，不超过 20 MB。匿名时请自行去除文件中的个人信息。"),
    )

    def clean_evidence(self) -> UploadedFile | None:
        file = self.cleaned_data.get("evidence")
        if file and file.size > MOST_BYTES:
            raise ValidationError(_("文件超过 20 MB。"))
        return file or None

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("is_anonymous"):
            if not found.get("evidence") and "evidence" not in self.errors:
                self.add_error("evidence", _("匿名异议须附依据材料"))
        else:
            for name in ("contact_name", "contact"):
                if not (found.get(name) or "").strip():
                    self.add_error(name, _("实名异议请填写姓名和联系方式"))
        return found


class AdmitForm(forms.Form):
    handler = forms.ModelChoiceField(label=_("核查单位"), queryset=Organisation.objects.none(), empty_label=None)
    assignee = forms.ModelChoiceField(
        label=_("核查人"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("由核查单位自行安排"),
        help_text=_("在申请的单位任职或曾任职的人不在名单中。"),
    )

    def __init__(self, *args: Any, objection: Objection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = objection.item.dossier.lead_organisation
        units = Organisation.objects.filter(kind=OrganisationKind.MINISTRY) | Organisation.objects.filter(
            kind=OrganisationKind.PROVINCE, province_id=lead.province_id
        )
        self.fields["handler"].queryset = units.order_by("kind", "name")  # type: ignore[attr-defined]
        tied = Membership.objects.filter(organisation__in=objection.item.dossier.organisations.all()).values("user")
        officers = User.objects.filter(memberships__organisation__in=units, memberships__role__in=OFFICERS)
        self.fields["assignee"].queryset = officers.exclude(pk__in=tied).distinct().order_by("name")  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    finding = forms.CharField(
        label=_("不予受理的理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )


class FindingForm(forms.Form):
    to_state = forms.ChoiceField(
        label=_("核查结论"), choices=[(state.value, state.label) for state in CONCLUSIONS], widget=forms.RadioSelect
    )
    finding = forms.CharField(label=_("核查情况和依据"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    reply = forms.CharField(
        label=_("给提出人的答复"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("提出人看到的是这段答复，不是核查情况。匿名异议可以不填。"),
    )
