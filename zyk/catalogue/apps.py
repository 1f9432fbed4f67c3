from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "zyk.catalogue"
    verbose_name = _("专业目录")
    default_auto_field = "django.db.models.BigAutoField"
