from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.records import iris
from zyk.records.enums import ErasureKind, Scope
from zyk.records.lines import words_here
from zyk.records.values import is_iri
from zyk.records.verbs import Verb


class CredentialForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("写明是哪个系统，例如“示范学院教学平台”。"))
    scopes = forms.MultipleChoiceField(label=_("权限"), widget=forms.CheckboxSelectMultiple)
    library_iri = forms.CharField(
        label=_("限定的资源库"),
        max_length=500,
        required=False,
        help_text=_("填资源库的标识（IRI）后，这个系统只能写入该库的记录；留空则不限定。"),
    )

    requests_per_minute = forms.IntegerField(
        label=_("每分钟请求上限"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("留空用全站的设定；0 表示不限。超过时对方收到 429 和需要等待的秒数。"),
    )

    def __init__(self, *args: Any, grantable: list[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in grantable]  # type: ignore[attr-defined]

    def clean_library_iri(self) -> str:
        return _library_iri(self.cleaned_data["library_iri"])


class RotationForm(forms.Form):
    """How long the old secret still opens, so that the other side can change over without a gap."""

    days = forms.TypedChoiceField(
        label=_("旧密钥再用"),
        coerce=int,
        initial=7,
        choices=[(0, _("立即失效")), (1, _("1 天")), (7, _("7 天")), (30, _("30 天")), (90, _("90 天"))],
    )


class ForwardTargetForm(forms.Form):
    title = forms.CharField(label=_("名称"), max_length=120)
    address = forms.CharField(
        label=_("地址"),
        max_length=500,
        help_text=_("对方 xAPI 的基础地址，例如 https://lrs.example.edu/xapi，不含 /statements。"),
    )
    version = forms.ChoiceField(label=_("协议版本"), choices=[("1.0.3", "xAPI 1.0.3"), ("2.0.0", "xAPI 2.0")])
    key = forms.CharField(label=_("标识"), max_length=200)
    secret = forms.CharField(label=_("密钥"), max_length=500, widget=forms.PasswordInput(render_value=True))
    library_iri = forms.CharField(
        label=_("限定的资源库"),
        max_length=500,
        required=False,
        help_text=_("填资源库的标识（IRI）后，只转发该库的记录；留空则转发全部。"),
    )
    from_start = forms.BooleanField(label=_("也转发以前的记录"), required=False)

    def clean_library_iri(self) -> str:
        return _library_iri(self.cleaned_data["library_iri"])


class BrowseForm(forms.Form):
    """What the statement browser filters by; a wrong value is said at its field and filters nothing."""

    person = forms.CharField(label=_("人员（用户名）"), required=False)
    library = forms.CharField(label=_("资源库（标识或编号）"), required=False)
    verb = forms.ChoiceField(label=_("行为"), required=False)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [  # type: ignore[attr-defined]
            ("", _("全部")),
            *((verb.name, words_here(verb.words)) for verb in Verb),
        ]

    def clean_person(self) -> User | None:
        text = self.cleaned_data["person"].strip()
        if not text:
            return None
        found = User.objects.filter(uuid=uuid) if (uuid := _uuid(text)) else User.objects.filter(username__iexact=text)
        person = found.first()
        if person is None:
            raise ValidationError(_("没有这个用户名。请填登录用的用户名，不是姓名。"))
        return person

    def clean_library(self) -> str:
        text = self.cleaned_data["library"].strip()
        if uuid := _uuid(text):
            return iris.iri_of("library", uuid)
        if text and not is_iri(text):
            raise ValidationError(_("请填资源库的编号（UUID）或完整标识。"))
        return text

    def clean_verb(self) -> Verb | None:
        name = self.cleaned_data["verb"]
        return Verb[name] if name else None


def _library_iri(iri: str) -> str:
    if iri and not is_iri(iri):
        raise ValidationError(_("标识要带协议，例如 https://zyk.example.cn/id/library/…"))
    return iri


class ErasureForm(forms.Form):
    """A person's own request; the operator names the person too."""

    kind = forms.ChoiceField(
        label=_("处理方式"),
        choices=ErasureKind.choices,
        widget=forms.RadioSelect,
        help_text=_("换成假名：记录仍计入统计，但不再指向本人。删除：记录不再存在，统计随之变化。"),
    )
    reason = forms.CharField(label=_("原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ErasureSearchForm(forms.Form):
    person = forms.CharField(label=_("人员（用户名）"))

    clean_person = BrowseForm.clean_person


class RefusalForm(forms.Form):
    answer = forms.CharField(label=_("不予处理的理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
