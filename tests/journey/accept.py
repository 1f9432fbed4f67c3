"""From the computed figures to the acceptance, its baseline and the yearly duty."""

from django.utils import timezone

from tests.journey.walk import Walker
from zyk.library.models import Library
from zyk.monitoring.models import Baseline, Computation
from zyk.projects.models import Acceptance, Cycle, Project, YearlyDuty


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
    Walker("yanshi-tianbao").open(page + "self-review/").send("", self_review="建设任务已完成，资金按预算执行。")
    officer.open(page).send("/begin/")
    officer.send("/conclude/", conclusion="passed", opinion="任务完成，运行正常，同意通过。")
    acceptance.refresh_from_db()
    project.refresh_from_db()
    assert (acceptance.conclusion, project.state) == ("passed", "accepted")
    assert Baseline.objects.filter(library=project.library).exists()


def measure_the_duty(library: Library) -> None:
    """Its year begins: the rows' year is moved here, as no test can wait."""
    duties = YearlyDuty.objects.filter(library=library)
    assert duties.exists()
    duties.update(year=timezone.localdate().year)
    host = Walker("yanshi-fuze").open(f"/projects/duties/{library.uuid}/")
    host.send("/measure/")
    assert not duties.filter(measured_on=None).exists()
