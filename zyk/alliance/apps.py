from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllianceConfig(AppConfig):
    name = "zyk.alliance"
    verbose_name = _("共建共享联盟")
    default_auto_field = "django.db.models.BigAutoField"
