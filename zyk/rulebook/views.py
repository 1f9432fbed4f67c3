from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zyk.accounts.actor import actor_in
from zyk.accounts.enums import Role
from zyk.common.audience import ANYONE, audience
from zyk.common.audit import history_of
from zyk.common.once import once
from zyk.rulebook.actions import load_rulebook, set_figure
from zyk.rulebook.changes import changes
from zyk.rulebook.figures import figure_at, unset
from zyk.rulebook.forms import FigureForm, UploadForm
from zyk.rulebook.layout import PARTS
from zyk.rulebook.models import Rulebook, RulebookVersion
from zyk.rulebook.reading import tidy
from zyk.rulebook.rules import can_edit_rulebooks


@audience(ANYONE)
@require_GET
def rulebooks(request: HttpRequest) -> HttpResponse:
    """Every year's rules, newest first; the rules are public."""
    rows = [(book, len(unset(book.edition))) for book in Rulebook.objects.defer("source")]
    return render(request, "rulebook/rulebooks.html", {"rows": rows, "can_edit": _may_edit(request)})


@audience(ANYONE)
@require_GET
def rulebook(request: HttpRequest, code: str, part: str = "process") -> HttpResponse:
    """One part of an edition, each entry with its source."""
    book = get_object_or_404(Rulebook, code=code)
    if part not in PARTS:
        raise Http404
    title, layout = PARTS[part]
    context = {
        "rulebook": book,
        "edition": book.edition,
        "part": part,
        "part_title": title,
        "parts": [(key, words) for key, (words, _layout) in PARTS.items()],
        "tables": layout(book.edition),
        "settled": {entry.place: entry for entry in book.edition.settled},
        "can_edit": _may_edit(request) and not book.is_frozen,
        "can_see_history": _may_edit(request),
    }
    return render(request, "rulebook/rulebook.html", context)


@audience(ANYONE)
@require_GET
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The edition's own text, as it was loaded."""
    book = get_object_or_404(Rulebook, code=code)
    return _yaml(book.source, f"rulebook-{book.code}.yaml")


@audience(Role.MINISTRY_OFFICER)
@require_GET
def history(request: HttpRequest, code: str) -> HttpResponse:
    """The texts it had, and who did what to it."""
    book = get_object_or_404(Rulebook, code=code)
    context = {"rulebook": book, "versions": book.versions.defer("source"), "entries": history_of(book)}
    return render(request, "rulebook/history.html", context)


@audience(Role.MINISTRY_OFFICER)
@require_GET
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    kept = get_object_or_404(RulebookVersion, rulebook__code=code, number=number)
    return _yaml(kept.source, f"rulebook-{code}-v{number}.yaml")


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file, checked and set against what is stored; nothing is written before it is confirmed."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        stored = Rulebook.objects.filter(code=form.edition.code).first()
        context = {
            "stored": stored,
            "edition": form.edition,
            "text": form.text,
            "changes": changes(stored.edition, form.edition) if stored else [],
            "is_same": stored is not None and stored.source == form.text,
            "unset": len(unset(form.edition)),
        }
        return render(request, "rulebook/preview.html", context)
    return render(request, "rulebook/upload.html", {"form": form})


@audience(Role.MINISTRY_OFFICER)
@require_POST
@once
def confirm(request: HttpRequest) -> HttpResponse:
    """Load what was previewed, unless somebody else has changed it since."""
    text = tidy(request.POST.get("text", ""))
    try:
        book = load_rulebook(text, actor=actor_in(request), replacing=request.POST.get("replacing", ""))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("rulebook:upload")
    messages.success(request, _("规则集“%(title)s”已更新。") % {"title": book.edition.title})
    return redirect("rulebook:rulebook", code=book.code)


@audience(Role.MINISTRY_OFFICER)
@require_http_methods(["GET", "POST"])
@once
def figure(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """Set one figure nobody knew, with what it rests on."""
    book = get_object_or_404(Rulebook, code=code)
    found = figure_at(book.edition, place)
    if found is None:
        raise Http404
    form = FigureForm(request.POST or None, figure=found)
    if request.method == "POST" and form.is_valid():
        try:
            set_figure(
                book, place, form.cleaned_data["value"], basis=form.cleaned_data["basis"], actor=actor_in(request)
            )
        except ValidationError as error:
            form.add_error(None, error.messages)  # type: ignore[arg-type]
        else:
            messages.success(request, _("已设定。"))
            return redirect("rulebook:part", code=book.code, part=_part_of(place))
    context: dict[str, Any] = {"rulebook": book, "figure": found, "form": form, "part": _part_of(place)}
    return render(request, "rulebook/figure.html", context)


def _may_edit(request: HttpRequest) -> bool:
    return can_edit_rulebooks(actor_in(request))


def _part_of(place: str) -> str:
    """Which part of the book shows the entry at `place`."""
    first, *rest = place.split("/")
    if first == "forms":
        return rest[0]
    return {
        "score_sheets": "judging",
        "review": "judging",
        "acceptance": "judging",
        "spending_lines": "money",
        "indicators": "measures",
        "yearly_duties": "measures",
        "media_parameters": "technical",
        "platform_requirements": "technical",
    }.get(first, "process")


def _yaml(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)
