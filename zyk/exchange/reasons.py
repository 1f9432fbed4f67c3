"""Why somebody cannot order, in his words."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "sign-in": _("登录后，以教师或单位负责人的身份可以下单。"),
    "own": _("这是本单位上架的资源。"),
    "role": _("只有教师和单位的项目、财务、管理人员可以代表单位下单。"),
    "licensed": _("本单位已持有有效许可。"),
    "uncertified": _("这个资源的认证已失效，重新认证前不能下单。"),
    "ordered": _("本单位的订单正在等待上架单位处理。"),
}
