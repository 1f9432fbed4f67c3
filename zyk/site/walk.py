"""The guided walk of the demonstration: each step with the account that takes it and the page it is taken on."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """`username` signs in, then opens `place` (a URL name) and does what `text` says."""

    username: str
    place: str
    text: str | Promise


@dataclass(frozen=True)
class Stage:
    title: str | Promise
    steps: tuple[Step, ...]


WALK = (
    Stage(
        _("申报与推荐"),
        (
            Step("yanshi-bu", "projects:cycles", _("教育部经办人查看本年度工作，必要时延长窗口或设定公示工作日")),
            Step("yanshi-tianbao", "projects:applications", _("填报人打开“机电一体化技术”的申请书，填完各节并提交")),
            Step("yanshi-gaizhang", "projects:applications", _("单位盖章人核对并盖章")),
            Step("yanshi-sheng", "projects:recommendations", _("省级经办人排序并推荐“工商企业管理”的申请")),
        ),
    ),
    Stage(
        _("公示、评议与立项"),
        (
            Step("yanshi-bu", "projects:selection_newest", _("经办人做形式审查、登记纸质件、发布公示、抽取专家")),
            Step("yanshi-shehui", "reviews:notices", _("公众查看正在公示的材料，可以提出异议")),
            Step("yanshi-zhuanjia1", "reviews:my_reviews", _("专家盲评、打分，或申请回避")),
            Step("yanshi-huiqian", "projects:batches", _("第二位经办人会签决定批次，之后一并发布")),
        ),
    ),
    Stage(
        _("建设、认证与共享"),
        (
            Step("yanshi-tianbao", "library:mine", _("建设者上传资源、描述属性、组成模块与课程")),
            Step("yanshi-gongcheng", "certification:certifications", _("审核人按高于国家标准的认证标准审核资源")),
            Step("yanshi-fuze", "alliance:alliances", _("负责人邀请单位加入联盟并签署协议")),
            Step("yanshi-gongcheng", "exchange:listings", _("合作院校为认证资源下单，取得许可")),
        ),
    ),
    Stage(
        _("学习、测验与学分"),
        (
            Step("yanshi-jiaoshi", "learning:runs", _("教师查看教学班，也可以派生自己的课程再开班")),
            Step("yanshi-xuesheng", "learning:catalogue", _("学生选课，学习、做测验，完成课程")),
            Step("yanshi-fuze", "creditbank:outcomes", _("负责人认定完成课程的学习成果")),
            Step("yanshi-xuesheng2", "creditbank:account", _("完成课程的学生查看学分账户与转换")),
        ),
    ),
    Stage(
        _("监测、验收与年度义务"),
        (
            Step("yanshi-tianbao", "projects:projects", _("填报人填写任务进展与季报")),
            Step("yanshi-bu", "monitoring:overview", _("经办人查看运行指标，从每个数字追到记录")),
            Step("yanshi-bu", "projects:acceptances", _("经办人组织验收，给出通过、暂缓通过或不通过")),
            Step("yanshi-sheng", "projects:duties", _("省级经办人查看验收后的年度义务")),
        ),
    ),
)
