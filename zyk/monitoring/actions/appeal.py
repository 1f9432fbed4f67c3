"""申诉: a unit explains, the ministry decides; what is upheld counts from then on."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_with_role
from zyk.common import audit
from zyk.common.moves import move
from zyk.library.models import Library
from zyk.media.models import StoredFile
from zyk.monitoring.enums import APPEAL_MOVES, AppealState, Verdict
from zyk.monitoring.models import Appeal, Session
from zyk.monitoring.rules import can_appeal, can_decide_appeal

MOST_SESSIONS = 500


@transaction.atomic
def file_appeal(
    library: Library,
    *,
    sessions: Collection[Session],
    grounds: str,
    actor: Actor,
    evidence: StoredFile | None = None,
    evidence_name: str = "",
) -> Appeal:
    """Appeal against the doubt about these sessions of one library; one that is being decided cannot be appealed anew.

    PermissionDenied for whoever does not speak for the library's lead host."""
    if not can_appeal(actor, library) or actor.user is None or actor.organisation is None:
        raise PermissionDenied
    rows = Session.objects.select_for_update().filter(pk__in=[each.pk for each in sessions], library=library)
    chosen = list(rows)
    if not chosen:
        raise ValidationError(_("请至少选择一次存疑会话。"))
    if len(chosen) > MOST_SESSIONS:
        raise ValidationError(_("一次申诉最多 %(most)s 次会话，请分开提出。") % {"most": MOST_SESSIONS})
    if not grounds.strip():
        raise ValidationError({"grounds": _("请写明申诉理由。")})
    if any(each.verdict != Verdict.DOUBTFUL for each in chosen):
        raise ValidationError(_("所选会话中有的并不存疑，无须申诉。请刷新页面后重新选择。"))
    if Appeal.objects.filter(sessions__in=chosen, state=AppealState.FILED).exists():
        raise ValidationError(_("所选会话中有的已在申诉中，请等待裁定。"))
    appeal = Appeal.objects.create(
        library=library,
        organisation=actor.organisation,
        filed_by=actor.user,
        grounds=grounds.strip(),
        evidence=evidence,
        evidence_name=evidence_name,
    )
    appeal.sessions.set(chosen)
    audit.record(
        actor=actor,
        verb="file_appeal",
        about=appeal,
        to_state=AppealState.FILED,
        why=appeal.grounds,
        file_sha256=evidence.sha256 if evidence else "",
        facts={"sessions": len(chosen)},
    )
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=f"“{library}”就 {len(chosen)} 次存疑会话提出申诉，请裁定。",
        english_text=f"“{library}” appeals against the doubt about {len(chosen)} sessions; please decide.",
        url=reverse("monitoring:appeal", args=[appeal.uuid]),
        mail=True,
    )
    return appeal


@transaction.atomic
def decide_appeal(appeal: Appeal, *, is_upheld: bool, finding: str, actor: Actor, at: datetime) -> None:
    """Uphold or reject, with reasons. Upheld sessions count as credible from the next computation on, which is begun
    at once."""
    if not can_decide_appeal(actor):
        raise PermissionDenied
    if not finding.strip():
        raise ValidationError({"finding": _("请写明裁定理由，申诉单位会看到。")})
    to_state = AppealState.UPHELD if is_upheld else AppealState.REJECTED
    move(appeal, to_state, moves=APPEAL_MOVES, actor=actor, why=finding.strip())
    Appeal.objects.filter(pk=appeal.pk).update(finding=finding.strip(), decided_at=at, decided_by=actor.user)
    if is_upheld:
        appeal.sessions.update(verdict=Verdict.UPHELD)
        _compute_anew(appeal.library)
    words, english = ("成立", "was upheld") if is_upheld else ("不成立", "was not upheld")
    notify(
        [appeal.filed_by],
        text=f"对“{appeal.library}”存疑会话的申诉{words}。",
        english_text=f"The appeal about sessions of “{appeal.library}” {english}.",
        url=reverse("monitoring:appeal", args=[appeal.uuid]),
        mail=True,
    )


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, actor: Actor) -> None:
    """By the unit that filed it, before it is decided."""
    if not can_appeal(actor, appeal.library):
        raise PermissionDenied
    move(appeal, AppealState.WITHDRAWN, moves=APPEAL_MOVES, actor=actor)


def _compute_anew(library: Library) -> None:
    from zyk.monitoring.tasks import compute_one

    today = timezone.localdate().isoformat()
    transaction.on_commit(lambda: compute_one(library.pk, today), robust=True)
