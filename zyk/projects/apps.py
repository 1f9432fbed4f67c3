from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "zyk.projects"
    verbose_name = _("项目管理")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zyk.projects import receivers, review_receivers  # noqa: F401
