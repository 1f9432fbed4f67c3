from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.common.models import Timed


class Quota(Timed):
    """How much a unit may store. No row, or no figure: nothing is set, nothing is refused."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    limit_bytes = models.PositiveBigIntegerField(_("上限"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.limit_bytes}"
