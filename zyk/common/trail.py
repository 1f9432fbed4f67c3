"""Audit entries in words a person reads: who, in which capacity, did what to what."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zyk.common.models import AuditEntry

# Verbs several contexts share. A model names its own in `VERBS: dict[str, words]`.
VERBS: dict[str, str | Promise] = {
    "move": pgettext_lazy("audit trail", "状态变更"),
    "create": pgettext_lazy("audit trail", "新建"),
    "edit": pgettext_lazy("audit trail", "修改"),
    "update": pgettext_lazy("audit trail", "修改"),
    "delete": pgettext_lazy("audit trail", "删除"),
    "remove": pgettext_lazy("audit trail", "移除"),
    "load": pgettext_lazy("audit trail", "载入"),
    "import": pgettext_lazy("audit trail", "导入"),
    "freeze": pgettext_lazy("audit trail", "冻结"),
    "store": pgettext_lazy("audit trail", "存入文件"),
    "upload": pgettext_lazy("audit trail", "上传"),
    "submit": pgettext_lazy("audit trail", "提交"),
    "withdraw": pgettext_lazy("audit trail", "撤回"),
    "invite": pgettext_lazy("audit trail", "邀请"),
    "assign": pgettext_lazy("audit trail", "分派"),
    "publish": pgettext_lazy("audit trail", "发布"),
}


@dataclass(frozen=True)
class Told:
    """One entry, told."""

    entry: AuditEntry
    at: datetime
    act: str
    tone: str
    icon: str
    person: str
    who: str
    kind: str
    is_bad: bool


def told(entry: AuditEntry) -> Told:
    model = model_of(entry.object_type)
    state = _state(model, entry.to_state)
    tone = str(getattr(state, "tone", "")) if state else ""
    return Told(
        entry=entry,
        at=entry.at,
        act=_act(entry, model),
        tone=tone,
        icon=str(getattr(state, "icon", "")) if state else "",
        person=_actor_name(entry),
        who=" · ".join(part for part in (_actor_name(entry), entry.capacity) if part),
        kind=kind_words(entry.object_type),
        is_bad=tone == "bad",
    )


def model_of(object_type: str) -> type[Model] | None:
    """The model named by an entry; None when it no longer exists."""
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def kind_words(object_type: str) -> str:
    model = model_of(object_type)
    return str(model._meta.verbose_name) if model else object_type


def verb_words(verb: str, model: type[Model] | None = None) -> str:
    own = getattr(model, "VERBS", {})
    return str(own.get(verb) or VERBS.get(verb) or verb.replace("_", " "))


def state_words(object_type: str, state: str) -> str:
    member = _state(model_of(object_type), state)
    return str(getattr(member, "label", state))


def _act(entry: AuditEntry, model: type[Model] | None) -> str:
    if entry.verb == "move" and entry.to_state:
        return state_words(entry.object_type, entry.to_state)
    return verb_words(entry.verb, model)


def _actor_name(entry: AuditEntry) -> str:
    return _("系统") if entry.actor_uuid is None and entry.actor_name == "system" else entry.actor_name


def _state(model: type[Model] | None, state: str) -> object | None:
    for enum in (getattr(model, "State", None), *getattr(model, "OTHER_STATES", ())):
        if enum and state in enum.values:
            return enum(state)
    return None
