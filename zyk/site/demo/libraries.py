"""The libraries of the demonstration: built by their team, opened, certified and shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.alliance.actions import answer_invitation, draft_agreement, found_alliance, invite_member, sign_agreement
from zyk.alliance.enums import MemberKind
from zyk.alliance.models import Alliance
from zyk.assessment.actions import add_question, create_assessment, create_bank, publish_assessment
from zyk.catalogue.models import Specialty
from zyk.certification.actions import (
    conclude_certification,
    draft_standard,
    put_in_force,
    request_certification,
    take_up_certification,
)
from zyk.certification.actions.standard import Requirement
from zyk.certification.enums import BaseStandard
from zyk.library.actions import (
    add_item,
    add_module,
    add_team_member,
    create_library,
    create_resource,
    edit_course,
    open_library,
    publish_course,
    publish_resource,
    set_subtitles,
    submit_resource,
)
from zyk.library.enums import ApplicationType, Rights, Scope, TeamRole
from zyk.library.models import Course, KnowledgePoint, Library, Resource
from zyk.media.actions import store_file
from zyk.media.models import StoredFile
from zyk.site.demo.lessons import CHAPTERS, COURSE, QUESTIONS, Asked
from zyk.site.demo.people import CO_HOST, ENTERPRISE, acting, led_by, person, unit

FILES = Path(__file__).parent / "files"
LIFTS = "演示电梯工程技术专业教学资源库"


@dataclass(frozen=True)
class Sample:
    """A file of the demonstration, with the words that describe it truly."""

    name: str
    title: str
    application_type: str
    description: str
    author: str
    source: str
    rights: str = Rights.CC_BY


SAMPLES = (
    Sample(
        "clip.mp4",
        "演示视频：短片片段",
        ApplicationType.TEACHING_VIDEO,
        "用于演示视频上传、预览与字幕的短片片段，内容与电梯无关。",
        "Blender Foundation",
        "Big Buck Bunny，CC BY 3.0",
    ),
    Sample(
        "photo.jpg",
        "演示图片：照片",
        ApplicationType.WALL_CHART,
        "用于演示图片预览的照片。",
        "MDN",
        "mdn/learning-area，CC0",
    ),
    Sample(
        "sound.mp3",
        "演示音频：声音片段",
        ApplicationType.TEACHING_AUDIO,
        "用于演示音频播放的声音片段。",
        "MDN",
        "mdn/learning-area，CC0",
    ),
    Sample(
        "slides.pptx",
        "演示文稿：六页幻灯片",
        ApplicationType.TEACHING_SLIDES,
        "用于演示文稿文字提取与预览。",
        "Microsoft",
        "microsoft/markitdown，MIT",
    ),
    Sample(
        "paper.docx",
        "演示文档：含表格与图片的文章",
        ApplicationType.LITERATURE,
        "用于演示文档的文字与表格预览。",
        "Microsoft",
        "microsoft/markitdown，MIT",
    ),
    Sample(
        "table.xlsx",
        "演示表格：两张工作表",
        ApplicationType.OTHER,
        "用于演示电子表格预览。",
        "Microsoft",
        "microsoft/markitdown，MIT",
    ),
    Sample(
        "catalogue_zh.pdf",
        "职业教育专业目录节选",
        ApplicationType.SPECIALTY_STANDARD,
        "专业目录的三页节选，可翻页查看。",
        "教育部",
        "《职业教育专业目录》",
    ),
    Sample(
        "testplate.glb",
        "演示三维模型：试板",
        ApplicationType.SIMULATED_PRACTICE,
        "用于演示三维模型文件的识别。",
        "Mike Dawson-Haggerty",
        "mikedh/trimesh，MIT",
    ),
    Sample(
        "book.epub",
        "演示电子书",
        ApplicationType.ELECTRONIC_TEXTBOOK,
        "用于演示电子书的章节预览。",
        "Microsoft",
        "microsoft/markitdown，MIT",
    ),
)


def build_lift_library() -> Library:
    """The full library: alliance, team, resources, course, quiz, certification standard and one certified resource."""
    leader = acting("yanshi-fuze")
    alliance = _alliance(leader)
    library = create_library(
        specialty=Specialty.objects.get(code="460206"),
        name=LIFTS,
        english_name="Demonstration library: lift engineering technology",
        lead_host=led_by(leader),
        actor=leader,
        alliance=alliance,
        is_demonstration=True,
        description="面向电梯安装、维修、检验等岗位，由演示院校与演示企业共同建设。本库为演示数据。",
    )
    add_team_member(library, person("yanshi-tianbao"), role=TeamRole.EDITOR, actor=leader, duty="资源建设")
    add_team_member(library, person("yanshi-jiaoshi"), role=TeamRole.EDITOR, actor=leader, duty="课程与题库")
    add_team_member(library, person("yanshi-gongcheng"), role=TeamRole.REVIEWER, actor=leader, duty="审核与认证")
    lessons = _write_lessons(library)
    samples = _upload_samples(library)
    open_library(library, actor=leader)
    course = _assemble(library, lessons, samples)
    _set_quiz(library, course)
    _certify(library, lessons)
    return library


def small_library(code: str, name: str, *, leader: Actor, number_of_pages: int = 2) -> Library:
    """A library just begun: its profile's points and course shells, and a few pages."""
    library = create_library(
        specialty=Specialty.objects.get(code=code),
        name=name,
        lead_host=led_by(leader),
        actor=leader,
        is_demonstration=True,
        description="演示数据：由专业简介生成课程框架与知识点，资源正在建设。",
    )
    points = list(library.points.order_by("position"))
    for index, point in enumerate(points[:number_of_pages], start=1):
        resource = create_resource(
            library=library,
            actor=leader,
            title=f"导学 {index}：{point.title}"[:200],
            body=f"# {point.title}\n\n本页说明学习目标、前置知识与考核方式，资源由建设团队陆续补充。",
            points=[point],
            application_type=ApplicationType.STUDY_GUIDE,
            author=leader.trail_name,
            source="演示",
            audience="在校生",
        )
        publish_resource(resource, actor=leader)
    return open_library(library, actor=leader)


