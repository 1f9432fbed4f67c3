from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "zyk.monitoring"
    verbose_name = _("运行监测")
    default_auto_field = "django.db.models.BigAutoField"
