"""How much a unit has stored, and whether more fits."""

from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import Organisation
from zyk.media.content.refusals import refused
from zyk.media.models import Quota, StoredFile, Upload


def refuse_over_quota(organisation: Organisation, more_bytes: int, *, arriving: bool = False) -> None:
    """Raise ValidationError when `more_bytes` would go over the unit's limit. Uploads on their way count when
    another one begins (`arriving`), so that many at once cannot pass together."""
    limit = Quota.objects.filter(organisation=organisation).values_list("limit_bytes", flat=True).first()
    if limit is None:
        return
    used = stored_bytes(organisation) + (_arriving_bytes(organisation) if arriving else 0)
    if used + more_bytes > limit:
        raise refused(
            _("本单位的存储上限是 %(limit)s，已用 %(used)s，放不下这个 %(size)s 的文件。请联系运维人员提高上限。"),
            "quota",
            limit=filesizeformat(limit),
            used=filesizeformat(used),
            size=filesizeformat(more_bytes),
        )


def stored_bytes(organisation: Organisation) -> int:
    return StoredFile.objects.filter(stored_for=organisation).aggregate(sum=Sum("size_bytes"))["sum"] or 0


def _arriving_bytes(organisation: Organisation) -> int:
    rows = Upload.objects.unfinished(timezone.now()).filter(organisation=organisation)
    return rows.aggregate(sum=Sum("size_bytes"))["sum"] or 0