def stored(name: str, actor: Actor) -> StoredFile:
    with (FILES / name).open("rb") as file:
        return store_file(file, name=name, actor=actor)


def _alliance(leader: Actor) -> Alliance:
    today = timezone.localdate()
    alliance = found_alliance(
        name="演示电梯专业共建共享联盟",
        purpose="校企共同建设、认证、更新和共享电梯专业教学资源。",
        founded_on=today - timedelta(days=365),
        actor=leader,
    )
    co_host = invite_member(
        alliance,
        organisation=unit(CO_HOST),
        kind=MemberKind.CO_HOST,
        contribution="电梯控制类课程",
        actor=leader,
    )
    company = invite_member(
        alliance,
        organisation=unit(ENTERPRISE),
        kind=MemberKind.PARTICIPANT,
        contribution="企业案例与岗位培训",
        actor=leader,
    )
    answer_invitation(co_host, is_accepted=True, actor=acting("yanshi-gongcheng"), today=today)
    answer_invitation(company, is_accepted=True, actor=acting("yanshi-qiye", Role.SEAL_KEEPER), today=today)
    agreement = draft_agreement(
        alliance,
        title="演示共建共享协议",
        terms="各成员单位共同建设资源，按贡献署名；联盟内教学使用免费，对外许可收益按约定分成。",
        starts_on=today,
        ends_on=date(today.year + 3, 12, 31),
        file=None,
        actor=leader,
    )
    for signer in (leader, acting("yanshi-gongcheng"), acting("yanshi-qiye", Role.SEAL_KEEPER)):
        sign_agreement(agreement, actor=signer, at=timezone.now())
    return alliance


def _write_lessons(library: Library) -> list[list[Resource]]:
    """Each lesson by the editor, published by the reviewer; points in turn."""
    editor, reviewer = acting("yanshi-tianbao"), acting("yanshi-gongcheng")
    points = _points_for_lessons(library)
    written = []
    for chapter in CHAPTERS:
        resources: list[Resource] = []
        for lesson in chapter.lessons:
            resource = create_resource(
                library=library,
                actor=editor,
                title=lesson.title,
                body=lesson.body,
                keywords=lesson.keywords,
                description=f"《{COURSE}》{chapter.title}的一节。",
                points=[points[len(resources) % len(points)]],
                application_type=ApplicationType.TEXTBOOK_NOTES,
                author=editor.trail_name,
                source="演示编写",
                audience="在校生、企业员工",
                rights=Rights.CC_BY_SA,
            )
            submit_resource(resource, actor=editor)
            resources.append(publish_resource(resource, actor=reviewer))
        written.append(resources)
    return written


