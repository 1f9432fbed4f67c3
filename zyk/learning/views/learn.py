"""The learner's side: my courses, the lesson, what is done and noted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zyk.accounts.actor import actor_in
from zyk.assessment.models import Assessment
from zyk.common.audience import SIGNED_IN, audience
from zyk.common.once import once
from zyk.learning import actions
from zyk.learning.completion import standing_of
from zyk.learning.models import Enrolment
from zyk.learning.queries import ItemStep, ModuleSteps, QuizStep, my_courses, outline_of
from zyk.learning.rules.run import can_learn
from zyk.learning.views.shared import own_enrolment, said_of
from zyk.library.actions import beat as beat_viewing
from zyk.library.actions import open_viewing
from zyk.library.enums import Level, ResourceState
from zyk.library.models import ModuleItem, Resource, ResourceVersion
from zyk.library.watching import heartbeat_in


@audience(SIGNED_IN)
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """What I learn, with the next step of each."""
    rows = my_courses(actor_in(request))
    context = {
        "current": [row for row in rows if row.enrolment.state == "enrolled"],
        "completed": [row for row in rows if row.enrolment.state == "completed"],
    }
    return render(request, "learning/my_courses.html", context)


@audience(SIGNED_IN)
@require_GET
@never_cache
def lesson(request: HttpRequest, uuid: Any, item_uuid: Any) -> HttpResponse:
    """One item: outline, content, notes. Opening is noted as viewing while the run is open."""
    actor, enrolment = actor_in(request), own_enrolment(request, uuid)
    item = _item(enrolment, item_uuid)
    is_open = can_learn(actor, enrolment)
    viewing = open_viewing(actor, item.resource, course=enrolment.run.course) if is_open else None
    if viewing:
        actions.open_item(enrolment, item, actor=actor, at=timezone.now(), viewing=viewing.uuid)
    outline = outline_of(enrolment)
    here, previous, following = _around(outline, item)
    context = {
        "enrolment": enrolment,
        "run": enrolment.run,
        "item": item,
        "step": here,
        "previous": previous,
        "following": following,
        "outline": outline,
        "standing": standing_of(enrolment),
        "note": enrolment.notes.filter(item=item).first(),
        "contents": [(part, part.current_version, _captions(part.current_version)) for part in _shown(item.resource)],
        "is_open": is_open,
        "viewing": viewing,
    }
    return render(request, "learning/lesson.html", context)


@audience(SIGNED_IN)
@require_POST
def beat(request: HttpRequest, uuid: Any, item_uuid: Any) -> HttpResponse:
    """The page is in front and in use; whatever it claims, our clock counts."""
    actor, enrolment = actor_in(request), own_enrolment(request, uuid)
    item = _item(enrolment, item_uuid)
    if not can_learn(actor, enrolment):
        return JsonResponse({"seconds": None}, status=409)
    said = heartbeat_in(request.POST)
    if said is None:
        return JsonResponse({"seconds": None}, status=400)
    now = timezone.now()
    beat_viewing(actor=actor, at=now, **said)
    progress = actions.record_heartbeat(enrolment, item, actor=actor, at=now, begins=said["begins"])
    return JsonResponse({"seconds": progress.seconds})


@audience(SIGNED_IN)
@require_POST
@once
def complete(request: HttpRequest, uuid: Any, item_uuid: Any) -> HttpResponse:
    """学完了: on to the next item, or back to the run where nothing follows."""
    actor, enrolment = actor_in(request), own_enrolment(request, uuid)
    item = _item(enrolment, item_uuid)
    if not can_learn(actor, enrolment):
        messages.error(request, _("教学班已结课，学习进度不再变化。"))
        return redirect("learning:run", enrolment.run.uuid)
    actions.complete_item(enrolment, item, actor=actor, at=timezone.now())
    enrolment.refresh_from_db()
    if enrolment.completed_at:
        messages.success(request, _("这门课程已全部完成。"))
        return redirect("learning:run", enrolment.run.uuid)
    _here, _previous, following = _around(outline_of(enrolment), item)
    if isinstance(following, ItemStep):
        return redirect("learning:lesson", enrolment.uuid, following.item.uuid)
    return redirect(reverse("learning:run", args=[enrolment.run.uuid]) + "#outline")


@audience(SIGNED_IN)
@require_POST
def note(request: HttpRequest, uuid: Any, item_uuid: Any) -> HttpResponse:
    """Keep the note; a script gets the line saying when, a plain form the page again."""
    actor, enrolment = actor_in(request), own_enrolment(request, uuid)
    item = _item(enrolment, item_uuid)
    is_open = can_learn(actor, enrolment)
    if is_open:
        actions.save_note(enrolment, item, text=request.POST.get("text", ""), actor=actor)
    if request.headers.get("HX-Request"):
        return render(request, "learning/saved.html", {"at": timezone.now(), "is_open": is_open})
    return redirect("learning:lesson", enrolment.uuid, item.uuid)


@audience(SIGNED_IN)
@require_POST
def begin(request: HttpRequest, uuid: Any, assessment_uuid: Any) -> HttpResponse:
    """Begin an assessment inside the run, or go on with it: pressing twice leads to the same attempt."""
    actor, enrolment = actor_in(request), own_enrolment(request, uuid)
    assessment = get_object_or_404(Assessment, uuid=assessment_uuid, course=enrolment.run.course_id)
    back = reverse("learning:run", args=[enrolment.run.uuid])
    if not can_learn(actor, enrolment):
        messages.error(request, _("教学班已结课，不能再作答。"))
        return redirect(back)
    try:
        attempt = actions.begin_attempt(enrolment, assessment, actor=actor)
    except ValidationError as refusal:
        messages.error(request, said_of(refusal))
        return redirect(back)
    return redirect(f"{reverse('assessment:attempt', args=[attempt.uuid])}?{urlencode({'next': back})}")


def _item(enrolment: Enrolment, uuid: Any) -> ModuleItem:
    rows = ModuleItem.objects.filter(module__course=enrolment.run.course_id).select_related(
        "module", "resource__current_version__file", "resource__current_version__subtitles", "resource__contributor"
    )
    item = get_object_or_404(rows, uuid=uuid)
    if item.resource.state != ResourceState.PUBLISHED:
        raise Http404
    return item


def _shown(resource: Resource) -> list[Resource]:
    """The resource itself, or the published parts of a component in order."""
    if resource.level != Level.COMPONENT:
        return [resource]
    parts = resource.parts.filter(part__state=ResourceState.PUBLISHED).select_related(
        "part__current_version__file", "part__current_version__subtitles"
    )
    return [resource, *(part.part for part in parts)] if resource.current_version else [part.part for part in parts]


def _captions(version: ResourceVersion | None) -> list[tuple[Any, str, str]]:
    return [(version.subtitles, "zh", _("字幕"))] if version and version.subtitles else []


def _around(outline: list[ModuleSteps], item: ModuleItem) -> tuple[Any, Any, Any]:
    """(this step, the one before, the one after) in the order of the course, assessments included."""
    steps: list[ItemStep | QuizStep] = []
    for module in outline:
        steps += [*module.items, *module.quizzes]
    index = next((i for i, s in enumerate(steps) if isinstance(s, ItemStep) and s.item.pk == item.pk), None)
    if index is None:
        return None, None, None
    previous = steps[index - 1] if index else None
    return steps[index], previous, steps[index + 1] if index + 1 < len(steps) else None
