from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "zyk.rulebook"
    verbose_name = _("规则集")
    default_auto_field = "django.db.models.BigAutoField"
