"""形式审查: paper received, items checked, then on, back, or out."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import NotInThisState, move
from zyk.projects.actions.recommendation import locked, tell_unit
from zyk.projects.enums import APPLICATION_MOVES, ApplicationState
from zyk.projects.models import Application, FormalCheck, PaperReceipt, Revision
from zyk.projects.queries.formal_check import check_items
from zyk.projects.rules.conflict import may_handle
from zyk.projects.rules.recommendation import can_check, needs_notice
from zyk.projects.rules.sealing import may_read_contents

CODE_LENGTH = 12  # of the revision's SHA-256, as printed on every page


@transaction.atomic
def receive_paper(application: Application, *, received_on: date, printed_code: str, actor: Actor) -> PaperReceipt:
    """Note that the paper copy came in; whether it is the current revision shows by the code printed on it."""
    _by_officer(actor, application)
    application = locked(application)
    revision = current_revision(application)
    code = printed_code.strip().lower()
    if len(code) < CODE_LENGTH:
        raise ValidationError({"printed_code": _("校验码至少 %(number)s 位，印在每页页脚") % {"number": CODE_LENGTH}})
    receipt = PaperReceipt.objects.create(
        application=application,
        received_on=received_on,
        printed_code=code,
        matches=revision.sha256.startswith(code),
        recorded_by=actor.user,
    )
    audit.record(actor=actor, verb="receive-paper", about=application, facts={"matches": receipt.matches, "code": code})
    if application.state == ApplicationState.FORMAL_CHECK and application.formal_checks.exists():
        begin_formal_check(application, actor=actor, at=timezone.now())  # the item on paper is judged anew
    if not receipt.matches:
        tell_unit(
            application, _("纸质件与网上最新修订不一致，请重新寄送"), "paper copy differs from the current revision"
        )
    return receipt


@transaction.atomic
def begin_formal_check(application: Application, *, actor: Actor, at: datetime) -> list[FormalCheck]:
    """Lay out the items of this revision; automatic ones are judged now and judged anew each time."""
    _by_officer(actor, application)
    _in_check(application)
    if not may_read_contents(actor, application, at=at):
        raise NotInThisState(_("申请内容封存到网上填报截止，现在不能审查。"))
    revision = current_revision(application)
    for item in check_items(application, revision):
        finding = {"is_met": item.is_met, "found": item.found} if item.is_automatic else {}
        FormalCheck.objects.update_or_create(
            application=application,
            revision_number=revision.number,
            code=item.code,
            defaults=finding,
            create_defaults={
                "title_zh": item.title.zh,
                "title_en": item.title.en,
                "is_automatic": item.is_automatic,
                "checked_at": at if item.is_automatic else None,
                **finding,
            },
        )
    return list(application.formal_checks.filter(revision_number=revision.number))


@transaction.atomic
def record_finding(
    check: FormalCheck, *, is_met: bool, found: str, waiver_reason: str, actor: Actor, at: datetime
) -> None:
    """Judge an item by hand, or waive one that is not met, with the reason; a waiver waits for a second signature."""
    _by_officer(actor, check.application)
    _in_check(check.application)
    if check.is_automatic and is_met != check.is_met and not waiver_reason.strip():
        raise ValidationError({f"waiver-{check.pk}": _("改变系统判断须写明理由")})
    FormalCheck.objects.filter(pk=check.pk).update(
        **({} if check.is_automatic else {"is_met": is_met, "found": found}),
        waiver_reason=waiver_reason.strip(),
        checked_by=actor.user,
        checked_at=at,
        waiver_signed_by=None,
        waiver_signed_at=None,
    )
    audit.record(
        actor=actor,
        verb="formal-check",
        about=check.application,
        why=waiver_reason,
        facts={"item": check.code, "met": is_met},
    )


@transaction.atomic
def sign_waiver(check: FormalCheck, *, actor: Actor, at: datetime) -> None:
    """A second officer signs that the item is waived."""
    check = FormalCheck.objects.select_for_update(of=("self",)).select_related("application").get(pk=check.pk)
    _by_officer(actor, check.application)
    _in_check(check.application)
    if not check.waits_for_signature:
        raise NotInThisState(_("这一项没有待签署的豁免。"))
    if actor.user is None or check.checked_by_id == actor.user.pk:
        raise ValidationError(_("须由提出豁免的人以外的另一名教育部经办人签署。"))
    FormalCheck.objects.filter(pk=check.pk).update(waiver_signed_by=actor.user, waiver_signed_at=at)
    audit.record(
        actor=actor, verb="sign waiver", about=check.application, why=check.waiver_reason, facts={"item": check.code}
    )


@transaction.atomic
def conclude_formal_check(application: Application, *, outcome: str, why: str, actor: Actor) -> None:
    """`outcome` is "pass", "return" or "fail". Passing needs every item met or waived."""
    _by_officer(actor, application)
    application = locked(application)
    _in_check(application)
    if outcome == "pass":
        open_items = unmet_items(application)
        if open_items:
            raise ValidationError(
                _("还有未达到的审查项：%(items)s") % {"items": "、".join(item.title_zh for item in open_items)}
            )
        onward = ApplicationState.NOTICE_READY if needs_notice(application) else ApplicationState.NOTICE_DONE
        move(application, onward, moves=APPLICATION_MOVES, actor=actor, why=why)
        return
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})
    if outcome == "return":
        move(application, ApplicationState.RETURNED, moves=APPLICATION_MOVES, actor=actor, why=why)
        tell_unit(application, _("形式审查退回修改"), "was returned by the formal check")
    elif outcome == "fail":
        move(application, ApplicationState.INELIGIBLE, moves=APPLICATION_MOVES, actor=actor, why=why)
        tell_unit(application, _("形式审查未通过"), "did not pass the formal check")
    else:
        raise ValidationError({"outcome": _("请选择审查结论")})


def current_revision(application: Application) -> Revision:
    revision = application.revisions.order_by("-number").first()
    if revision is None:
        raise NotInThisState(_("这件申请还没有提交过。"))
    return revision


def unmet_items(application: Application) -> list[FormalCheck]:
    """Items of the current revision that are neither met nor waived; all of them while the check has not begun."""
    items = list(application.formal_checks.filter(revision_number=current_revision(application).number))
    if not items:
        raise ValidationError(_("请先开始形式审查。"))
    return [item for item in items if not item.is_met and not item.is_waived]


def _in_check(application: Application) -> None:
    if application.state != ApplicationState.FORMAL_CHECK:
        raise NotInThisState(_("这件申请不在形式审查中。"))


def _by_officer(actor: Actor, application: Application) -> None:
    if not can_check(actor) or not may_handle(actor, application):
        raise PermissionDenied
