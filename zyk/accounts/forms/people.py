from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import UserKind
from zyk.accounts.models import Organisation, User
from zyk.accounts.rules import PHONE, Entry, roles_grantable

MOST_BYTES = 10 * 1024**2


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES, help_text=_("页面和邮件所用的语言。"))

    class Meta:
        model = User
        fields = ["name", "email", "phone", "language"]
        help_texts = {"email": _("用于通知和找回密码。"), "phone": _("只有本单位管理员可以查看，查看会留下记录。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_real_name:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("已实名，姓名由单位管理员维护。")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("手机号只能有数字、空格、括号、+ 和 -"))
        return phone


class PersonForm(forms.Form):
    """A person to take in; what is right or wrong is said by `rules.faults_of_entry`."""

    username = forms.CharField(label=_("用户名"), max_length=60, help_text=_("常用工号或学号。"))
    name = forms.CharField(label=_("姓名"), max_length=80)
    kind = forms.ChoiceField(
        label=_("类型"), choices=[choice for choice in UserKind.choices if choice[0] != UserKind.PUBLIC]
    )
    role = forms.ChoiceField(label=_("角色"))
    scope = forms.CharField(label=_("班级或部门"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("邮箱"), required=False, help_text=_("填写后，设置密码的链接会发到这里；不填则另发一次性密码。")
    )
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    valid_until = forms.DateField(
        label=_("有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_grantable(organisation.kind)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    @property
    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)


class PeopleListForm(forms.Form):
    file = forms.FileField(
        label=_("人员名单"),
        help_text=_("只接受 .xlsx，不超过 10 MB，一次最多 5000 行。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("文件超过 10 MB。"))
        return file
