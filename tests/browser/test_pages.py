"""The main pages of every role in a real browser, in both languages, wide and narrow."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Visitor

pytestmark = pytest.mark.browser

UUID = "[0-9a-f-]{36}"
LIBRARY = f"/libraries/{UUID}/"
SECTION = f"/projects/applications/{UUID}/sections/[a-z_-]+/"

VISITOR = [
    "/",
    "/help/",
    "/style/",
    "/search/?q=电梯",
    "/accounts/sign-in/",
    "/accounts/register/",
    "/libraries/",
    f"/libraries/?q=电梯 > {LIBRARY}",
    f"/libraries/resources/ > /libraries/resources/{UUID}/",
    f"/libraries/courses/ > /libraries/courses/{UUID}/",
    "/learning/catalogue/",
    f"/learning/catalogue/ > /learning/runs/{UUID}/",
    "/catalogue/",
    "/catalogue/specialties/460206/",
    "/rulebooks/",
    "/rulebooks/ > /rulebooks/[^/]+/",
    "/projects/cycles/",
    "/projects/pool/",
    "/reviews/notices/",
    f"/reviews/notices/ > /reviews/notices/{UUID}/",
    "/exchange/",
    f"/exchange/ > /exchange/{UUID}/",
    "/alliances/",
    "/creditbank/rules/",
    "/certification/standards/",
]
ROLES: dict[str, list[str]] = {
    "yanshi-bu": [
        "/workbench/",
        "/projects/cycles/",
        "/projects/cycles/ > /projects/cycles/[0-9]+/",
        "/projects/applications/",
        f"/projects/applications/ > /projects/applications/{UUID}/",
        "/projects/selection/",
        "/projects/batches/",
        f"/projects/batches/ > /projects/batches/{UUID}/",
        f"/projects/?q=电梯 > /projects/{UUID}/",
        f"/projects/?q=电梯 > /projects/{UUID}/ > /projects/task-books/{UUID}/",
        "/projects/acceptances/",
        f"/projects/acceptances/ > /projects/acceptances/{UUID}/",
        "/projects/duties/",
        "/projects/reports/",
        f"/projects/?q=电梯 > /projects/{UUID}/ > /projects/reports/{UUID}/",
        "/monitoring/",
        f"/monitoring/?q=电梯 > /monitoring/{UUID}/",
        f"/monitoring/?q=电梯 > /monitoring/{UUID}/ > /monitoring/figures/{UUID}/",
        "/reviews/draws/",
        f"/reviews/draws/ > /reviews/draws/{UUID}/",
        "/reviews/experts/",
        "/reviews/objections/",
        f"/reviews/objections/ > /reviews/objections/{UUID}/",
    ],
    "yanshi-huiqian": ["/workbench/"],
    "yanshi-mishu": ["/workbench/", "/reviews/experts/"],
    "yanshi-yunwei": ["/workbench/", "/trail/", "/files/", "/records/", "/records/credentials/"],
    "yanshi-sheng": ["/workbench/", "/projects/recommendations/"],
    "yanshi-tianbao": [
        "/workbench/",
        "/libraries/mine/",
        f"/libraries/mine/ > /libraries/{UUID}/manage/",
        f"/libraries/mine/ > /libraries/{UUID}/manage/ > /libraries/{UUID}/resources/",
        "/libraries/create/",
        f"/projects/applications/?state=draft > /projects/applications/{UUID}/",
        f"/projects/applications/?state=draft > /projects/applications/{UUID}/ > {SECTION}",
        "/projects/applications/new/",
    ],
    "yanshi-fuze": [
        "/workbench/",
        f"/alliances/ > /alliances/{UUID}/",
        "/creditbank/outcomes/",
        f"/libraries/mine/ > /libraries/{UUID}/manage/ > /libraries/courses/{UUID}/builder/",
    ],
    "yanshi-gaizhang": ["/workbench/"],
    "yanshi-caiwu": ["/workbench/", "/exchange/orders/"],
    "yanshi-danwei": ["/workbench/", "/accounts/people/", "/accounts/people/import/"],
    "yanshi-jiaoshi": [
        "/workbench/",
        "/learning/runs/",
        f"/learning/runs/ > /learning/runs/{UUID}/teaching/",
        "/assessment/banks/",
        f"/assessment/banks/ > /assessment/banks/{UUID}/",
    ],
    "yanshi-xuesheng": [
        "/workbench/",
        "/records/mine/",
        "/accounts/profile/",
        "/accounts/notifications/",
    ],
    "yanshi-xuesheng2": [
        "/learning/",
        f"/learning/ > /learning/runs/{UUID}/",
        "/creditbank/",
    ],
    "yanshi-gongcheng": ["/workbench/", "/exchange/mine/", "/certification/"],
    "yanshi-qiye": ["/workbench/", f"/learning/ > /learning/enrolments/{UUID}/items/{UUID}/"],
    "yanshi-zhuanjia1": ["/workbench/", "/reviews/mine/", f"/reviews/mine/ > /reviews/mine/{UUID}/"],
    "yanshi-shehui": ["/workbench/", "/learning/"],
}
ALSO_DARK = {
    "/",
    "/workbench/",
    "/projects/cycles/ > /projects/cycles/[0-9]+/",
    f"/libraries/?q=电梯 > {LIBRARY}",
    "/style/",
}


def test_a_visitor_sees_every_public_page_whole(browser: Browser, site: str) -> None:
    visitor = Visitor(browser, site, "visitor")
    for place in VISITOR:
        visitor.look(place, dark=place in ALSO_DARK)
    visitor.leave()


@pytest.mark.parametrize("username", ROLES)
def test_a_role_sees_its_pages_whole(browser: Browser, site: str, username: str) -> None:
    visitor = Visitor(browser, site, username)
    visitor.sign_in(username)
    for place in ROLES[username]:
        visitor.look(place, dark=place in ALSO_DARK and username == "yanshi-bu")
    visitor.leave()
