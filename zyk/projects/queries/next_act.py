"""Whose turn it is with an application, said to the one who looks."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.projects.enums import ApplicationState
from zyk.projects.models import Application
from zyk.projects.rules.application import can_edit, can_seal, needs_on_route
from zyk.rulebook.enums import Step as RouteStep

_S = ApplicationState
# state → where the application stands on its way (the steps shown on its page)
STEPS: tuple[tuple[str | Promise, tuple[ApplicationState, ...]], ...] = (
    (_("填报"), (_S.DRAFT, _S.RETURNED)),
    (_("单位盖章"), (_S.UNIT_REVIEW,)),
    (_("省级推荐"), (_S.PROVINCE_REVIEW, _S.NOT_RECOMMENDED)),
    (_("形式审查"), (_S.FORMAL_CHECK, _S.INELIGIBLE)),
    (_("材料公示"), (_S.NOTICE_READY, _S.IN_NOTICE, _S.NOTICE_DONE)),
    (_("评议"), (_S.UNDER_REVIEW, _S.REVIEWED)),
    (_("结果"), (_S.POOLED, _S.APPROVED, _S.NOT_SELECTED)),
)
_WAITING: dict[str, str | Promise] = {
    _S.DRAFT: _("第一主持单位正在填报。"),
    _S.RETURNED: _("已退回，等第一主持单位修改后再次提交。"),
    _S.UNIT_REVIEW: _("已提交，等本单位盖章人核对并盖章。"),
    _S.PROVINCE_REVIEW: _("等省级教育行政部门审核、排序和推荐。"),
    _S.FORMAL_CHECK: _("等教育部形式审查。"),
    _S.NOTICE_READY: _("等教育部安排材料公示。"),
    _S.IN_NOTICE: _("材料公示中，任何人都可以提出异议。"),
    _S.NOTICE_DONE: _("公示结束，等教育部组织评议。"),
    _S.UNDER_REVIEW: _("专家评议中。"),
    _S.REVIEWED: _("评议完成，等决定发布。"),
    _S.POOLED: _("已列入国家级备选项目库。下一年度申请时免于省级推荐。"),
    _S.APPROVED: _("已立项支持建设。"),
    _S.NOT_SELECTED: _("本年度未入选。"),
    _S.NOT_RECOMMENDED: _("未获省级推荐。"),
    _S.INELIGIBLE: _("形式审查未通过。"),
    _S.WITHDRAWN: _("已撤回。"),
    _S.ON_HOLD: _("暂停办理，理由见“经过”；恢复后从原来的环节继续。"),
}


@dataclass(frozen=True)
class Step:
    title: str | Promise
    place: str  # done, now, ahead or skipped


def waiting_words(application: Application) -> str | Promise:
    return _WAITING[application.state]


def acts_of(application: Application, actor: Actor) -> frozenset[str]:
    """What the actor may do now: edit, submit, seal."""
    acts = set()
    if can_edit(actor, application):
        acts |= {"edit", "submit"}
    if can_seal(actor, application):
        acts.add("seal")
    return frozenset(acts)


def steps_of(application: Application) -> list[Step]:
    """The way of this application, the steps its kind or its exemption skips left out."""
    edition = application.cycle.rulebook.edition
    cycle, kind = application.cycle, application.kind
    skips = {str(step) for step in edition.exemption.skips} if application.is_exempt else set()
    taken = {
        2: needs_on_route(cycle, kind, RouteStep.RECOMMENDATION) and "recommendation" not in skips,
        3: needs_on_route(cycle, kind, RouteStep.FORMAL_CHECK) and "formal_check" not in skips,
        4: needs_on_route(cycle, kind, RouteStep.NOTICE) and "notice" not in skips,
    }
    state = application.held_state if application.state == _S.ON_HOLD else application.state
    here = next((place for place, (_title, states) in enumerate(STEPS) if state in states), -1)
    return [
        Step(title, "now" if place == here else "done" if place < here else "ahead")
        for place, (title, _states) in enumerate(STEPS)
        if taken.get(place, True) or place == here
    ]
