"""From the material notice to the decision that makes a project."""

from datetime import timedelta

from django.db.models import F

from tests.journey.walk import Walker
from zyk.projects.models import Application, Cycle, DecisionBatch, PoolEntry, Project
from zyk.reviews.models import Objection, Panel, PublicNotice, Review


def publish_the_notice(application: Application, cycle: Cycle) -> PublicNotice:
    page = f"/projects/selection/{cycle.year}/"
    officer = Walker("yanshi-bu").open(f"{page}?state=notice-ready")
    officer.show("/notice/", applications=[str(application.uuid)])
    officer.send("/notice/")
    notice = PublicNotice.objects.get()
    assert officer.url == f"/reviews/notices/{notice.uuid}/"
    return notice


def object_to_it(notice: PublicNotice) -> None:
    """Anybody may; the officer takes it up and finds it unfounded."""
    citizen = Walker("yanshi-shehui").open(f"/reviews/notices/{notice.uuid}/")
    citizen.open(f"/reviews/notices/items/{notice.items.get().uuid}/object/")
    citizen.send(grounds="用户数与公开信息不一致，请核对。", contact_name="演示公众", contact="demo@example.org")
    objection = Objection.objects.get()
    officer = Walker("yanshi-bu").open(f"/reviews/objections/{objection.uuid}/")
    officer.send("/admit/")
    officer.send(
        "/conclude/", to_state="unfounded", finding="用户数由系统按学习记录计算，经核对一致。", reply="经核对一致。"
    )
    objection.refresh_from_db()
    assert objection.state == "unfounded"


def close_the_notice(notice: PublicNotice, application: Application) -> None:
    """Its last day passes: the rows' days are moved back, as no test can wait."""
    back = timedelta(days=20)
    PublicNotice.objects.filter(pk=notice.pk).update(opens_on=F("opens_on") - back, closes_on=F("closes_on") - back)
    officer = Walker("yanshi-bu").open(f"/reviews/notices/{notice.uuid}/")
    officer.send("/close/")
    application.refresh_from_db()
    assert application.state == "notice-done"


def review_it(application: Application, cycle: Cycle) -> None:
    """A panel is set up, drawn in three steps, invited, given its work, and scores."""
    officer = Walker("yanshi-bu").open(f"/projects/selection/{cycle.year}/?state=notice-done")
    officer.show("/review/", applications=[str(application.uuid)])
    officer.send("/review/", title="网络评审", reviews_each="3", method="raw")
    panel = Panel.objects.get()
    page = f"/reviews/panels/{panel.uuid}/"
    assert officer.url == page
    _draw(officer, page)
    for member in panel.members.select_related("expert__user"):
        Walker(member.expert.user.username).open(f"/reviews/invitations/{member.uuid}/").send()
    officer.open(page).send("/propose/")
    officer.send("/confirm/")
    application.refresh_from_db()
    assert application.state == "under-review"
    expert_names = Review.objects.values_list("expert__user__username", flat=True)
    assert len(expert_names) == 3
    for number, username in enumerate(expert_names):
        _give_a_review(username, points=str(6 + number))
    officer.open(f"/projects/selection/{cycle.year}/?state=under-review")
    officer.send("/close-reviews/", applications=[str(application.uuid)])
    application.refresh_from_db()
    assert application.state == "reviewed"


def _draw(officer: Walker, page: str) -> None:
    """The seed is sealed, the pool frozen, the seed revealed; those drawn are invited."""
    officer.send("/draw/", size="3", witness="演示监督人", seed="journey-seed")
    officer.send("/freeze/")
    officer.send("/reveal/", seed="journey-seed")
    officer.open(page).send("/invite/")


def _give_a_review(username: str, *, points: str) -> None:
    expert = Walker(username).open("/reviews/mine/")
    expert.follow("/reviews/mine/[0-9a-f-]{36}/")
    review = Review.objects.get(expert__user__username=username)
    scores = {f"score-{criterion['code']}": points for criterion in review.criteria}
    expert.send("", scores, recommendation="support", opinion="设计完整，企业参与充分。", confirmed="1")
    review.refresh_from_db()
    assert review.state == "submitted"


def decide(application: Application, cycle: Cycle) -> Project:
    """Drafted by one officer, countersigned by another, published by the first."""
    officer = Walker("yanshi-bu").open(f"/projects/batches/new/{cycle.year}/")
    officer.send(title="第一批", document_number="演示函〔2026〕1 号", budget_ceiling="1000")
    page = officer.url
    officer.show("/decide/", applications=[str(application.uuid)])
    amounts = {f"outcome-{application.pk}": "approved", f"amount-{application.pk}": "500"}
    officer.send("/decide/", amounts | {f"grounds-{application.pk}": "评议结果优秀"})
    Walker("yanshi-huiqian").open(page).send("/countersign/")
    officer.open(page).send("/publish/")
    assert DecisionBatch.objects.get().state == "published"
    assert PoolEntry.objects.filter(library=application.library, cycle=cycle).exists()
    return Project.objects.get(application=application)
