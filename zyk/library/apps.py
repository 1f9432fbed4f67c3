from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "zyk.library"
    verbose_name = _("资源库")
    default_auto_field = "django.db.models.BigAutoField"
