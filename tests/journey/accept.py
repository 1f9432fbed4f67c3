"""From the computed figures to the acceptance, its baseline and the yearly duty."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.journey.walk import Walker
from zyk.common.audit import SYSTEM
from zyk.library.models import Library
from zyk.monitoring.models import Baseline, Computation
from zyk.projects.models import Acceptance, Cycle, Project, YearlyDuty
from zyk.reviews.actions import close_notice
from zyk.reviews.models import PublicNotice, Review


def compute_the_figures(library: Library) -> None:
    lead = Walker("yanshi-fuze").open(f"/monitoring/{library.uuid}/")
    lead.send("/compute/")
    computation = Computation.objects.filter(library=library).latest("pk")
    lead.open(f"/monitoring/{library.uuid}/").follow("/monitoring/figures/[0-9a-f-]+/")
    assert computation.results.exists()


def accept(project: Project, cycle: Cycle) -> None:
    officer = Walker("yanshi-bu").open(f"/projects/{project.uuid}/acceptance/open/")
    officer.send("", cycle=str(cycle.pk))
    acceptance = Acceptance.objects.get(project=project)
    page = f"/projects/acceptances/{acceptance.uuid}/"
    Walker("yanshi-tianbao").open(page + "self-review/").send(
        "", summary="建设任务已完成，资金按预算执行。", submit="1"
    )
    Walker("yanshi-sheng").open(page).send("/check/", answer="check")
    year = f"/projects/acceptances/{acceptance.cycle.year}/"
    today = timezone.localdate()
    officer.open(year).send("", step="notice", acceptance=str(acceptance.uuid), title="公示", opens_on=str(today))
    notice = PublicNotice.objects.get(items__dossier__subject_uuid=acceptance.uuid)
    PublicNotice.objects.filter(pk=notice.pk).update(
        opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1)
    )
    notice.refresh_from_db()
    close_notice(notice, actor=SYSTEM, today=today)  # its days are moved into the past, as no test can wait
    drawn: dict[str, Any] = {"title": "验收组", "size": "3", "seed": "1", "witness": "监督员"}
    officer.open(year).send("", step="panel", acceptance=str(acceptance.uuid), **drawn)
    acceptance.refresh_from_db()
    for review in Review.objects.filter(panel=acceptance.panel).select_related("expert__user"):
        _give_a_review(review)
    words: dict[str, Any] = {"opinion": "任务完成，运行正常，同意通过。", "despite_vetoes": "经核实不影响。"}
    officer.open(page).send("/conclude/", conclusion="passed", **words)
    officer.open(page).send("/publish/", document_number="教职成司函〔2026〕1号")
    acceptance.refresh_from_db()
    project.refresh_from_db()
    assert (acceptance.conclusion, project.state) == ("passed", "accepted")
    assert Baseline.objects.filter(library=project.library).exists()


def _give_a_review(review: Review) -> None:
    expert = Walker(review.expert.user.username).open(f"/reviews/mine/{review.uuid}/")
    scores = {f"score-{criterion['code']}": str(criterion["maximum"]) for criterion in review.criteria}
    expert.send("", scores, recommendation="support", opinion="试用正常。", confirmed="1")
    review.refresh_from_db()
    assert review.state == "submitted"


def measure_the_duty(library: Library) -> None:
    """Its year begins: the rows' year is moved here, as no test can wait."""
    duties = YearlyDuty.objects.filter(library=library)
    assert duties.exists()
    duties.update(year=timezone.localdate().year)
    host = Walker("yanshi-fuze").open(f"/projects/duties/{library.uuid}/")
    host.send("/measure/")
    assert not duties.filter(measured_on=None).exists()
