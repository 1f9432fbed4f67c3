from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "zyk.reviews"
    verbose_name = _("评议")
    default_auto_field = "django.db.models.BigAutoField"
