"""A large library for benchmarks and demonstrations, from real course and point names; all rows are marked as such.

The same sizes and seed give the same library. Resources are pages of text: no file is made up."""

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from zyk.accounts.models import Organisation
from zyk.catalogue.models import Specialty, SpecialtyCourse, SpecialtyProfile
from zyk.common import audit
from zyk.library.enums import (
    ApplicationType,
    CourseState,
    CourseType,
    LibraryState,
    MediaType,
    PointKind,
    ResourceState,
    Rights,
    Scope,
)
from zyk.library.models import Course, KnowledgePoint, Library, Module, ModuleItem, Resource, ResourceVersion
from zyk.library.profile import points_of
from zyk.library.search import index

_BATCH = 1000
_MODULES, _ITEMS = 6, 5
_TURNS = ("认识", "原理", "操作", "检测", "案例", "练习", "维护", "拓展")
Say = Callable[[str], None]


def generate_library(
    *, specialty: Specialty, lead_host: Organisation, resources: int, courses: int, points: int, seed: int, say: Say
) -> Library:
    """Made in batches, each one transaction; the library is opened when everything stands."""
    dice = random.Random(seed)  # noqa: S311 - the same seed gives the same library
    code = f"GEN-{specialty.code}-{Library.objects.filter(code__startswith='GEN-').count() + 1:02}"
    library = Library.objects.create(
        code=code,
        name=f"{specialty.name}专业教学资源库（生成，种子 {seed}）",
        specialty=specialty,
        lead_host=lead_host,
        description=f"由 zyk generate-library 生成：{resources} 条资源，{courses} 门课程，种子 {seed}。",
        is_demonstration=True,
    )
    sizes = {"resources": resources, "courses": courses, "seed": seed}
    audit.record(actor=audit.SYSTEM, verb="create", about=library, facts=sizes)
    index(library)
    made_points = _points(library, points, dice)
    say(f"{len(made_points)} points")
    names = _course_names(specialty, courses)
    keys = _resources(library, resources, names, made_points, dice, say)
    _courses(library, names, keys, made_points, dice)
    say(f"{len(names)} courses")
    Library.objects.filter(pk=library.pk).update(state=LibraryState.RUNNING, opened_on=timezone.localdate())
    library.refresh_from_db()
    return library


def _points(library: Library, most: int, dice: random.Random) -> list[KnowledgePoint]:
    """Those of the specialty's own profile first, then of other profiles until there are enough."""
    found: dict[str, tuple[PointKind, str]] = {}
    profiles = [
        *SpecialtyProfile.objects.filter(specialty=library.specialty_id),
        *SpecialtyProfile.objects.exclude(specialty=library.specialty_id).order_by("specialty__code"),
    ]
    for profile in profiles:
        for kind, title, statement in points_of(profile):
            if len(found) < most:
                found.setdefault(title, (kind, statement))
        if len(found) >= most:
            break
    built = [
        KnowledgePoint(
            library=library, kind=kind, title=title, description=statement, source="专业简介", position=position,
            is_required=position % 4 != 0,
        )
        for position, (title, (kind, statement)) in enumerate(found.items(), start=1)
    ]  # fmt: skip
    with transaction.atomic():
        made = KnowledgePoint.objects.bulk_create(built, batch_size=_BATCH)
        for start in range(0, len(made), _BATCH):
            index(*made[start : start + _BATCH])
    return made


