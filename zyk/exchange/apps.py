from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "zyk.exchange"
    verbose_name = _("资源交换")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zyk.exchange import invariants  # noqa: F401
