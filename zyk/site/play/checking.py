"""July: paper comes in, the formal check passes, returns or ends applications; then the material notice."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from zyk.projects.actions.dual import answer_second, ask_second_officer
from zyk.projects.actions.formal_check import (
    begin_formal_check,
    conclude_formal_check,
    receive_paper,
    record_finding,
    sign_waiver,
)
from zyk.projects.actions.notice import publish_notice
from zyk.projects.actions.submission import seal_application, submit_application
from zyk.projects.enums import ApplicationKind, ApplicationState, DualKind
from zyk.projects.models import Application
from zyk.reviews.actions import admit_objection, close_notice, conclude_objection, file_objection, refuse_objection
from zyk.reviews.models import NoticeItem, PublicNotice
from zyk.site.play.applying import Round, Written

FINDINGS = {
    "unfounded": "经核对，数字由系统按学习记录计算，与申报一致。",
    "upheld_curable": "参与单位名单与协议不一致，请改正。",
    "upheld_serious": "材料中的建设成果属于他人，经查属实。",
}
REPLY = "已核查，谢谢你的监督。"


def check(played: Round, day: date, *, waiting: Iterable[str] = (ApplicationState.FORMAL_CHECK,)) -> None:
    """Every application in the formal check: passed, sent back once and passed, ended, or ended and reinstated."""
    played.clock.go_to(day)
    for one in played.written:
        one.application.refresh_from_db()
        if one.application.state not in waiting:
            continue
        _receive(played, one.application)
        if one.fate == "returned-by-check":
            begin_formal_check(one.application, actor=played.cast.officer, at=timezone.now())
            conclude_formal_check(one.application, outcome="return", why="请补盖骑缝章。", actor=played.cast.officer)
            _hand_in_again(played, one)
        elif one.fate in ("ineligible", "reinstated"):
            begin_formal_check(one.application, actor=played.cast.officer, at=timezone.now())
            conclude_formal_check(one.application, outcome="fail", why="不符合申报条件。", actor=played.cast.officer)
            if one.fate == "ineligible":
                continue
            _reinstate(played, one.application)
        _pass(played, one.application)


def lay_open(played: Round, day: date) -> None:
    """One notice for each kind of business; exempt candidates bring their paper first."""
    played.clock.go_to(day)
    ready = played.cycle.applications.filter(state=ApplicationState.NOTICE_READY)
    for application in ready.filter(exempt_basis__isnull=False):
        _receive(played, application)
    for kind in ApplicationKind:
        of_kind = list(ready.filter(kind=kind))
        if of_kind:
            publish_notice(
                played.cycle,
                kind=kind,
                applications=of_kind,
                opens_on=timezone.localdate(),
                title=f"{played.year} 年度{kind.label}材料公示（模拟）",
                actor=played.cast.officer,
            )


def object_and_close(played: Round, days: tuple[date, date]) -> None:
    """Objections of every outcome are filed in the notice's days and concluded; then the notices close."""
    filed_on, closed_on = days
    played.clock.go_to(filed_on)
    outcomes = {one.application.pk: one.fate.removeprefix("objected-") for one in played.written if _is_objected(one)}
    uuids = {one.application.uuid: one.application.pk for one in played.written}
    items = NoticeItem.objects.filter(notice__state="open", dossier__subject_uuid__in=uuids)
    for item in items.select_related("dossier"):
        outcome = outcomes.get(uuids[item.dossier.subject_uuid])
        if outcome:
            _object(played, item, outcome)
    played.clock.go_to(closed_on)
    for notice in PublicNotice.objects.filter(state="open"):
        close_notice(notice, actor=played.cast.officer, today=timezone.localdate())


def _is_objected(one: Written) -> bool:
    return one.fate.startswith("objected-")


def _object(played: Round, item: NoticeItem, outcome: str) -> None:
    objection = file_objection(
        item=item,
        grounds="申报材料与公开信息不一致，请核查。",
        contact_name="模拟公众",
        contact="public@example.invalid",
        actor=played.cast.experts[0],
        today=timezone.localdate(),
    )
    officer = played.cast.officer
    if outcome == "refused":
        refuse_objection(objection, reason="未提供可核查的线索。", actor=officer)
        return
    assert officer.organisation
    admit_objection(objection, handler=officer.organisation, actor=officer)
    state = outcome.replace("_", "-")
    conclude_objection(objection, to_state=state, finding=FINDINGS[outcome], reply=REPLY, actor=officer)


def _receive(played: Round, application: Application) -> None:
    revision = application.revisions.order_by("-number")[0]
    receive_paper(
        application,
        received_on=timezone.localdate(),
        printed_code=revision.sha256[:12],
        actor=played.cast.officer,
    )


def _pass(played: Round, application: Application) -> None:
    officer, now = played.cast.officer, timezone.now()
    application.refresh_from_db()
    for item in begin_formal_check(application, actor=officer, at=now):
        if item.is_met is None:
            record_finding(item, is_met=True, found="已核对", waiver_reason="", actor=officer, at=now)
        elif item.is_met is False:
            record_finding(item, is_met=True, found="", waiver_reason="模拟环境规模小，准予豁免", actor=officer, at=now)
            sign_waiver(item, actor=played.cast.second, at=now)
    conclude_formal_check(application, outcome="pass", why="", actor=officer)


def _hand_in_again(played: Round, one: Written) -> None:
    submit_application(application=one.application, actor=one.held.host.editor)
    seal_application(application=one.application, actor=one.held.host.sealer)
    _receive(played, one.application)


def _reinstate(played: Round, application: Application) -> None:
    asked = ask_second_officer(
        application, kind=DualKind.REINSTATEMENT, reason="核查后确认符合条件。", actor=played.cast.officer
    )
    answer_second(asked, signs=True, actor=played.cast.second, at=timezone.now())
