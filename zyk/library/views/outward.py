"""What other sites and readers take: feeds of what is new, the map for search engines, a page for foreign frames."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from zyk.accounts.actor import VISITOR
from zyk.common.audience import ANYONE, audience
from zyk.common.middleware import POLICY
from zyk.library import search
from zyk.library.enums import EntryKind, Rights
from zyk.library.models import Library, Resource, SearchEntry
from zyk.library.views.lists import chosen_in

IN_FEED = 30
IN_PART = 10_000
MAPPED = (EntryKind.LIBRARY, EntryKind.COURSE, EntryKind.RESOURCE)
FRAMED = POLICY.replace("frame-ancestors 'self'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)


@audience(ANYONE)
@require_safe
def feed(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """The newest published resources as RSS: of all libraries, of one, or of any search by the same address words."""
    library = get_object_or_404(Library.objects.visible_to(VISITOR), uuid=uuid) if uuid else None
    text = request.GET.get("q", "").strip()[:100]
    filters = search.Filters(library=library, published_only=True, **chosen_in(request))
    found = search.search(
        text, actor=VISITOR, kind=EntryKind.RESOURCE, filters=filters, sort="updated", per_page=IN_FEED
    )
    about = " · ".join(filter(None, (str(library) if library else _("所有资源库"), text)))
    channel = Rss201rev2Feed(
        title=_("新资源：%(about)s") % {"about": about},
        link=settings.ZYK_BASE_URL
        + (reverse("library:library", args=[library.uuid]) if library else reverse("library:resources")),
        description=_("最近发布或更新的资源"),
        language="en" if (get_language() or "").startswith("en") else "zh-Hans",
        feed_url=settings.ZYK_BASE_URL + request.get_full_path(),
    )
    for row in found.rows:
        channel.add_item(
            title=row.title,
            link=settings.ZYK_BASE_URL + row.url,
            description=row.summary,
            pubdate=row.updated_at,
            unique_id=f"urn:uuid:{row.object_uuid}",
            unique_id_is_permalink=False,
            author_name=row.contributor,
            categories=[str(row.library), str(row.get_media_type_display())],
        )
    answer = HttpResponse(channel.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@audience(ANYONE)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the map: each holds the entries of one range of numbers, so that old parts stay as they are."""
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    context = {"base": settings.ZYK_BASE_URL, "parts": range(last // IN_PART + 1)}
    return render(request, "library/sitemap_index.xml", context, content_type="application/xml; charset=utf-8")


@audience(ANYONE)
@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    first = number * IN_PART
    rows = SearchEntry.objects.visible_to(VISITOR).filter(kind__in=MAPPED, is_published=True)
    rows = rows.filter(pk__gte=first, pk__lt=first + IN_PART).only("kind", "object_uuid", "updated_at", "title")
    context = {"base": settings.ZYK_BASE_URL, "rows": rows.order_by("pk")}
    return render(request, "library/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@audience(ANYONE)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be read by machines; lists with every filter, workspaces and files may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in ("/accounts/", "/search/", "/files/", "/work/", "/*?*sort=")]
    lines += ["", f"Sitemap: {settings.ZYK_BASE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@xframe_options_exempt
@audience(ANYONE)
@require_safe
def embed(request: HttpRequest, uuid: Any) -> HttpResponse:
    """A published resource for a frame on any site: its content when the licence lets anyone use it, else its name
    with the way to its page. The page carries no form and knows nobody."""
    rows = Resource.objects.visible_to(VISITOR).published()
    one = rows.select_related("library", "contributor", "current_version__file").filter(uuid=uuid).first()
    if one is None:
        raise Http404
    context = {
        "resource": one,
        "version": one.current_version if may_be_embedded(one) else None,
        "url": settings.ZYK_BASE_URL + reverse("library:resource", args=[one.uuid]),
    }
    response = render(request, "library/embed.html", context)
    response["Content-Security-Policy"] = FRAMED
    return response


def may_be_embedded(resource: Resource) -> bool:
    return resource.rights not in (Rights.ALLIANCE, Rights.RESERVED)