def _course_names(specialty: Specialty, most: int) -> list[str]:
    own = list(specialty.courses.order_by("position").values_list("name", flat=True))
    others = SpecialtyCourse.objects.exclude(name__in=own).order_by("name").values_list("name", flat=True).distinct()
    names = list(dict.fromkeys([*own, *others[:most]]))[:most]
    turns = range(1, most // max(len(names), 1) + 2)
    return [name if turn == 1 else f"{name}（{turn}）" for turn in turns for name in names][:most]


def _resources(
    library: Library, most: int, courses: list[str], points: list[KnowledgePoint], dice: random.Random, say: Say
) -> list[int]:
    keys: list[int] = []
    subjects = courses or [library.specialty.name]
    for start in range(0, most, _BATCH):
        with transaction.atomic():
            drawn = list(_drawn(library, range(start, min(start + _BATCH, most)), subjects, points, dice))
            made = Resource.objects.bulk_create([resource for resource, _body, _point in drawn], batch_size=500)
            _versions(made, [body for _resource, body, _point in drawn])
            links = Resource.points.through
            links._default_manager.bulk_create(
                [
                    links(resource_id=resource.pk, knowledgepoint_id=point.pk)
                    for resource, (_same, _body, point) in zip(made, drawn, strict=True)
                    if point
                ],
                batch_size=_BATCH,
            )
            for resource in made:
                resource.library = library
            index(*made)
            keys += [resource.pk for resource in made]
        say(f"{len(keys)} resources")
    return keys


def _drawn(
    library: Library, numbers: range, subjects: list[str], points: list[KnowledgePoint], dice: random.Random
) -> Iterator[tuple[Resource, str, KnowledgePoint | None]]:
    now = timezone.now()
    media, uses = list(MediaType), list(ApplicationType)
    for number in numbers:
        subject, turn = subjects[number % len(subjects)], _TURNS[number // len(subjects) % len(_TURNS)]
        point = dice.choice(points) if points else None
        about = point.title[:60] if point else subject
        resource = Resource(
            library=library,
            title=f"{subject}：{about}（{turn}{number + 1}）"[:200],
            description=f"{subject}中“{about}”的{turn}。",
            media_type=dice.choice(media),
            application_type=dice.choice(uses),
            scope=Scope.BASIC if dice.random() < 0.7 else Scope.EXTENDED,
            keywords="、".join(dict.fromkeys([subject[:30], turn, about[:30]])),
            source="生成数据",
            audience="高职学生",
            rights=dice.choice([Rights.CC_BY, Rights.CC_BY_SA, Rights.ALLIANCE]),
            contributor=library.lead_host,
            state=ResourceState.PUBLISHED,
            published_at=now - timedelta(days=dice.randrange(1000)),
        )
        body = f"<h2>{subject}</h2><p>{about}：{turn}。第 {number + 1} 条，由 zyk generate-library 生成。</p>"
        yield resource, body, point


def _versions(made: list[Resource], bodies: list[str]) -> None:
    versions = ResourceVersion.objects.bulk_create(
        [
            ResourceVersion(
                resource=resource,
                number=1,
                body=body,
                content_sha256=hashlib.sha256(body.encode()).hexdigest(),
                published_at=resource.published_at,
            )
            for resource, body in zip(made, bodies, strict=True)
        ],
        batch_size=500,
    )
    for resource, version in zip(made, versions, strict=True):
        resource.current_version = version
    Resource.objects.bulk_update(made, ["current_version"], batch_size=500)


def _courses(
    library: Library, names: list[str], keys: list[int], points: list[KnowledgePoint], dice: random.Random
) -> None:
    """Each course calls resources that bear its name where there are some: they lie `len(names)` apart."""
    now = timezone.now()
    for start in range(0, len(names), 100):
        batch = names[start : start + 100]
        with transaction.atomic():
            made = Course.objects.bulk_create(
                Course(
                    library=library,
                    title=name[:160],
                    type=dice.choice(list(CourseType)),
                    hours=dice.choice([32, 48, 64]),
                    credit_hundredths=dice.choice([200, 300, 400]),
                    state=CourseState.PUBLISHED,
                    published_at=now,
                    position=start + offset,
                )
                for offset, name in enumerate(batch, start=1)
            )
            modules = Module.objects.bulk_create(
                Module(course=course, title=f"模块{number}", position=number)
                for course in made
                for number in range(1, _MODULES + 1)
            )
            items = []
            for offset in range(len(made)):
                own = keys[start + offset :: len(names)] or keys
                called = own[: _MODULES * _ITEMS]
                for at, key in enumerate(called):
                    module = modules[offset * _MODULES + at % _MODULES]
                    items.append(ModuleItem(module=module, resource_id=key, position=at // _MODULES + 1))
            ModuleItem.objects.bulk_create(items, batch_size=_BATCH)
            links = Course.points.through
            links._default_manager.bulk_create(
                links(course_id=course.pk, knowledgepoint_id=point.pk)
                for course in made
                for point in dice.sample(points, min(5, len(points)))
            )
            index(*made)
