"""Words and states of the library. Media and application types are those of the national monitoring platform."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class Standing(TextChoices):
    """Where a library stands in the programme; set by `projects`, goes one step forward at a time."""

    NONE = "none", _("自主建设")
    APPLYING = "applying", _("申报中")
    APPROVED = "approved", _("已立项（待验收）")
    ACCEPTED = "accepted", _("已验收")
    EXITED = "exited", _("已退出")

    @property
    def tone(self) -> Tone:
        return {"applying": Tone.WAIT, "approved": Tone.NOW, "accepted": Tone.OK, "exited": Tone.BAD}.get(
            self.value, Tone.IDLE
        )


STANDING_MOVES: Moves = {
    Standing.NONE: frozenset({Standing.APPLYING, Standing.APPROVED}),
    Standing.APPLYING: frozenset({Standing.APPROVED, Standing.NONE}),
    Standing.APPROVED: frozenset({Standing.ACCEPTED, Standing.EXITED}),
    Standing.ACCEPTED: frozenset({Standing.EXITED}),
    Standing.EXITED: frozenset(),
}


class LibraryState(TextChoices):
    PREPARING = "preparing", _("筹建")
    RUNNING = "running", _("运行")
    CLOSED = "closed", _("停运")

    @property
    def tone(self) -> Tone:
        return {"preparing": Tone.NOW, "running": Tone.OK}.get(self.value, Tone.IDLE)


LIBRARY_MOVES: Moves = {
    LibraryState.PREPARING: frozenset({LibraryState.RUNNING}),
    LibraryState.RUNNING: frozenset({LibraryState.CLOSED}),
    LibraryState.CLOSED: frozenset({LibraryState.RUNNING}),
}


class TeamRole(TextChoices):
    LEADER = "leader", _("负责人")
    EDITOR = "editor", _("建设者")
    REVIEWER = "reviewer", _("审核人")
    POINTS = "points", _("只建知识点")
    COURSES = "courses", _("只组课程")


class PointKind(TextChoices):
    KNOWLEDGE = "knowledge", _("知识点")
    SKILL = "skill", _("技能点")


class Level(TextChoices):
    MATERIAL = "material", _("素材")
    COMPONENT = "component", _("积件")


class Scope(TextChoices):
    BASIC = "basic", _("基本资源")
    EXTENDED = "extended", _("拓展资源")


class MediaType(TextChoices):
    TEXT = "text", _("文本类")
    IMAGE = "image", _("图形/图像类")
    ANIMATION = "animation", _("动画类")
    SIMULATION = "simulation", _("虚拟仿真类")
    SLIDES = "slides", _("PPT演示文稿")
    AUDIO = "audio", _("音频类")
    VIDEO = "video", _("视频类")
    WEB_COURSEWARE = "web-courseware", _("网页课件")
    EBOOK = "ebook", _("电子书")
    OTHER = "other", _("其他")

    @property
    def icon(self) -> str:
        return _ICONS_OF_MEDIA[self.value]


_ICONS_OF_MEDIA = {
    "text": "file-text",
    "image": "photo",
    "animation": "movie",
    "simulation": "cube-3d-sphere",
    "slides": "presentation",
    "audio": "volume",
    "video": "video",
    "web-courseware": "browser",
    "ebook": "book",
    "other": "file",
}


class ApplicationType(TextChoices):
    TRAINING_PLAN = "training-plan", _("人才培养方案")
    SPECIALTY_STANDARD = "specialty-standard", _("专业标准")
    SPECIALTY_SURVEY = "specialty-survey", _("专业调研")
    INDUSTRY_STANDARD = "industry-standard", _("行业标准")
    INDUSTRY_NEWS = "industry-news", _("行业信息")
    SKILLS_COMPETITION = "skills-competition", _("技能竞赛")
    OCCUPATIONAL_CERTIFICATION = "occupational-certification", _("职业认证")
    MASTERS = "masters", _("名师名家")
    COURSE_STANDARD = "course-standard", _("课程标准")
    TEACHING_CALENDAR = "teaching-calendar", _("教学日历")
    SYLLABUS = "syllabus", _("教学大纲")
    TEACHING_TEAM = "teaching-team", _("教学团队")
    TEACHING_DESIGN = "teaching-design", _("教学设计")
    TEXTBOOK_NOTES = "textbook-notes", _("教材讲义")
    ASSESSMENT_PLAN = "assessment-plan", _("评价方案")
    STUDY_GUIDE = "study-guide", _("学习指南")
    LESSON_RECORDING = "lesson-recording", _("教学录像")
    TEACHING_VIDEO = "teaching-video", _("教学视频")
    TEACHING_AUDIO = "teaching-audio", _("教学音频")
    TEACHING_SLIDES = "teaching-slides", _("教学课件")
    ENGINEERING_VIDEO = "engineering-video", _("工程录像")
    WALL_CHART = "wall-chart", _("电子挂图")
    TEACHING_ANIMATION = "teaching-animation", _("教学动画")
    TEACHING_CASE = "teaching-case", _("教学案例")
    EXERCISES = "exercises", _("习题作业")
    PRACTICE = "practice", _("实验/实训/实习")
    ELECTRONIC_TEXTBOOK = "electronic-textbook", _("电子教材")
    LITERATURE = "literature", _("文献资料")
    TERMINOLOGY = "terminology", _("名词术语")
    SIMULATED_PRACTICE = "simulated-practice", _("模拟实训")
    STUDENT_WORK = "student-work", _("学生作品")
    EXAM_PAPER = "exam-paper", _("试卷")
    TEACHING_SYSTEM = "teaching-system", _("教学系统")
    FAQ = "faq", _("常见问题解答")
    TOOL_SOFTWARE = "tool-software", _("工具软件")
    OTHER = "other", _("其他")


class Language(TextChoices):
    CHINESE = "zh", _("中文")
    ENGLISH = "en", _("英文")
    BOTH = "zh-en", _("中英双语")
    OTHER = "other", _("其他语言")


class Rights(TextChoices):
    """Under which terms a resource may be used."""

    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_ND = "cc-by-nd", "CC BY-ND 4.0"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "cc-by-nc-nd", "CC BY-NC-ND 4.0"
    ALLIANCE = "alliance", _("联盟内共享")
    RESERVED = "reserved", _("保留所有权利")
    CUSTOM = "custom", _("另行约定")

    @property
    def deed(self) -> str:
        """Where a public licence can be read; "" for terms of our own."""
        if self == Rights.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        if self.value.startswith("cc-"):
            return f"https://creativecommons.org/licenses/{self.value.removeprefix('cc-')}/4.0/"
        return ""


class ResourceState(TextChoices):
    DRAFT = "draft", _("草稿")
    IN_REVIEW = "in-review", _("待审核")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "in-review": Tone.WAIT, "published": Tone.OK}.get(self.value, Tone.IDLE)


RESOURCE_MOVES: Moves = {
    ResourceState.DRAFT: frozenset({ResourceState.IN_REVIEW, ResourceState.PUBLISHED}),
    ResourceState.IN_REVIEW: frozenset({ResourceState.PUBLISHED, ResourceState.DRAFT}),
    ResourceState.PUBLISHED: frozenset({ResourceState.WITHDRAWN}),
    ResourceState.WITHDRAWN: frozenset({ResourceState.PUBLISHED}),
}


class CourseKind(TextChoices):
    STANDARD = "standard", _("标准化课程")
    PERSONALISED = "personalised", _("个性化课程")


class CourseLevel(TextChoices):
    COURSE = "course", _("课程")
    MICRO = "micro", _("微课")
    TRAINING = "training", _("培训项目")


class CourseType(TextChoices):
    CORE = "core", _("专业核心课")
    FOUNDATION = "foundation", _("专业基础课")
    EXTENSION = "extension", _("专业拓展课")
    GENERAL = "general", _("公共基础课")
    PRACTICE = "practice", _("专业实训课")


class CourseState(TextChoices):
    DRAFT = "draft", _("建设中")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "published": Tone.OK}.get(self.value, Tone.IDLE)


COURSE_MOVES: Moves = {
    CourseState.DRAFT: frozenset({CourseState.PUBLISHED}),
    CourseState.PUBLISHED: frozenset({CourseState.WITHDRAWN}),
    CourseState.WITHDRAWN: frozenset({CourseState.PUBLISHED}),
}


class EntryKind(TextChoices):
    """What the search finds."""

    LIBRARY = "library", _("资源库")
    COURSE = "course", _("课程")
    RESOURCE = "resource", _("资源")
    POINT = "point", _("知识点/技能点")


class IntakeKind(TextChoices):
    """What is taken in together."""

    FILES = "files", _("文件与标引")
    SHEET = "sheet", _("标引表")


class IntakeState(TextChoices):
    CHECKING = "checking", _("正在检查")
    READY = "ready", _("待确认")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已完成")
    FAILED = "failed", _("无法读取")
    CANCELLED = "cancelled", _("已放弃")

    @property
    def tone(self) -> Tone:
        return {
            "checking": Tone.NOW,
            "ready": Tone.WAIT,
            "running": Tone.NOW,
            "done": Tone.OK,
            "failed": Tone.BAD,
        }.get(self.value, Tone.IDLE)


INTAKE_MOVES: Moves = {
    IntakeState.CHECKING: frozenset({IntakeState.READY, IntakeState.FAILED}),
    IntakeState.READY: frozenset({IntakeState.RUNNING, IntakeState.CANCELLED}),
    IntakeState.RUNNING: frozenset({IntakeState.DONE}),
    IntakeState.DONE: frozenset(),
    IntakeState.FAILED: frozenset(),
    IntakeState.CANCELLED: frozenset(),
}


class RowOutcome(TextChoices):
    """What a row of an intake will do, as its check found."""

    NEW = "new", _("新建")
    CHANGE = "change", _("修改")
    SAME = "same", _("没有变化")
    KNOWN = "known", _("库中已有")
    FAULTY = "faulty", _("有错误")

    @property
    def tone(self) -> Tone:
        return {"new": Tone.OK, "change": Tone.NOW, "known": Tone.WAIT, "faulty": Tone.BAD}.get(self.value, Tone.IDLE)


class TransferKind(TextChoices):
    EXPORT = "export", _("整库导出")
    IMPORT = "import", _("整库导入")


class TransferState(TextChoices):
    ASKED = "asked", _("排队")
    RUNNING = "running", _("正在进行")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未成功")

    @property
    def tone(self) -> Tone:
        return {"asked": Tone.WAIT, "running": Tone.NOW, "done": Tone.OK, "failed": Tone.BAD}[self.value]


TRANSFER_MOVES: Moves = {
    TransferState.ASKED: frozenset({TransferState.RUNNING}),
    TransferState.RUNNING: frozenset({TransferState.DONE, TransferState.FAILED, TransferState.ASKED}),
    TransferState.DONE: frozenset(),
    TransferState.FAILED: frozenset(),
}


class UpstreamChange(TextChoices):
    """What the original of a derived course did since both last agreed."""

    FACT = "fact", _("课程信息")
    POINTS = "points", _("要求的知识点与技能点")
    MODULE_ADDED = "module-added", _("新增模块")
    MODULE_REMOVED = "module-removed", _("删除模块")
    MODULE_RENAMED = "module-renamed", _("模块改名")
    MODULE_ORDER = "module-order", _("模块次序")
    ITEM_ADDED = "item-added", _("新增内容")
    ITEM_REMOVED = "item-removed", _("取出内容")
    ITEM_REQUIRED = "item-required", _("必学与选学")
    ITEM_ORDER = "item-order", _("内容次序")


class ContributionKind(TextChoices):
    """What counts as a contribution to a library."""

    CREATED = "created", _("新建资源")
    UPDATED = "updated", _("更新内容")
    REVIEWED = "reviewed", _("审核发布")
    RETURNED = "returned", _("审核退回")
    CONFIRMED = "confirmed", _("到期复核")
    CERTIFIED = "certified", _("通过认证")
    COURSE_CREATED = "course-created", _("新建课程")
    COURSE_PUBLISHED = "course-published", _("发布课程")
