from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "zyk.learning"
    verbose_name = _("教学与学习")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zyk.learning import receivers  # noqa: F401
