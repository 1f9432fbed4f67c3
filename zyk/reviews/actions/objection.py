from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role
from zyk.accounts.models import Organisation, User
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common import audit
from zyk.common.moves import move
from zyk.media.models import StoredFile
from zyk.reviews.enums import OBJECTION_MOVES, NoticeState, ObjectionState
from zyk.reviews.models import NoticeItem, Objection
from zyk.reviews.rules.notice import may_be_objected_to
from zyk.reviews.rules.objection import can_conclude, can_decide_on, can_read_filer, has_post_at_units
from zyk.reviews.signals import objection_concluded, objection_filed

OFFICERS = (Role.MINISTRY_OFFICER, Role.PROVINCE_OFFICER)
CONCLUSIONS = (ObjectionState.UPHELD_CURABLE, ObjectionState.UPHELD_SERIOUS, ObjectionState.UNFOUNDED)


@transaction.atomic
def file_objection(
    *,
    item: NoticeItem,
    grounds: str,
    actor: Actor,
    today: date,
    is_anonymous: bool = False,
    contact_name: str = "",
    contact: str = "",
    evidence: StoredFile | None = None,
    is_late: bool = False,
) -> Objection:
    """Object to one dossier during its notice: named with a way to answer, or anonymous with evidence.

    `is_late`: a ministry officer writes down one that came after the notice; what it is about then waits."""
    if is_late:
        _check_late(item, actor)
    elif not may_be_objected_to(item.notice, today):
        raise ValidationError(_("这份材料不在公示期内，不能提出异议。"))
    if not grounds.strip():
        raise ValidationError({"grounds": _("请写明异议内容与依据")})
    if is_anonymous and evidence is None:
        raise ValidationError({"evidence": _("匿名异议须附依据材料")})
    if not is_anonymous and not (contact_name.strip() and contact.strip()):
        raise ValidationError({"contact": _("实名异议请填写姓名和联系方式")})
    objection = Objection.objects.create(
        item=item,
        grounds=grounds,
        evidence=evidence,
        is_anonymous=is_anonymous,
        is_late=is_late,
        filed_by=None if is_anonymous or is_late else actor.user,
        contact_name="" if is_anonymous else contact_name,
        contact="" if is_anonymous else contact,
    )
    # Who filed it stays out of the trail too: an anonymous objection must not be named by a side door.
    facts = {"anonymous": is_anonymous, "late": is_late}
    audit.record(actor=actor if is_late else audit.SYSTEM, verb="file-objection", about=objection, facts=facts)
    objection_filed.send(Objection, objection=objection, actor=actor if is_late else audit.SYSTEM)
    officers = people_with_role(Role.MINISTRY_OFFICER)
    notify(
        officers,
        text=_("收到对“%(title)s”的异议，请受理。") % {"title": item.dossier.title},
        english_text=f"An objection to “{item.dossier.title}” was filed; please take it up.",
        url="/reviews/objections/",
        mail=True,
    )
    return objection


@transaction.atomic
def admit_objection(objection: Objection, *, handler: Organisation, actor: Actor, assignee: User | None = None) -> None:
    """Take it up and name the unit that looks into it (the ministry itself, or a province), and its officer where
    one is named. Nobody with a post at a unit of the dossier looks into it."""
    _by_officer(actor, objection)
    if assignee and has_post_at_units(assignee, objection):
        raise ValidationError({"assignee": _("这名经办人在申请的单位任职或曾任职，须回避。")})
    if assignee and not people_in_role(handler, *OFFICERS).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": _("请选择核查单位的经办人")})
    if handler.kind not in (OrganisationKind.MINISTRY, OrganisationKind.PROVINCE):
        raise ValidationError({"handler": _("请选择教育部或省级教育行政部门")})
    Objection.objects.filter(pk=objection.pk).update(handler=handler, assignee=assignee)
    objection.handler, objection.assignee = handler, assignee
    move(objection, ObjectionState.INVESTIGATING, moves=OBJECTION_MOVES, actor=actor)
    notify(
        [assignee] if assignee else people_in_role(handler, *OFFICERS),
        text=_("请核查对“%(title)s”的异议。") % {"title": objection.item.dossier.title},
        english_text=f"Please look into the objection to “{objection.item.dossier.title}”.",
        url=f"/reviews/objections/{objection.uuid}/",
        mail=True,
    )


