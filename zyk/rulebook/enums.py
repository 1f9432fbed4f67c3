from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationKind(TextChoices):
    """The two lines of business of the notice (二、（一） and （二）), and its third, the yearly acceptance."""

    CANDIDATE = "candidate", _("备选资源库申请")
    UPGRADE = "upgrade", _("升级改进支持项目申请")
    ACCEPTANCE = "acceptance", _("年度验收")


class WindowStep(TextChoices):
    ONLINE = "online", _("网上填报")
    PAPER = "paper", _("纸质材料")
    READY = "ready", _("完成准备")


class Step(TextChoices):
    """The steps of a route that an edition may ask for, and an exemption may skip."""

    RECOMMENDATION = "recommendation", _("省级推荐")
    FORMAL_CHECK = "formal_check", _("形式审查")
    PAPER = "paper", _("纸质材料函报")
    NOTICE = "notice", _("材料公示")


class FieldType(TextChoices):
    TEXT = "text", _("单行文字")
    LONG_TEXT = "long_text", _("长文字")
    NUMBER = "number", _("数字")
    DATE = "date", _("日期")
    CHOICE = "choice", _("选择")
    TABLE = "table", _("表格")
    UNITS = "units", _("单位名单")
    BUDGET = "budget", _("预算表")
    PERFORMANCE = "performance", _("绩效目标表")
    COMPUTED = "computed", _("系统计算")


class FileKindCode(TextChoices):
    """The kinds of file an attachment slot may take, by the words `media` uses."""

    VIDEO = "video", _("视频")
    AUDIO = "audio", _("音频")
    IMAGE = "image", _("图片")
    VECTOR = "vector", _("矢量图")
    PDF = "pdf", "PDF"
    DOCUMENT = "document", _("文档")
    SLIDES = "slides", _("演示文稿")
    SHEET = "sheet", _("电子表格")
    EBOOK = "ebook", _("电子书")
    MODEL = "model", _("三维模型")
    SUBTITLES = "subtitles", _("字幕")
    TEXT = "text", _("纯文本")
    PACKAGE = "package", _("课件包")


class Comparison(TextChoices):
    """`min`: at least the threshold; `max`: at most."""

    MIN = "min", _("不低于")
    MAX = "max", _("不高于")


class MediaComparison(TextChoices):
    MIN = "min", _("不低于")
    MAX = "max", _("不高于")
    ONE_OF = "one_of", _("只能是")
    NONE_OF = "none_of", _("不能是")


class MediaLevel(TextChoices):
    REFUSE = "refuse", _("不合即退")
    ADVISE = "advise", _("提示")


class MeasuredWindow(TextChoices):
    """The span of time over which an indicator counts."""

    ALL = "all", _("自运行以来")
    LAST_12_MONTHS = "last_12_months", _("最近 12 个月")
    CALENDAR_YEAR = "calendar_year", _("自然年")


class Dimension(TextChoices):
    """The four dimensions of the monitoring report."""

    BUILDING = "building", _("建设")
    USING = "using", _("应用")
    LEARNING = "learning", _("学习")
    UPDATING = "updating", _("更新")


class Unit(TextChoices):
    PEOPLE = "people", _("人")
    ITEMS = "items", _("个")
    TIMES = "times", _("次")
    DAYS = "days", _("天")
    SHARE = "share", _("占比")


class StandardKind(TextChoices):
    """The six national base standards the notice names (一、（三））."""

    TEACHING = "teaching", _("专业教学标准")
    COURSE = "course", _("课程标准")
    TEXTBOOK = "textbook", _("教学教材标准")
    INTERNSHIP = "internship", _("顶岗实习标准")
    TRAINING_CONDITIONS = "training_conditions", _("实训条件建设标准")
    SKILL_LEVEL = "skill_level", _("职业技能等级标准")