def _upload_samples(library: Library) -> list[Resource]:
    editor, reviewer = acting("yanshi-tianbao"), acting("yanshi-gongcheng")
    points = _points_for_lessons(library)
    uploaded = []
    for index, sample in enumerate(SAMPLES):
        resource = create_resource(
            library=library,
            actor=editor,
            title=sample.title,
            file=stored(sample.name, editor),
            file_name=sample.name,
            description=sample.description,
            application_type=sample.application_type,
            author=sample.author,
            source=sample.source,
            rights=sample.rights,
            scope=Scope.EXTENDED,
            audience="演示",
            points=[points[index % len(points)]],
        )
        submit_resource(resource, actor=editor)
        uploaded.append(publish_resource(resource, actor=reviewer))
    video = uploaded[0].versions.get()
    set_subtitles(video, stored("subtitles.vtt", editor), actor=editor)
    return uploaded


def _assemble(library: Library, lessons: Sequence[Sequence[Resource]], samples: Sequence[Resource]) -> Course:
    """Fill the course shell that came with the profile, or the first core course when it is named otherwise."""
    teacher, leader = acting("yanshi-jiaoshi"), acting("yanshi-fuze")
    course = library.courses.filter(title=COURSE).first() or library.courses.order_by("position").first()
    assert course is not None
    course.description = "从曳引系统到安全保护，看懂一台电梯怎样安全地上下。"
    course.hours, course.credit_hundredths = 64, 400
    edit_course(course, actor=leader, changed=["description", "hours", "credit_hundredths"])
    for chapter, resources in zip(CHAPTERS, lessons, strict=True):
        module = add_module(course, title=chapter.title, actor=teacher)
        for resource in resources:
            add_item(module, resource, actor=teacher)
    extra = add_module(course, title="拓展资源", actor=teacher)
    for resource in samples[:4]:
        add_item(extra, resource, actor=teacher, is_required=False)
    return publish_course(course, actor=leader)


def _set_quiz(library: Library, course: Course) -> None:
    teacher = acting("yanshi-jiaoshi")
    bank = create_bank(library, title="电梯结构与原理题库", actor=teacher)
    questions = [
        add_question(bank, kind=asked.kind, stem=asked.stem, actor=teacher, source="演示编写", **_answering(asked))
        for asked in QUESTIONS
    ]
    quiz = create_assessment(
        course,
        title="单元测验：曳引与安全",
        questions=questions,
        module=course.modules.order_by("position").first(),
        instructions="共 5 题，可作答 3 次，取最好成绩。",
        attempts_allowed=3,
        actor=teacher,
    )
    publish_assessment(quiz, actor=teacher)


def _answering(asked: Asked) -> dict[str, Any]:
    choices = [{"key": "ABCDEF"[index], "html": text} for index, text in enumerate(asked.choices)]
    return {"choices": choices, "answer": list(asked.answer), "explanation": asked.explanation}


def _certify(library: Library, lessons: Sequence[Sequence[Resource]]) -> None:
    leader, editor, reviewer = acting("yanshi-fuze"), acting("yanshi-tianbao"), acting("yanshi-gongcheng")
    standard = draft_standard(
        library,
        title="演示电梯资源认证标准",
        base=BaseStandard.TEACHING,
        base_title="高等职业学校电梯工程技术专业教学标准",
        how_higher="在国家标准规定的内容之外，要求每条资源标注知识点、写明来源与作者，并有企业审核。",
        requirements=[
            Requirement("至少标注一个知识点或技能点", "points", None, Decimal(1)),
            Requirement("至少三个关键词", "keywords", None, Decimal(3)),
            Requirement("说明、关键词、来源、对象、作者至少填写四项", "described-fields", None, Decimal(4)),
            Requirement("内容与现行标准和岗位规范一致，无错误"),
        ],
        actor=leader,
    )
    put_in_force(standard, actor=leader, today=timezone.localdate())
    for resource in lessons[0][:2]:
        version = resource.versions.get()
        certification = request_certification(version, standard=standard, actor=editor, at=timezone.now())
        take_up_certification(certification, actor=reviewer)
        open_results = certification.results.filter(is_automatic=False)
        conclude_certification(
            certification,
            judgements={result.criterion_id: True for result in open_results},
            opinion="内容准确，步骤完整，与随机文件的要求一致。",
            actor=reviewer,
            at=timezone.now(),
        )


def _points_for_lessons(library: Library) -> list[KnowledgePoint]:
    points = list(library.points.order_by("position"))
    if not points:
        raise LookupError(f"{library} has no points: is the profile of {library.specialty} loaded?")
    return points
