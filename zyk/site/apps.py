from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "zyk.site"
    verbose_name = _("站点")
    default_auto_field = "django.db.models.BigAutoField"
