from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The three levels of vocational education in the catalogue."""

    SECONDARY = "secondary", _("中职")
    JUNIOR_COLLEGE = "junior-college", _("高职专科")
    BACHELOR = "bachelor", _("职业本科")


class CourseKind(TextChoices):
    BASIC = "basic", _("专业基础课程")
    CORE = "core", _("专业核心课程")


# The official words, as the lists write them.
LEVEL_BY_NAME = {"中职": Level.SECONDARY, "高职专科": Level.JUNIOR_COLLEGE, "职业本科": Level.BACHELOR}
COURSE_KIND_BY_NAME = {"专业基础课程": CourseKind.BASIC, "专业核心课程": CourseKind.CORE}
