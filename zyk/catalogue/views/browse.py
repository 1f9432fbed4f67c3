from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zyk.accounts.actor import actor_in
from zyk.catalogue.enums import CourseKind, Level
from zyk.catalogue.models import Specialty, SpecialtyCategory
from zyk.catalogue.queries import category_lines, classes_of, search_credentials, search_specialties
from zyk.common.audience import ANYONE, audience
from zyk.common.paging import page_of


@audience(ANYONE)
def specialties(request: HttpRequest) -> HttpResponse:
    """The search box, with what it found or, before a search, the nineteen categories."""
    text, level, category = (request.GET.get(key, "").strip()[:60] for key in ("q", "level", "category"))
    level = level if level in Level.values else ""
    lines = category_lines()
    context = {
        "text": text,
        "level": level,
        "category": category,
        "levels": Level.choices,
        "lines": lines,
        "total": sum(line.total for line in lines),
    }
    if text or level or category:
        context["page"] = page_of(request, search_specialties(text, category=category, level=level))
    return render(request, "catalogue/specialties.html", context)


@audience(ANYONE)
def category(request: HttpRequest, code: str) -> HttpResponse:
    chosen = get_object_or_404(SpecialtyCategory, code=code)
    return render(
        request,
        "catalogue/category.html",
        {
            "category": chosen,
            "classes": classes_of(chosen),
            "siblings": SpecialtyCategory.objects.filter(name=chosen.name).order_by("-code"),
        },
    )


@audience(ANYONE)
def specialty(request: HttpRequest, code: str) -> HttpResponse:
    chosen = get_object_or_404(
        Specialty.objects.visible_to(actor_in(request)).select_related(
            "specialty_class__category", "profile", "teaching_standard"
        ),
        code=code.upper(),
    )
    courses = list(chosen.courses.order_by("position"))
    return render(
        request,
        "catalogue/specialty.html",
        {
            "specialty": chosen,
            "profile": getattr(chosen, "profile", None),
            "standard": getattr(chosen, "teaching_standard", None),
            "course_lists": [
                (kind.label, [course for course in courses if course.kind == kind])
                for kind in (CourseKind.BASIC, CourseKind.CORE)
            ],
            "has_courses": bool(courses),
            "occupations": chosen.occupations.order_by("occupation_code"),
            "credentials": chosen.credentials.order_by("name"),
            "namesakes": Specialty.objects.current().filter(name=chosen.name).exclude(pk=chosen.pk).order_by("code"),
        },
    )


@audience(ANYONE)
def credentials(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:60]
    page = page_of(request, search_credentials(text))
    return render(request, "catalogue/credentials.html", {"text": text, "page": page})
