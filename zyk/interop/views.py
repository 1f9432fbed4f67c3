from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zyk.accounts.actor import actor_in
from zyk.common.audience import ANYONE, SIGNED_IN, audience
from zyk.common.once import once
from zyk.interop.actions import import_package
from zyk.interop.forms import PackageForm
from zyk.interop.models import PackageImport
from zyk.interop.reasons import LEFT_OUT
from zyk.library.models import Library, Resource
from zyk.media.links import signed_url


@audience(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@once
def import_into(request: HttpRequest, uuid: str) -> HttpResponse:
    """A member of the team brings in a package of another system."""
    library = get_object_or_404(Library.objects.built_by(actor_in(request)), uuid=uuid)
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        package = form.cleaned_data["package"]
        try:
            done = import_package(package, name=package.name, library=library, actor=actor_in(request))
        except ValidationError as refused:
            form.add_error("package", refused)
        else:
            messages.success(request, _("课件包已导入，请检查后发布。"))
            return redirect("interop:import", done.uuid)
    imports = PackageImport.objects.filter(library=library).select_related("course", "imported_by")[:20]
    context = {"library": library, "form": form, "imports": imports}
    return render(request, "interop/import.html", context, status=422 if form.errors else 200)


@audience(SIGNED_IN)
@require_safe
def report(request: HttpRequest, uuid: str) -> HttpResponse:
    """What was made of a package, and what was left out and why."""
    done = get_object_or_404(
        PackageImport.objects.select_related("library", "course", "package", "imported_by"),
        uuid=uuid,
        library__in=Library.objects.built_by(actor_in(request)),
    )
    left_out = [(each["what"], each["words"] or LEFT_OUT[each["why"]]) for each in done.report["left_out"]]
    return render(request, "interop/report.html", {"done": done, "left_out": left_out})


@audience(ANYONE)
@require_safe
def embedded(request: HttpRequest, uuid: str) -> HttpResponse:
    """The file of a resource inside a page: a lasting address that leads to a signed one of today."""
    visible = Resource.objects.visible_to(actor_in(request)).select_related("current_version__file")
    resource = get_object_or_404(visible, uuid=uuid, current_version__file__isnull=False)
    version = resource.current_version
    assert version is not None
    assert version.file is not None
    return redirect(signed_url(version.file, name=version.file_name))
