"""What the two navigations show, in one place. Addresses are names; what nobody serves, or this actor
may not open, is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from zyk.common.audience import ANYONE, SIGNED_IN

Words = str | Promise


@dataclass(frozen=True)
class Place:
    name: str
    label: Words
    icon: str = ""


@dataclass(frozen=True)
class Group:
    title: Words
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Link:
    url: str
    label: Words
    icon: str
    is_current: bool


PUBLIC = (
    Place("site:home", pgettext_lazy("navigation", "首页")),
    Place("library:libraries", pgettext_lazy("navigation", "资源库")),
    Place("library:courses", pgettext_lazy("navigation", "课程")),
    Place("library:resources", pgettext_lazy("navigation", "资源")),
    Place("reviews:notices", pgettext_lazy("navigation", "公示")),
    Place("exchange:listings", pgettext_lazy("navigation", "资源交换")),
    Place("creditbank:account", pgettext_lazy("navigation", "学分银行")),
)

_TODAY = Place("site:workbench", pgettext_lazy("navigation", "今日"), "sun")
_DESK = Place("site:workbench", pgettext_lazy("navigation", "工作台"), "layout-dashboard")
_MY_COURSES = Place("learning:my_courses", pgettext_lazy("navigation", "我的课程"), "book-2")
_OPEN_RUNS = Place("learning:catalogue", pgettext_lazy("navigation", "选课"), "calendar-plus")
_WAITING = Place("learning:waiting", pgettext_lazy("navigation", "待批改"), "pencil-check")
_BANKS = Place("assessment:banks", pgettext_lazy("navigation", "题库"), "list-details")
_OUTCOMES = Place("creditbank:outcomes", pgettext_lazy("navigation", "成果认定"), "award")
_CONVERSIONS = Place("creditbank:conversions", pgettext_lazy("navigation", "学分转换审核"), "arrows-exchange")
_OFFERS = Place("exchange:mine", pgettext_lazy("navigation", "我的上架"), "building-store")
_ORDERS = Place("exchange:orders", pgettext_lazy("navigation", "许可订单"), "receipt")
_MONEY = Place("exchange:account", pgettext_lazy("navigation", "资金账户"), "wallet")
_SELECTION = Place("projects:selection_newest", pgettext_lazy("navigation", "公示与评议"), "speakerphone")
_POOL = Place("projects:pool_years", pgettext_lazy("navigation", "备选项目库"), "database")
_STATISTICS = Place("projects:statistics", pgettext_lazy("navigation", "项目统计"), "chart-bar")
_REPORTS = Place("projects:reports", pgettext_lazy("navigation", "预算执行季报"), "report-money")
_ACCEPTANCES = Place("projects:acceptances", pgettext_lazy("navigation", "验收"), "clipboard-check")
_DUTIES = Place("projects:duties", pgettext_lazy("navigation", "年度义务"), "calendar-check")
_RUNS = Place("learning:runs", pgettext_lazy("navigation", "教学班"), "users-group")
_LIBRARIES = Place("library:mine", pgettext_lazy("navigation", "资源与课程"), "books")
_CERTIFICATIONS = Place(
    "certification:certifications", pgettext_lazy("navigation", "资源认证"), "rosette-discount-check"
)
_ALLIANCES = Place("alliance:alliances", pgettext_lazy("navigation", "共建共享联盟"), "affiliate")
_APPLICATIONS = Place("projects:applications", pgettext_lazy("navigation", "申请书"), "file-text")
_PROJECTS = Place("projects:projects", pgettext_lazy("navigation", "建设项目"), "hammer")
_OBJECTIONS = Place("reviews:objections", pgettext_lazy("navigation", "异议"), "gavel")
_MONITORING = Place("monitoring:overview", pgettext_lazy("navigation", "运行监测"), "chart-line")
_CLASSES = Place("monitoring:classes", pgettext_lazy("navigation", "教学情况"), "chart-line")
_MY_LEARNING = Place("monitoring:mine", pgettext_lazy("navigation", "我的学习情况"), "chart-line")
_PEOPLE = Place("accounts:people", pgettext_lazy("navigation", "人员"), "users")
_ORGANISATIONS = Place("accounts:organisations", pgettext_lazy("navigation", "单位"), "building")
_TRAIL = Place("common:audit_trail", pgettext_lazy("navigation", "审计记录"), "history")
_RECORDS = Place("records:browse", pgettext_lazy("navigation", "学习记录"), "list-search")
_MY_RECORDS = Place("records:mine", pgettext_lazy("navigation", "我的学习记录"), "list-search")
_CREDENTIALS = Place("records:credentials", pgettext_lazy("navigation", "接入凭证"), "key")
_ERASURES = Place("records:erasures", pgettext_lazy("navigation", "个人记录处理"), "user")
_CREDIT = Place("creditbank:account", pgettext_lazy("navigation", "证书与学分"), "certificate")
_RULEBOOKS = Place("rulebook:rulebooks", pgettext_lazy("navigation", "规则集"), "adjustments")
_EXPERTS = Place("reviews:experts", pgettext_lazy("navigation", "专家与抽取"), "user-search")
_PANELS = Place("reviews:panels", pgettext_lazy("navigation", "专家组"), "users-group")
_STANDARDS = Place("certification:standards", pgettext_lazy("navigation", "认证标准"), "list-check")
_CATALOGUE = Place("catalogue:specialties", pgettext_lazy("navigation", "专业目录"), "sitemap")
_OUTBOX = Place("accounts:outbox", pgettext_lazy("navigation", "发件"), "mail")
_FILES = Place("media:list", pgettext_lazy("navigation", "文件"), "files")
_TRANSFERS = Place("library:transfers", pgettext_lazy("navigation", "整库导入"), "file-zip")

_LEARNER = (
    Group(pgettext_lazy("navigation", "学习"), (_TODAY, _MY_COURSES, _OPEN_RUNS, _MY_LEARNING, _CREDIT, _MY_RECORDS)),
)
_TEACHER = (
    Group(
        pgettext_lazy("navigation", "教学"),
        (_TODAY, _RUNS, _CLASSES, _WAITING, _BANKS, _MY_COURSES, _MY_LEARNING),
    ),
    Group(pgettext_lazy("navigation", "资源"), (_LIBRARIES, _CERTIFICATIONS, _ORDERS)),
)
_HOST = (
    Group(pgettext_lazy("navigation", "项目"), (_DESK, _APPLICATIONS, _PROJECTS, _DUTIES)),
    Group(
        pgettext_lazy("navigation", "资源库"),
        (_LIBRARIES, _BANKS, _CERTIFICATIONS, _ALLIANCES, _MONITORING),
    ),
    Group(
        pgettext_lazy("navigation", "学分与交换"),
        (_OUTCOMES, _CONVERSIONS, _OFFERS, _ORDERS, _MONEY),
    ),
)
_MINISTRY = (
    Group(
        pgettext_lazy("navigation", "年度工作"),
        (
            _DESK,
            Place("projects:cycles", pgettext_lazy("navigation", "各年度工作"), "layout-kanban"),
            _APPLICATIONS,
            _SELECTION,
            Place("projects:batches", pgettext_lazy("navigation", "决定批次"), "stack-2"),
            _PANELS,
            _POOL,
            _OBJECTIONS,
        ),
    ),
    Group(
        pgettext_lazy("navigation", "建设与验收"),
        (
            _PROJECTS,
            _REPORTS,
            _ACCEPTANCES,
            _DUTIES,
            _STATISTICS,
        ),
    ),
    Group(
        pgettext_lazy("navigation", "管理"),
        (_RULEBOOKS, _EXPERTS, _STANDARDS, _MONITORING, _RECORDS, _ORGANISATIONS, _PEOPLE, _OUTBOX, _TRAIL),
    ),
)

# Keyed by the values of accounts.enums.Role, which stands above this context.
BY_ROLE: dict[str, tuple[Group, ...]] = {
    "student": _LEARNER,
    "employee": _LEARNER,
    "public-learner": _LEARNER,
    "teacher": _TEACHER,
    "host-editor": _HOST,
    "project-lead": _HOST,
    "finance-head": _HOST,
    "seal-keeper": _HOST,
    "unit-administrator": (*_HOST, Group(pgettext_lazy("navigation", "单位"), (_PEOPLE, _ORGANISATIONS, _CREDENTIALS))),
    "province-officer": (
        Group(
            pgettext_lazy("navigation", "本省工作"),
            (
                _DESK,
                Place("projects:recommendations", pgettext_lazy("navigation", "推荐与排序"), "sort-ascending-numbers"),
                _PROJECTS,
                _DUTIES,
                _STATISTICS,
                _OBJECTIONS,
            ),
        ),
        Group(pgettext_lazy("navigation", "管理"), (_MONITORING, _ORGANISATIONS, _PEOPLE)),
    ),
    "ministry-officer": _MINISTRY,
    "review-secretary": _MINISTRY,
    "expert": (
        Group(
            pgettext_lazy("navigation", "评议"),
            (
                _DESK,
                Place("reviews:my_reviews", pgettext_lazy("navigation", "我的评议"), "clipboard-check"),
                Place("reviews:profile", pgettext_lazy("navigation", "专家资料"), "user-search"),
                _CERTIFICATIONS,
            ),
        ),
    ),
    "operator": (
        Group(
            pgettext_lazy("navigation", "运维"),
            (
                _DESK,
                _ORGANISATIONS,
                _PEOPLE,
                _CATALOGUE,
                _FILES,
                _TRANSFERS,
                _RULEBOOKS,
                _MONITORING,
                _RECORDS,
                _CREDENTIALS,
                _OUTBOX,
                _TRAIL,
            ),
        ),
    ),
}
WITHOUT_ROLE = (Group(pgettext_lazy("navigation", "我的"), (_DESK, _MY_RECORDS)),)


def public_links(request: HttpRequest) -> list[Link]:
    """The top navigation of public pages; a visitor also sees what asks him to sign in."""
    return _links(PUBLIC, request)


def side_groups(request: HttpRequest) -> list[tuple[Words, list[Link]]]:
    """The side navigation of the role in which the actor acts; empty groups are dropped."""
    actor = getattr(request, "actor", None)
    groups = BY_ROLE.get(getattr(actor, "role", ""), WITHOUT_ROLE)
    every = [place for group in groups for place in group.places]
    current = _current_url([url for place in every if (url := _url(place.name))], request.path)
    shown = [(group.title, _links(group.places, request, current=current)) for group in groups]
    return [(title, links) for title, links in shown if links]


def _links(places: Iterable[Place], request: HttpRequest, *, current: str | None = None) -> list[Link]:
    actor = getattr(request, "actor", None)
    open_to_actor = [(place, url) for place in places if (url := _url(place.name)) and _may_open(url, actor)]
    if current is None:
        current = _current_url([url for _place, url in open_to_actor], request.path)
    return [Link(url, place.label, place.icon, url == current) for place, url in open_to_actor]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _may_open(url: str, actor: Any) -> bool:
    try:
        audience: frozenset[str] = getattr(resolve(url).func, "audience", frozenset())
    except Resolver404:
        return False
    is_signed_in = bool(actor and actor.is_signed_in)
    return not is_signed_in or bool(audience & {ANYONE, SIGNED_IN, actor.role})


def _current_url(urls: list[str], path: str) -> str:
    """The longest address the page stands under; `/` is current only on itself."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
