from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actions import send_password_links
from zyk.accounts.models import User
from zyk.accounts.rules import USERNAME

PASSWORD_HELP = _("至少 10 位，不能全是数字，不能与用户名、姓名相近，也不能是常见密码。")


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不对。请检查后再试；连续多次不对会暂时锁定。"),
        "inactive": _("这个账号已停用，请联系本单位管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")

    def clean_username(self) -> str:
        """One spelling, so that failed attempts are counted together."""
        return self.cleaned_data["username"].strip().lower()


def _chinese_first(form: forms.Form, labels: dict[str, Any]) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
    form.fields["new_password1"].help_text = PASSWORD_HELP


class OwnPasswordForm(PasswordChangeForm):
    error_messages = {
        "password_mismatch": _("两次输入的新密码不一致。"),
        "password_incorrect": _("现在的密码不对，请重新输入。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chinese_first(
            self,
            {"old_password": _("现在的密码"), "new_password1": _("新密码"), "new_password2": _("再输入一次新密码")},
        )


class NewPasswordForm(SetPasswordForm):
    error_messages = {"password_mismatch": _("两次输入的新密码不一致。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _chinese_first(self, {"new_password1": _("新密码"), "new_password2": _("再输入一次新密码")})


class ForgottenPasswordForm(PasswordResetForm):
    """Also serves people who were invited and never set a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("登记的邮箱")

    def save(self, **kwargs: Any) -> None:  # type: ignore[override]
        send_password_links(User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True))


class RegistrationForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"), max_length=60, help_text=_("3–60 位字母、汉字、数字或 . @ + - _，登录时用。")
    )
    name = forms.CharField(label=_("姓名"), max_length=80)
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("忘记密码时用它找回，可以不填。"))
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput, strip=False, help_text=PASSWORD_HELP)
    password_again = forms.CharField(label=_("再输入一次密码"), widget=forms.PasswordInput, strip=False)
    consent = forms.BooleanField(
        label=_("我同意平台按上述说明处理我的个人信息"),
        error_messages={"required": _("须先同意个人信息处理说明，才能注册。")},
    )

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip()
        if not USERNAME.fullmatch(username):
            raise ValidationError(_("用户名为 3–60 位字母、汉字、数字或 . @ + - _"))
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise ValidationError(_("这个用户名已被使用，请换一个。"))
        return username

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", _("两次输入的密码不一致。"))
        if password:
            user = User(
                **{key: cleaned.get(key, "") for key in ("username", "name", "email")},
            )
            try:
                validate_password(password, user)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return cleaned
