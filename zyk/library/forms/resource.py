from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.library.actions.resource import DESCRIBED
from zyk.library.enums import Language, PointKind, Rights, Scope
from zyk.library.models import KnowledgePoint, Library, Resource
from zyk.media.intake import IntakeField


class UploadForm(forms.Form):
    """What is the same for all files uploaded together; the rest is proposed from each file."""

    uploads = IntakeField(
        many=True, label=_("文件"), help_text=_("可一次选择多个。类型由文件内容判定；每个文件成为一条草稿。")
    )
    scope = forms.ChoiceField(label=_("范围"), choices=Scope.choices, initial=Scope.BASIC)
    rights = forms.ChoiceField(label=_("许可"), choices=Rights.choices, initial=Rights.ALLIANCE)
    author = forms.CharField(label=_("作者"), max_length=120, required=False)
    source = forms.CharField(label=_("素材来源"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uploads"].of(actor)  # type: ignore[attr-defined]


class PageForm(forms.Form):
    """A resource that is a page of text, or an empty component to be put together."""

    title = forms.CharField(label=_("标题"), max_length=200)
    kind = forms.ChoiceField(
        label=_("做成"),
        choices=[("page", _("图文页面（素材）")), ("component", _("积件：由素材按次序组成"))],
        initial="page",
    )
    body = forms.CharField(
        label=_("正文"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("可用 Markdown 或 HTML。脚本、样式与表单会被去掉。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "page" and not cleaned.get("body", "").strip():
            self.add_error("body", _("图文页面要有正文。"))
        return cleaned


class DescriptionForm(forms.ModelForm):
    """All monitored fields of a resource, with the stamp of the description it began from."""

    seen = forms.CharField(widget=forms.HiddenInput)
    points = forms.ModelMultipleChoiceField(
        label=_("知识点/技能点"),
        queryset=KnowledgePoint.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("语言"), choices=Language.choices)

    class Meta:
        model = Resource
        fields = list(DESCRIBED)
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "rights_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "rights_terms": _("另行约定时必填：写明谁可以怎样使用。"),
            "rights_until": _("授权的最后一天；不填为长期。到期后不能发布。"),
            "keywords": _("用顿号隔开。"),
            "audience": _("例如：高职二年级学生、电梯维修工。"),
            "source": _("自制、合作企业提供、公开资料等。"),
        }

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = list(library.points.all())
        self.fields["points"].queryset = library.points.all()  # type: ignore[attr-defined]
        self.fields["points"].choices = [  # type: ignore[attr-defined]
            (kind.label, [(point.pk, point.title) for point in points if point.kind == kind]) for kind in PointKind
        ]
        if self.instance.pk and not self.is_bound:
            self.initial["seen"] = self.instance.updated_at.isoformat()
            self.initial["points"] = [point.pk for point in self.instance.points.all()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rights") == Rights.CUSTOM and not cleaned.get("rights_terms", "").strip():
            self.add_error("rights_terms", _("许可为另行约定时，请写明许可条件。"))
        return cleaned

    def clean_seen(self) -> datetime:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None:
            raise ValidationError(_("请刷新页面后重新填写。"))
        return seen

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIBED}


class VersionForm(forms.Form):
    file = IntakeField(label=_("新文件"), required=False)
    body = forms.CharField(
        label=_("新正文"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 12})
    )
    changes = forms.CharField(label=_("本版变化"), max_length=300, help_text=_("例如：补拍复测一段，校正字幕。"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].of(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("body", "").strip():
            self.add_error("file", _("请选择新文件，或填写新正文。"))
        return cleaned
