from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "zyk.assessment"
    verbose_name = _("题库与测评")
    default_auto_field = "django.db.models.BigAutoField"
