"""The whole chain over HTTP, in the real roles, through the forms a person finds on the pages."""

import pytest
from django.utils import timezone

from tests.journey import accept, apply, build, learn, select, share
from tests.library.builders import a_specialty
from zyk.accounts.actions.reference import load_provinces
from zyk.common.checks import run_all
from zyk.site.demo.edition import load_demonstration_edition
from zyk.site.demo.people import make_people

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NAME = "演示机电一体化技术专业教学资源库"


def test_a_library_goes_all_the_way_from_the_opened_cycle_to_the_yearly_duty() -> None:
    today = timezone.localdate()
    load_provinces()
    make_people()
    specialty = a_specialty()
    cycle = apply.open_the_cycle(load_demonstration_edition(today.year, today))
    library = apply.create_the_library(specialty.code, NAME)
    share.sign_the_agreement(share.found_the_alliance())
    application = apply.fill_in_the_application(library, cycle)
    apply.hand_it_in(application)
    apply.recommend_it(application)
    apply.check_it(application)
    notice = select.publish_the_notice(application, cycle)
    select.object_to_it(notice)
    select.close_the_notice(notice, application)
    select.review_it(application, cycle)
    project = select.decide(application, cycle)
    build.do_the_tasks(build.sign_the_task_book(project))
    build.report_the_quarter(project)
    resource = learn.publish_a_file(library)
    course = learn.assemble_the_course(library, resource)
    learn.set_the_quiz(library, course)
    learn.open_the_library(library)
    learn.learn_it(learn.open_a_run(course))
    learn.certify(library, resource)
    learn.sell(resource)
    accept.compute_the_figures(library)
    accept.accept(project, cycle)
    accept.measure_the_duty(library)
    checked = dict(run_all())
    assert len(checked) >= 4
    assert {title: faults for title, faults in checked.items() if faults} == {}
