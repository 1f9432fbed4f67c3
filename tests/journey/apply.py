"""From the opened cycle to the application that passed its formal check."""

from typing import Any

from tests.journey.walk import Walker, upload
from tests.media.builders import SAMPLES
from zyk.library.models import Library
from zyk.projects.models import Application, Cycle
from zyk.rulebook.models import Rulebook
from zyk.site.demo.answers import answers_for


def open_the_cycle(rulebook: Rulebook) -> Cycle:
    officer = Walker("yanshi-bu").open("/projects/cycles/")
    officer.send(rulebook=str(rulebook.pk))
    cycle = Cycle.objects.get(rulebook=rulebook)
    assert officer.url == f"/projects/cycles/{cycle.year}/"
    return cycle


def create_the_library(code: str, name: str) -> Library:
    editor = Walker("yanshi-tianbao").open(f"/libraries/create/?specialty={code}")
    editor.send("/create/", name=name)
    library = Library.objects.get(name=name)
    assert library.courses.exists()
    assert library.points.exists()
    return library


def fill_in_the_application(library: Library, cycle: Cycle) -> Application:
    editor = Walker("yanshi-tianbao").open("/projects/applications/new/")
    editor.send(library=str(library.uuid), kind="candidate", year=str(cycle.year))
    application = Application.objects.get(library=library)
    edition = cycle.rulebook.edition
    for code, content in answers_for(edition, application.kind, library).items():
        editor.open(f"/projects/applications/{application.uuid}/sections/{code}/")
        editor.send(rf"/sections/{code}/", _posted(content))
    for slot in edition.form_of(application.kind).attachments:
        if slot.required:
            attach(editor, application, slot)
    return application


def attach(editor: Walker, application: Application, slot: Any) -> None:
    name = "catalogue_zh.pdf" if "pdf" in map(str, slot.kinds) else "paper.docx"
    editor.open(f"/projects/applications/{application.uuid}/attachments/")
    editor.send(slot=slot.code, file=upload(name, (SAMPLES / name).read_bytes()))
    assert application.attachments.filter(slot=slot.code).count() == 1


def hand_it_in(application: Application) -> None:
    page = f"/projects/applications/{application.uuid}/"
    editor = Walker("yanshi-tianbao").open(page + "check/")
    editor.send("/submit/")
    keeper = Walker("yanshi-gaizhang").open(page)
    keeper.send("/seal/")
    application.refresh_from_db()
    assert application.state == "province-review", editor.said()


def recommend_it(application: Application) -> None:
    officer = Walker("yanshi-sheng").open("/projects/recommendations/")
    officer.follow(rf"/projects/applications/{application.uuid}/recommendation/")
    letter = upload("公函.pdf", (SAMPLES / "catalogue_zh.pdf").read_bytes())
    officer.send(rank="1", letter_number="演教函〔2026〕1 号", letter=letter, opinion="基础扎实，同意推荐。")
    application.refresh_from_db()
    assert application.state == "formal-check"


def check_it(application: Application) -> None:
    page = f"/projects/applications/{application.uuid}/formal-check/"
    revision = application.revisions.get()
    officer = Walker("yanshi-bu").open(page)
    officer.send("/paper/", printed_code=revision.sha256[:12])
    officer.open(page).send("/formal-check/begin/")
    for check in application.formal_checks.order_by("id"):
        if check.is_met is not True:
            words = (
                {"waiver_reason": "演示环境规模小，准予豁免"}
                if check.is_automatic
                else {"is_met": "1", "found": "已核对"}
            )
            officer.open(page).send(rf"/items/{check.pk}/", words)
            if check.is_automatic:
                Walker("yanshi-huiqian").open(page).send(rf"/items/{check.pk}/sign/")
    officer.open(page).send("/conclude/", outcome="pass")
    application.refresh_from_db()
    assert application.state == "notice-ready"


def _posted(content: dict[str, Any]) -> dict[str, str]:
    """Contents of a section under the names of its form."""
    posted: dict[str, str] = {}
    for code, value in content.items():
        if isinstance(value, list):
            rows = enumerate(value)
            posted |= {f"{code}-{number}-{column}": text for number, row in rows for column, text in row.items()}
        elif isinstance(value, dict) and "goals" in value:
            posted |= {f"{code}-goal-{part}": text for part, text in value["goals"].items()}
            for row in value["rows"]:
                posted |= {f"{code}-{row['code']}-{part}": row[part] for part in ("total", "year_1", "year_2")}
        elif isinstance(value, dict):
            posted |= {f"{code}-{part}-{cell}": text for part, cells in value.items() for cell, text in cells.items()}
        else:
            posted[code] = str(value)
    return posted
