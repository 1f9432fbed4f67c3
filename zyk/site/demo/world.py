"""Making the demonstration world, once, as one transaction: either it all stands or nothing does."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from zyk.library.models import Course, Library
from zyk.monitoring.actions import areas, compute_area, compute_library, send_report
from zyk.monitoring.areas import Area
from zyk.monitoring.enums import Level
from zyk.site.demo.exchange import keep_and_convert, list_and_settle
from zyk.site.demo.libraries import FILES, LIFTS, build_lift_library
from zyk.site.demo.people import PASSWORD, PEOPLE, acting, make_people
from zyk.site.demo.programme import run_programme
from zyk.site.demo.teaching import teach


def is_there() -> bool:
    return Library.objects.filter(name=LIFTS, is_demonstration=True).exists()


@transaction.atomic
def make_world(tell: Callable[[str], None]) -> None:
    """Build everything; `tell` hears of each step."""
    tell("people and organisations / 人员与单位")
    make_people()
    tell("a library with its alliance, resources, course and quiz / 资源库、联盟、资源、课程与测验")
    library = build_lift_library()
    course = Course.objects.get(library=library, state="published")
    tell("a course run with its learners / 教学班与学习")
    teach(course)
    tell("credit and exchange / 学分与资源交换")
    keep_and_convert(course)
    list_and_settle(library)
    tell("a course package of another system / 导入外部课件包")
    # By its command: `interop` is a neighbour, and neighbours ignore each other.
    package = str(FILES / "cc13_accessibility_workshop.imscc")
    call_command("import_package", package, library=library.code, user="yanshi-jiaoshi", stdout=StringIO())
    run_programme(library, tell=tell)
    tell("indicators / 运行指标")
    today = timezone.localdate()
    compute_library(library, as_of=today)
    own_province = Area(Level.PROVINCE, province=library.lead_host.province)
    compute_area(own_province, as_of=today - timedelta(days=31))  # so that growth has something to grow from
    for area in areas():
        if area.level in (Level.NATION, Level.PROVINCE) or area.organisation == library.lead_host:
            compute_area(area, as_of=today)
    send_report(
        library,
        today - timedelta(days=30),
        today,
        actor=acting("yanshi-bu"),
        message="请核对本月指标，如有出入请回复。",
    )


def accounts_card() -> str:
    """The accounts a newcomer signs in with, one a line."""
    lines = [f"演示账号（口令均为 {PASSWORD}）/ Demonstration accounts (password of all: {PASSWORD})"]
    lines += [f"  {person.username:<18}{person.does}  |  {person.does_en}" for person in PEOPLE if person.does]
    return "\n".join(lines)
