"""Every address, one line a context; `site` answers the front door."""

from django.urls import include, path
from django.views.i18n import set_language

from zyk.common.audience import ANYONE, audience
from zyk.library.views import outward

urlpatterns = [
    path("", include("zyk.site.urls")),
    path("", include("zyk.common.urls")),
    path("robots.txt", outward.robots, name="robots"),
    path("sitemap.xml", outward.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", outward.sitemap_part, name="sitemap_part"),
    path("i18n/setlang/", audience(ANYONE)(set_language), name="set_language"),
    path("accounts/", include("zyk.accounts.urls")),
    path("rulebooks/", include("zyk.rulebook.urls")),
    path("files/", include("zyk.media.urls")),
    path("", include("zyk.records.urls")),
    path("reviews/", include("zyk.reviews.urls")),
    path("alliances/", include("zyk.alliance.urls")),
    path("catalogue/", include("zyk.catalogue.urls")),
    path("libraries/", include("zyk.library.urls")),
    path("assessment/", include("zyk.assessment.urls")),
    path("learning/", include("zyk.learning.urls")),
    path("certification/", include("zyk.certification.urls")),
    path("creditbank/", include("zyk.creditbank.urls")),
    path("exchange/", include("zyk.exchange.urls")),
    path("monitoring/", include("zyk.monitoring.urls")),
    path("zyk/", include("zyk.monitoring.reporting_urls")),
    path("projects/", include("zyk.projects.urls")),
    path("interop/", include("zyk.interop.urls")),
]
