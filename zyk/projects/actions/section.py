"""Saving what was typed into a section, so that nobody overwrites another's text."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.common import audit
from zyk.common.moves import NotInThisState
from zyk.projects.enums import BudgetScope, FundSource
from zyk.projects.models import Application, Budget, BudgetLine, PerformanceTarget, SectionDraft, SectionVersion
from zyk.projects.queries.application import form_of
from zyk.projects.queries.writing import collaborator_of
from zyk.projects.rules.application import EDITABLE, is_writer
from zyk.projects.rules.grid import VALUES, amounts_of_part
from zyk.projects.rules.writing import EDIT, section_right
from zyk.rulebook.edition import Edition, Section
from zyk.rulebook.enums import FieldType

ONE_GO = timedelta(minutes=10)


class SectionConflict(ValidationError):
    """Another person has saved the section since this page was opened; `draft` is what stands now."""

    def __init__(self, draft: SectionDraft) -> None:
        self.draft = draft
        super().__init__(
            _("%(who)s在你填写时保存了这一节。你填的内容还在页面上，还没有保存。")
            % {"who": draft.edited_by.name if draft.edited_by else _("另一人")}
        )


class NoLongerYours(ValidationError):
    """A collaborator was taken off, or may only read this section now."""

    def __init__(self) -> None:
        super().__init__(_("你已没有填写这一节的权限，内容没有保存。请与第一主持单位的填报人联系。"))


@transaction.atomic
def save_section(
    *, application: Application, code: str, content: dict[str, Any], version: int, actor: Actor, settles: bool = False
) -> SectionDraft:
    """Save the section as typed, right or wrong. `version` is the one the page was opened with: SectionConflict when
    another has saved since, unless the same is saved again. `settles`: a conflict was looked at, which the trail keeps
    with the text that gave way."""
    application = lock_for_section(application, actor, code)
    section = form_of(application).section(code)
    draft, _is_new = SectionDraft.objects.select_for_update().get_or_create(application=application, code=code)
    if draft.content == content and draft.version:
        return draft
    if draft.version != version:
        raise SectionConflict(draft)
    if settles:
        facts = {"section": code, "gave_way": draft.content}
        audit.record(actor=actor, verb="settle conflict", about=application, facts=facts)
    draft.content, draft.version = content, draft.version + 1
    draft.edited_by, draft.edited_at = actor.user, (now := timezone.now())
    draft.save()
    _keep_version(draft, now)
    write_grids(application, section, content)
    return draft


def _keep_version(draft: SectionDraft, at: datetime) -> None:
    """One version for what a person typed in one go, so that the history is read and not scrolled."""
    latest = draft.versions.order_by("-version").first()
    if latest is not None and latest.edited_by_id == draft.edited_by_id and at - latest.began_at < ONE_GO:
        latest.version, latest.content, latest.edited_at = draft.version, draft.content, at
        latest.save()
        return
    SectionVersion.objects.create(
        draft=draft,
        version=draft.version,
        content=draft.content,
        edited_by=draft.edited_by,
        began_at=at,
        edited_at=at,
    )


def lock_for_section(application: Application, actor: Actor, code: str) -> Application:
    """As `lock_for_edit`, also for a collaborator who may write this section."""
    if is_writer(actor, application):
        return lock_for_edit(application, actor)
    if not application.collaborators.filter(user=actor.user).exists():
        raise PermissionDenied
    locked = _locked(application)
    if section_right(actor, locked, code, collaborator_of(locked, actor)) != EDIT:
        raise NoLongerYours()
    return locked


def lock_for_edit(application: Application, actor: Actor) -> Application:
    """The application, locked; refused when the actor does not write it or it has left the writer's hands."""
    if not is_writer(actor, application):
        raise PermissionDenied
    return _locked(application)


def _locked(application: Application) -> Application:
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("cycle__rulebook", "library", "lead_host")
        .get(pk=application.pk)
    )
    if locked.state not in EDITABLE:
        raise NotInThisState(_("申请书已经提交，现在不能修改。如需修改，请先退回。"))
    return locked


def write_grids(application: Application, section: Section, content: dict[str, Any]) -> None:
    """Keep the rows of budget and targets with what the section says; amounts that do not hold yet have no rows."""
    edition = application.cycle.rulebook.edition
    for each in section.fields:
        value = content.get(each.code) or {}
        if each.type == FieldType.BUDGET:
            for part in edition.budget_parts:
                _write_budget(application, scope_of(part.code), value.get(part.code) or {}, edition)
        elif each.type == FieldType.PERFORMANCE:
            _write_targets(application, value, edition)


def scope_of(part_code: str) -> BudgetScope:
    """The budget a part of the rulebook means: total, year_1 and year_2."""
    return BudgetScope(part_code.replace("_", "-"))


def _write_budget(application: Application, scope: BudgetScope, texts: dict[str, str], edition: Edition) -> None:
    """Replace a typed budget. One read from a workbook stays: its page shows it without fields to type in."""
    if Budget.objects.filter(application=application, scope=scope).exclude(form="").exists():
        return
    Budget.objects.filter(application=application, scope=scope).delete()
    amounts = amounts_of_part(texts, edition)
    if not amounts or not any(amounts.values()):
        return
    budget = Budget.objects.create(application=application, scope=scope)
    titles = {line.code: line.title.zh for line in edition.spending_lines}
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            position=position,
            number=line,
            line_code=line,
            title=titles[line],
            source=FundSource(source),
            amount_fen=amount,
        )
        for position, ((line, source), amount) in enumerate(amounts.items())
    )


def _write_targets(application: Application, value: dict[str, Any], edition: Edition) -> None:
    application.performance_targets.all().delete()
    by_code = {target.code: target for target in edition.performance_targets}
    rows: list[PerformanceTarget] = []
    for row in value.get("rows") or []:
        target = by_code.get(row.get("code") or row.get("group", ""))
        texts = {part: str(row.get(part, ""))[:60] for part in VALUES}
        title = target.level3.zh if target and target.level3 and row.get("code") else str(row.get("level3", ""))
        if target and (any(texts.values()) or row.get("code")):
            rows.append(
                PerformanceTarget(
                    application=application,
                    position=len(rows),
                    code=row.get("code", ""),
                    level1=target.level1.zh,
                    level2=target.level2.zh,
                    level3=title[:120],
                    **texts,
                )
            )
    PerformanceTarget.objects.bulk_create(rows)
