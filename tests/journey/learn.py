"""The library at work: files and courses, learners, credit, certification and exchange."""

from datetime import timedelta

from django.utils import timezone

from tests.journey.walk import Walker, upload
from tests.media.builders import SAMPLES
from zyk.assessment.models import Assessment, QuestionBank
from zyk.certification.models import Certification, CertificationStandard
from zyk.creditbank.models import Outcome
from zyk.exchange.models import Licence, Listing, Order
from zyk.learning.models import CourseRun, Enrolment
from zyk.library.models import Course, Library, Resource


def publish_a_file(library: Library) -> Resource:
    """Uploaded and described by one, published by another."""
    page = f"/libraries/{library.uuid}/"
    editor = Walker("yanshi-tianbao")
    for username, role in (("yanshi-jiaoshi", "editor"), ("yanshi-fuze", "leader"), ("yanshi-gongcheng", "reviewer")):
        editor.open(page + "manage/").send("/team/$", username=username, role=role)
    content = (SAMPLES / "photo.jpg").read_bytes()
    editor.open(page + "upload/").send("", uploads=[upload("photo.jpg", content)], author="演示填报人", source="自制")
    resource = Resource.objects.get(library=library)
    words = {
        "title": "制动器照片",
        "description": "制动器的外观。",
        "keywords": "制动器、间隙、照片",
        "audience": "学生",
    }
    points = [str(pk) for pk in library.points.values_list("pk", flat=True)]
    editor.open(f"/libraries/resources/{resource.uuid}/edit/").send("/edit/", words, points=points)
    editor.send("/move/", act="submit")
    Walker("yanshi-gongcheng").open(editor.url).send("/move/", act="publish")
    resource.refresh_from_db()
    assert resource.state == "published"
    return resource


def assemble_the_course(library: Library, resource: Resource) -> Course:
    """The first course that came with the profile gets a module, the resource in it, and is published."""
    course = library.courses.order_by("position")[0]
    teacher = Walker("yanshi-fuze").open(f"/libraries/courses/{course.uuid}/builder/")
    teacher.send("/modules/", title="制动器")
    module = course.modules.get()
    teacher.open(f"/libraries/courses/{course.uuid}/builder/?into={module.uuid}")
    teacher.send("/change/", act="add-item", module=str(module.uuid), resource=str(resource.uuid))
    teacher.open(f"/libraries/courses/{course.uuid}/settings/").send("", credits_given="2", hours="32")
    teacher.open(f"/libraries/courses/{course.uuid}/builder/").send("/move/")
    course.refresh_from_db()
    assert course.state == "published", teacher.said()
    return course


def open_the_library(library: Library) -> None:
    Walker("yanshi-tianbao").open(f"/libraries/{library.uuid}/manage/").send("/state/")
    library.refresh_from_db()
    assert library.state == "running"
    assert library.name in Walker().open(f"/libraries/{library.uuid}/").text


def set_the_quiz(library: Library, course: Course) -> None:
    teacher = Walker("yanshi-fuze").open("/assessment/banks/")
    teacher.send("", library=str(library.pk), title="制动器题库")
    bank = QuestionBank.objects.get()
    teacher.open(f"/assessment/banks/{bank.uuid}/questions/single/")
    choices = {"choice-A": "取平均值", "choice-B": "取最大值"}
    teacher.send("", choices, stem="间隙应当怎样判定？", right="B", explanation="以最大值判定。")
    teacher.open(f"/assessment/courses/{course.uuid}/new/").send("", title="小测")
    page = teacher.url
    teacher.send("/pick/", question=[str(bank.questions.get().pk)])
    teacher.open(page).send("/publish/")
    assert Assessment.objects.get().state == "published"


def open_a_run(course: Course) -> CourseRun:
    teacher = Walker("yanshi-jiaoshi").open(f"/learning/runs/new/?course={course.uuid}")
    today = timezone.localdate()
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=90)).isoformat()}
    teacher.send("", days, course=str(course.pk), title="演示班", is_public="on")
    teacher.send("/start/")
    return CourseRun.objects.get(state="open")


def learn_it(run: CourseRun) -> None:
    """Enrol, read, answer the quiz; the completed course is recognised as an outcome."""
    learner = Walker("yanshi-xuesheng").open(f"/learning/runs/{run.uuid}/")
    learner.send("/enrol/")
    enrolment = Enrolment.objects.get()
    learner.follow(f"/learning/enrolments/{enrolment.uuid}/items/[0-9a-f-]+/")
    learner.send("/complete/")
    learner.open(f"/learning/runs/{run.uuid}/").send("/begin/")
    item = Assessment.objects.get().items.get()
    learner.send("/submit/", {f"item-{item.pk}": "B"})
    enrolment.refresh_from_db()
    assert enrolment.state == "completed"
    lead = Walker("yanshi-fuze").open("/creditbank/outcomes/")
    lead.send("/decide/", credit="2")
    assert Outcome.objects.get(enrolment=enrolment).state == "recognised"
    assert run.course.title in learner.open("/creditbank/").text


def certify(library: Library, resource: Resource) -> None:
    """A standard above its base is put in force; one who did not make the resource judges it."""
    lead = Walker("yanshi-fuze").open(f"/certification/standards/draft/?library={library.uuid}")
    words = {
        "title": "演示认证标准",
        "base_title": "专业教学标准",
        "how_higher": "要求标注知识点并写明来源。",
    }
    first = {"row": ["0"], "c0-title": "内容准确", "c0-check_name": "", "c0-base_threshold": "", "c0-threshold": ""}
    lead.send("", words | first)
    lead.send("/force/")
    standard = CertificationStandard.objects.get()
    editor = Walker("yanshi-tianbao").open(f"/certification/request/{resource.uuid}/")
    editor.send("", standard=str(standard.uuid))
    reviewer = Walker("yanshi-gongcheng").open(editor.url)
    reviewer.send("/take-up/")
    criterion = standard.criteria.get()
    reviewer.send("/conclude/", {f"criterion-{criterion.pk}": "met"}, opinion="内容准确。")
    assert Certification.objects.get().state == "certified"


def sell(resource: Resource) -> None:
    """Listed by the host, ordered by a partner, granted, paid and divided."""
    lead = Walker("yanshi-fuze").open("/exchange/mine/new/")
    lead.send("", resource=str(resource.pk), title="制动器照片", price="1200.00", licence_months="12")
    lead.send("/move/", list="1")
    listing = Listing.objects.get()
    buyer = Walker("yanshi-gongcheng").open(f"/exchange/{listing.uuid}/")
    buyer.send("/order/")
    order = Order.objects.get()
    lead.open(f"/exchange/orders/{order.uuid}/").send("/act/", act="accept")
    finance = Walker("yanshi-caiwu").open(f"/exchange/orders/{order.uuid}/")
    finance.send("/act/", act="settle", payment_reference="YS-0001")
    order.refresh_from_db()
    assert order.state == "settled"
    assert Licence.objects.get().order == order
