"""Why something in a package was not taken over, in words."""

from django.utils.translation import gettext_lazy as _

LEFT_OUT = {
    "refused": _("文件类型不被接受"),
    "missing": _("清单引用的内容不在课件包里"),
    "no-place": _("这里没有对应的内容类型，例如外部工具链接"),
    "empty": _("没有可以显示的正文"),
    "no-questions": _("没有可以识别的试题"),
    "question-kind": _("这种题型不能识别"),
}
