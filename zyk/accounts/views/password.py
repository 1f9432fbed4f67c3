from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from zyk.accounts.actions import note_password_changed
from zyk.accounts.actor import Actor
from zyk.accounts.forms.session import ForgottenPasswordForm, NewPasswordForm, OwnPasswordForm
from zyk.accounts.middleware import PASSWORD_KEY
from zyk.common.audience import ANYONE, SIGNED_IN, audience


class PasswordChange(PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        self.request.session.pop(PASSWORD_KEY, None)
        note_password_changed(form.user, actor=self.request.actor)  # type: ignore[attr-defined]
        messages.success(self.request, _("密码已修改。其他设备上的登录已失效。"))
        return response


class PasswordReset(PasswordResetView):
    template_name = "accounts/password_reset.html"
    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("accounts:password_reset_sent")


class PasswordResetConfirm(PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_password_changed(form.user, actor=Actor(user=form.user))
        messages.success(self.request, _("密码已设置，请用新密码登录。"))
        return response


password_change = audience(SIGNED_IN)(PasswordChange.as_view())  # type: ignore[arg-type]
password_reset = audience(ANYONE)(PasswordReset.as_view())  # type: ignore[arg-type]
password_reset_confirm = audience(ANYONE)(PasswordResetConfirm.as_view())  # type: ignore[arg-type]


@audience(ANYONE)
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html")
