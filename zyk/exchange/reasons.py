"""Why somebody cannot order, in his words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "sign-in": _("登录后，以教师或单位负责人的身份可以下单。"),
    "own": _("这是本单位上架的资源。"),
    "role": _("只有教师和单位的项目、财务、管理人员可以代表单位下单。"),
    "licensed": _("本单位已持有有效许可。"),
}
