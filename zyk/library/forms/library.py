from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation, User
from zyk.alliance.models import Alliance
from zyk.alliance.queries import joined_organisations
from zyk.library.enums import Standing, TeamRole
from zyk.library.models import Library


class CreateLibraryForm(forms.Form):
    """The specialty is chosen before; the lead host is the actor's own unit."""

    name = forms.CharField(label=_("名称"), max_length=120)
    english_name = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    description = forms.CharField(
        label=_("简介"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    from_profile = forms.BooleanField(
        label=_("按专业简介建立知识点、技能点与专业核心课程"), required=False, initial=True
    )
    foundation_courses = forms.BooleanField(label=_("同时建立专业基础课程"), required=False)


class LibraryForm(forms.ModelForm):
    """The library's own words, the alliance that builds it and who hosts it together with the lead host."""

    class Meta:
        model = Library
        fields = ["name", "english_name", "description", "alliance", "co_hosts"]
        labels = {"alliance": _("共建共享联盟")}
        widgets = {"description": forms.Textarea(attrs={"rows": 6}), "co_hosts": forms.CheckboxSelectMultiple}
        help_texts = {"co_hosts": _("从联盟的成员单位中选择。先选联盟并保存。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own, hosts = self.fields["alliance"], self.fields["co_hosts"]
        own.queryset = Alliance.objects.of_organisation(self.instance.lead_host_id)  # type: ignore[attr-defined]
        own.empty_label = _("不属于联盟")  # type: ignore[attr-defined]
        alliance = self.instance.alliance
        units = joined_organisations(alliance) if alliance else Organisation.objects.none()
        hosts.queryset = units.exclude(pk=self.instance.lead_host_id)  # type: ignore[attr-defined]


class TeamMemberForm(forms.Form):
    """A person is named by username, so that nobody's address book has to be shown."""

    username = forms.CharField(label=_("用户名"), max_length=150, help_text=_("对方登录时使用的用户名。"))
    role = forms.ChoiceField(label=_("分工"), choices=TeamRole.choices, initial=TeamRole.EDITOR)
    duty = forms.CharField(label=_("负责内容"), max_length=200, required=False)

    def clean_username(self) -> User:
        person = User.objects.filter(username__iexact=self.cleaned_data["username"], is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("没有这个用户名。请核对，或请单位管理员先增加此人。"))
        return person


class LibraryFilterForm(forms.Form):
    q = forms.CharField(label=_("名称、专业、拼音或首字母"), required=False, max_length=60)
    category = forms.ChoiceField(label=_("专业大类"), required=False)
    level = forms.ChoiceField(label=_("层次"), required=False)
    standing = forms.ChoiceField(label=_("项目状态"), required=False, choices=[("", _("全部")), *Standing.choices])

    def __init__(self, *args: Any, categories: list[str], levels: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("全部")), *((name, name) for name in categories)]  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("全部")), *levels]  # type: ignore[attr-defined]