@transaction.atomic
def refuse_objection(objection: Objection, *, reason: str, actor: Actor) -> None:
    _by_officer(actor, objection)
    if not reason.strip():
        raise ValidationError({"finding": _("请说明不予受理的理由")})
    _conclude(objection, ObjectionState.REFUSED, reason, actor)


@transaction.atomic
def conclude_objection(objection: Objection, *, to_state: str, finding: str, actor: Actor, reply: str = "") -> None:
    """Conclude an investigation; the contexts above act on what was found. `reply` is what the objector reads: the
    finding itself stays inside."""
    if not can_conclude(actor, objection):
        raise PermissionDenied
    if to_state not in CONCLUSIONS:
        raise ValidationError({"to_state": _("请选择核查结论")})
    if not finding.strip():
        raise ValidationError({"finding": _("请写明核查情况和依据")})
    if not objection.is_anonymous and not reply.strip():
        raise ValidationError({"reply": _("实名异议须写明给提出人的答复")})
    _conclude(objection, ObjectionState(to_state), finding, actor, reply=reply.strip())


@transaction.atomic
def withdraw_objection(objection: Objection, *, actor: Actor, why: str = "") -> None:
    """Whoever filed it under his name takes it back while nothing has been found yet."""
    if actor.user is None or objection.filed_by_id != actor.user.pk:
        raise PermissionDenied
    move(objection, ObjectionState.WITHDRAWN, moves=OBJECTION_MOVES, actor=audit.SYSTEM, why=why.strip())
    objection_concluded.send(Objection, objection=objection, actor=audit.SYSTEM)


def _conclude(objection: Objection, to_state: ObjectionState, finding: str, actor: Actor, *, reply: str = "") -> None:
    now = timezone.now()
    # what is refused is refused in the words the objector reads
    reply = reply or (finding if to_state == ObjectionState.REFUSED else "")
    changed = {"finding": finding, "concluded_at": now, "reply": reply, "replied_at": now if reply else None}
    Objection.objects.filter(pk=objection.pk).update(**changed)
    objection.finding, objection.concluded_at, objection.reply = finding, now, reply
    move(objection, to_state, moves=OBJECTION_MOVES, actor=actor, why=finding)
    if objection.filed_by:
        notify(
            [objection.filed_by],
            text=_("您对“%(title)s”的异议已办结：%(result)s。")
            % {"title": objection.item.dossier.title, "result": to_state.label},
            english_text=f"Your objection to “{objection.item.dossier.title}” was concluded.",
            url="/reviews/objections/mine/",
            mail=True,
        )
    objection_concluded.send(Objection, objection=objection, actor=actor)


def _by_officer(actor: Actor, objection: Objection) -> None:
    if not can_decide_on(actor) or has_post_at_units(actor.user, objection):
        raise PermissionDenied


def _check_late(item: NoticeItem, actor: Actor) -> None:
    if not can_decide_on(actor):
        raise PermissionDenied
    if item.notice.state != NoticeState.CLOSED:
        raise ValidationError(_("公示还没有结束，请在公示页面提出异议。"))


@transaction.atomic
def read_filer(objection: Objection, *, actor: Actor) -> tuple[str, str]:
    """Who filed it and how to reach him, for the officer who handles it; the reading is put on record."""
    if not can_read_filer(actor, objection):
        raise PermissionDenied
    audit.record(actor=actor, verb="read_contact_data", about=objection)
    return objection.contact_name, objection.contact
