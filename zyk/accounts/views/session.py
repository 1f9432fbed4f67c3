from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zyk.accounts.actions import register_public_learner
from zyk.accounts.actor import actor_in
from zyk.accounts.forms.session import RegistrationForm, SignInForm
from zyk.accounts.middleware import PASSWORD_KEY
from zyk.common.audience import ANYONE, audience
from zyk.common.limits import is_within_limit
from zyk.common.once import once


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        if user.has_one_time_password:
            self.request.session[PASSWORD_KEY] = True
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response


sign_in = audience(ANYONE)(SignIn.as_view())  # type: ignore[arg-type]
sign_out = audience(ANYONE)(require_POST(LogoutView.as_view()))


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Too many failed attempts: say so, and for how long."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


@audience(ANYONE)
@require_http_methods(["GET", "POST"])
@once
def register(request: HttpRequest) -> HttpResponse:
    """Social learners make their own account; everybody else is taken in by his unit."""
    if actor_in(request).is_signed_in:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = RegistrationForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not is_within_limit(request, "register", most=settings.ZYK_REGISTRATIONS_PER_HOUR, seconds=3600):
        form.add_error(None, _("从这个网络地址注册的人太多了，请一小时后再试，或请单位管理员为您开通账号。"))
    elif is_sent and _register(request, form):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/register.html", {"form": form})


def _register(request: HttpRequest, form: Form) -> bool:
    fields = {key: form.cleaned_data[key] for key in ("username", "name", "password", "email", "phone")}
    try:
        user = register_public_learner(**fields, language=get_language() or settings.LANGUAGE_CODE)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return True
