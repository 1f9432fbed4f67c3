from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.records import iris
from zyk.records.enums import Scope
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

    def __init__(self, *args: Any, grantable: list[Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in grantable]  # type: ignore[attr-defined]

    def clean_library_iri(self) -> str:
        iri = self.cleaned_data["library_iri"]
        if iri and not is_iri(iri):
            raise ValidationError(_("标识要带协议，例如 https://zyk.example.cn/id/library/…"))
        return iri


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


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
