from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "zyk.certification"
    verbose_name = _("资源认证")
    default_auto_field = "django.db.models.BigAutoField"
