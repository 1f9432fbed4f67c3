"""The operators' page of storage: what units use, what they may, and what the nightly look found."""

from django.contrib import messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.accounts.models import Organisation
from zyk.common.audience import audience
from zyk.common.once import once
from zyk.common.paging import page_of
from zyk.media.actions import set_quota
from zyk.media.forms import QuotaForm, StorageFilterForm
from zyk.media.models import FileFault, Quota, StoredFile, Upload


@audience(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
@once
def storage(request: HttpRequest) -> HttpResponse:
    form = QuotaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = get_object_or_404(Organisation, uuid=form.cleaned_data["organisation"])
        set_quota(organisation, form.limit_bytes, actor=actor_in(request))
        messages.success(request, _("%(unit)s的存储上限已改。") % {"unit": organisation.name})
        return redirect(f"{reverse('media:storage')}?{request.GET.urlencode()}")
    search = StorageFilterForm(request.GET)
    text = search.cleaned_data["text"] if search.is_valid() else ""
    context = {
        "form": form,
        "search": search,
        "page": page_of(request, _units(text)),
        "total": StoredFile.objects.aggregate(files=Count("id"), bytes=Sum("size_bytes")),
        "arriving": Upload.objects.unfinished(timezone.now()).aggregate(files=Count("id"), bytes=Sum("size_bytes")),
        "faults": FileFault.objects.select_related("stored_file").order_by("id")[:100],
    }
    return render(request, "media/storage.html", context)


def _units(text: str) -> QuerySet[Organisation]:
    """Units that store something or have a limit, or whose name is asked for; the fullest first."""
    files = StoredFile.objects.filter(stored_for=OuterRef("pk")).order_by().values("stored_for")
    limits = Quota.objects.filter(organisation=OuterRef("pk")).values("limit_bytes")
    units = Organisation.objects.annotate(
        used_bytes=Subquery(files.annotate(sum=Sum("size_bytes")).values("sum")), limit_bytes=Subquery(limits)
    )
    chosen = units.filter(name__icontains=text) if text else units.exclude(used_bytes=None, limit_bytes=None)
    return chosen.order_by(F("used_bytes").desc(nulls_last=True), "id")
