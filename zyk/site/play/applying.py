"""June: applications are written, submitted, sealed, recommended or returned, and their paper comes in."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.media.actions import store_file
from zyk.media.models import StoredFile
from zyk.projects.actions.application import start_application, withdraw_application
from zyk.projects.actions.attachment import attach_file
from zyk.projects.actions.cycle import grant_extension
from zyk.projects.actions.recommendation import decline_application, recommend_application, return_to_unit
from zyk.projects.actions.section import save_section
from zyk.projects.actions.submission import return_to_writer, seal_application, submit_application
from zyk.projects.enums import ApplicationKind, ApplicationState
from zyk.projects.models import Application, Cycle, PoolEntry
from zyk.site.demo.answers import answers_for
from zyk.site.demo.libraries import FILES
from zyk.site.play.cast import Cast
from zyk.site.play.clock import Clock
from zyk.site.play.libraries import Held


@dataclass
class Written:
    """An application with the people behind it, and what is to become of it."""

    application: Application
    held: Held
    fate: str


@dataclass
class Round:
    """One cycle being played."""

    cycle: Cycle
    cast: Cast
    clock: Clock
    random: Random
    written: list[Written] = field(default_factory=list)

    @property
    def year(self) -> int:
        return self.cycle.year


def enter_pool_of_last_year(cycle: Cycle, held: list[Held]) -> None:
    """Candidates of the year before, who need no recommendation now (notice 二、（一）)."""
    for one in held:
        PoolEntry.objects.get_or_create(cycle=cycle, library=one.library, defaults={"entered_at": timezone.now()})


def write_applications(played: Round, held: list[Held], fates: list[str], kind: str) -> None:
    """Spread over the online window; each is filled in whole, as the form asks."""
    first, last = _online_window(played)
    for number, (one, fate) in enumerate(zip(held, fates, strict=True)):
        day = first + timedelta(days=number * (last - first).days // max(len(held), 1))
        played.clock.go_to(day)
        application = start_application(library=one.library, kind=kind, cycle=played.cycle, actor=one.host.editor)
        played.written.append(Written(application, one, fate))
        if fate != "left":
            _fill(application, one.host.editor)


def hand_in(played: Round) -> None:
    """Submit and seal; a few are withdrawn, a few sent back by their own seal keeper first."""
    _first, last = _online_window(played)
    played.clock.go_to(last)
    for one in played.written:
        host, application = one.held.host, one.application
        if one.fate in ("left", "extended"):
            continue
        submit_application(application=application, actor=host.editor)
        if one.fate == "corrected-by-unit":
            return_to_writer(application=application, reason="预算合计与分年不一致，请核对。", actor=host.sealer)
            submit_application(application=application, actor=host.editor)
        seal_application(application=application, actor=host.sealer)
        if one.fate == "withdrawn":
            withdraw_application(application=application, reason="学校决定下一年度再申请。", actor=host.editor)


def hand_in_late(played: Round, day: date) -> None:
    """After the window has closed: those who were granted an extension of their own."""
    played.clock.go_to(day)
    window = played.cycle.windows.get(code=_online_code(played))
    for one in played.written:
        if one.fate == "extended":
            grant_extension(
                window=window,
                closes_on=day + timedelta(days=1),
                reason="学校网络中断，情况属实。",
                actor=played.cast.officer,
                application=one.application,
            )
            submit_application(application=one.application, actor=one.held.host.editor)
            seal_application(application=one.application, actor=one.held.host.sealer)


def recommend(played: Round, day: date) -> None:
    """Each province ranks what it received; some come back mended, some are declined."""
    played.clock.go_to(day)
    by_province: dict[str, list[Written]] = defaultdict(list)
    for one in played.written:
        one.application.refresh_from_db()
        if one.application.state == ApplicationState.PROVINCE_REVIEW:
            by_province[one.application.lead_host.province_id or ""].append(one)
    for code, ones in sorted(by_province.items()):
        officer = played.cast.provinces[code]
        letter, rank = _letter(officer), 0
        for one in ones:
            if one.fate == "declined":
                decline_application(one.application, why="与本省已有项目重复。", actor=officer)
                continue
            if one.fate == "returned-by-province":
                return_to_unit(one.application, why="请补充企业参与的具体任务。", actor=officer)
                submit_application(application=one.application, actor=one.held.host.editor)
                seal_application(application=one.application, actor=one.held.host.sealer)
            rank += 1
            recommend_application(
                one.application,
                rank=rank,
                opinion="基础扎实，同意推荐。",
                letter_number=f"模拟函〔{played.year}〕{rank} 号",
                letter=letter,
                actor=officer,
                at=timezone.now(),
            )


def _online_window(played: Round) -> tuple[date, date]:
    window = played.cycle.windows.get(code=_online_code(played))
    assert window.opens_on
    assert window.closes_on
    return window.opens_on, window.closes_on


def _online_code(played: Round) -> str:
    defined = played.cycle.rulebook.edition.window_of(ApplicationKind.CANDIDATE, "online")
    assert defined
    return defined.code


def _fill(application: Application, editor: Actor) -> None:
    edition = application.cycle.rulebook.edition
    for code, content in answers_for(edition, application.kind, application.library).items():
        draft = application.sections.filter(code=code).first()
        version = draft.version if draft else 0
        save_section(application=application, code=code, content=content, version=version, actor=editor)
    held = set(application.attachments.values_list("slot", flat=True))
    for slot in edition.form_of(application.kind).attachments:
        if slot.required and slot.code not in held:
            name = "catalogue_zh.pdf" if "pdf" in map(str, slot.kinds) else "paper.docx"
            file = SimpleUploadedFile(name, (FILES / name).read_bytes())
            attach_file(application=application, slot=slot.code, file=file, actor=editor)


def _letter(officer: Actor) -> StoredFile:
    with (FILES / "catalogue_zh.pdf").open("rb") as file:
        return store_file(file, name="模拟推荐公函.pdf", actor=officer)
