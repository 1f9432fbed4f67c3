from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditBankConfig(AppConfig):
    name = "zyk.creditbank"
    verbose_name = _("学分银行")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zyk.creditbank import invariants, receivers  # noqa: F401
