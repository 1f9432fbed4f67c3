from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "zyk.accounts"
    verbose_name = _("用户与单位")
    default_auto_field = "django.db.models.BigAutoField"
