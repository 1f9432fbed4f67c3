from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ApplicationKind(TextChoices):
    """The two lines of business of the notice (二、（一） and （二）), and its third, the yearly acceptance."""

    CANDIDATE = "candidate", pgettext_lazy("rulebook", "备选资源库申请")
    UPGRADE = "upgrade", pgettext_lazy("rulebook", "升级改进支持项目申请")
    ACCEPTANCE = "acceptance", pgettext_lazy("rulebook", "年度验收")


class WindowStep(TextChoices):
    ONLINE = "online", pgettext_lazy("rulebook", "网上填报")
    PAPER = "paper", pgettext_lazy("rulebook", "纸质材料")
    READY = "ready", pgettext_lazy("rulebook", "完成准备")


class Step(TextChoices):
    """The steps of a route that an edition may ask for, and an exemption may skip."""

    RECOMMENDATION = "recommendation", pgettext_lazy("rulebook", "省级推荐")
    FORMAL_CHECK = "formal_check", pgettext_lazy("rulebook", "形式审查")
    PAPER = "paper", pgettext_lazy("rulebook", "纸质材料函报")
    NOTICE = "notice", pgettext_lazy("rulebook", "材料公示")


class FieldType(TextChoices):
    TEXT = "text", pgettext_lazy("rulebook", "单行文字")
    LONG_TEXT = "long_text", pgettext_lazy("rulebook", "长文字")
    NUMBER = "number", pgettext_lazy("rulebook", "数字")
    DATE = "date", pgettext_lazy("rulebook", "日期")
    CHOICE = "choice", pgettext_lazy("rulebook", "选择")
    TABLE = "table", pgettext_lazy("rulebook", "表格")
    UNITS = "units", pgettext_lazy("rulebook", "单位名单")
    BUDGET = "budget", pgettext_lazy("rulebook", "预算表")
    PERFORMANCE = "performance", pgettext_lazy("rulebook", "绩效目标表")
    COMPUTED = "computed", pgettext_lazy("rulebook", "系统计算")


class FileKindCode(TextChoices):
    """The kinds of file an attachment slot may take, by the words `media` uses."""

    VIDEO = "video", pgettext_lazy("rulebook", "视频")
    AUDIO = "audio", pgettext_lazy("rulebook", "音频")
    IMAGE = "image", pgettext_lazy("rulebook", "图片")
    VECTOR = "vector", pgettext_lazy("rulebook", "矢量图")
    PDF = "pdf", "PDF"
    DOCUMENT = "document", pgettext_lazy("rulebook", "文档")
    SLIDES = "slides", pgettext_lazy("rulebook", "演示文稿")
    SHEET = "sheet", pgettext_lazy("rulebook", "电子表格")
    EBOOK = "ebook", pgettext_lazy("rulebook", "电子书")
    MODEL = "model", pgettext_lazy("rulebook", "三维模型")
    SUBTITLES = "subtitles", pgettext_lazy("rulebook", "字幕")
    TEXT = "text", pgettext_lazy("rulebook", "纯文本")
    PACKAGE = "package", pgettext_lazy("rulebook", "课件包")


class Comparison(TextChoices):
    """`min`: at least the threshold; `max`: at most."""

    MIN = "min", pgettext_lazy("rulebook", "不低于")
    MAX = "max", pgettext_lazy("rulebook", "不高于")


class MediaComparison(TextChoices):
    MIN = "min", pgettext_lazy("rulebook", "不低于")
    MAX = "max", pgettext_lazy("rulebook", "不高于")
    ONE_OF = "one_of", pgettext_lazy("rulebook", "只能是")
    NONE_OF = "none_of", pgettext_lazy("rulebook", "不能是")


class MediaLevel(TextChoices):
    REFUSE = "refuse", pgettext_lazy("rulebook", "不合即退")
    ADVISE = "advise", pgettext_lazy("rulebook", "提示")


class MeasuredWindow(TextChoices):
    """The span of time over which an indicator counts."""

    ALL = "all", pgettext_lazy("rulebook", "自运行以来")
    LAST_12_MONTHS = "last_12_months", pgettext_lazy("rulebook", "最近 12 个月")
    CALENDAR_YEAR = "calendar_year", pgettext_lazy("rulebook", "自然年")


class Dimension(TextChoices):
    """The four dimensions of the monitoring report."""

    BUILDING = "building", pgettext_lazy("rulebook", "建设")
    USING = "using", pgettext_lazy("rulebook", "应用")
    LEARNING = "learning", pgettext_lazy("rulebook", "学习")
    UPDATING = "updating", pgettext_lazy("rulebook", "更新")


class Unit(TextChoices):
    PEOPLE = "people", pgettext_lazy("rulebook", "人")
    ITEMS = "items", pgettext_lazy("rulebook", "个")
    TIMES = "times", pgettext_lazy("rulebook", "次")
    DAYS = "days", pgettext_lazy("rulebook", "天")
    SHARE = "share", pgettext_lazy("rulebook", "占比")


class StandardKind(TextChoices):
    """The six national base standards the notice names (一、（三））."""

    TEACHING = "teaching", pgettext_lazy("rulebook", "专业教学标准")
    COURSE = "course", pgettext_lazy("rulebook", "课程标准")
    TEXTBOOK = "textbook", pgettext_lazy("rulebook", "教学教材标准")
    INTERNSHIP = "internship", pgettext_lazy("rulebook", "顶岗实习标准")
    TRAINING_CONDITIONS = "training_conditions", pgettext_lazy("rulebook", "实训条件建设标准")
    SKILL_LEVEL = "skill_level", pgettext_lazy("rulebook", "职业技能等级标准")
