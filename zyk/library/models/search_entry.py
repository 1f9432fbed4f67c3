from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zyk.library.enums import ApplicationType, EntryKind, Level, MediaType, Rights
from zyk.library.models.library import Library, TeamMember

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, actor: "Actor") -> "SearchEntryQuerySet":
        """Published things of visible libraries; everything of a library to its own team."""
        open_ones = Q(is_published=True, library__in=Library.objects.visible_to(actor).values("pk"))
        if actor.user is None:
            return self.filter(open_ones)
        own = Q(library__in=TeamMember.objects.filter(user=actor.user).values("library"))
        return self.filter(open_ones | own)


class SearchEntry(models.Model):
    """One thing that can be found, with what a line of results shows and what facets count.

    Its words lie in the table `library_searchterms`, which each engine keeps in its own form."""

    kind = models.CharField(_("类别"), max_length=20, choices=EntryKind.choices)
    object_uuid = models.UUIDField()
    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="search_entries")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=200, blank=True)
    specialty_code = models.CharField(max_length=10)
    category_name = models.CharField(max_length=40, blank=True)
    media_type = models.CharField(_("媒体类型"), max_length=30, choices=MediaType.choices, blank=True)
    application_type = models.CharField(_("应用类型"), max_length=40, choices=ApplicationType.choices, blank=True)
    rights = models.CharField(_("许可"), max_length=20, choices=Rights.choices, blank=True)
    level = models.CharField(_("层级"), max_length=20, choices=Level.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    points = models.TextField(blank=True)  # the numbers of its points, a blank before and after each
    contributor = models.CharField(max_length=120, blank=True)
    is_certified = models.BooleanField(default=False)
    is_published = models.BooleanField(default=False)
    updated_at = models.DateTimeField()
    indexed_at = models.DateTimeField(auto_now=True)

    matched: list[str]  # the fields a question was found in, on a page of results

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_uuid"], name="search_entry_once")]
        indexes = [
            models.Index(fields=["kind", "-updated_at"]),
            models.Index(fields=["library", "kind", "-updated_at"]),
            models.Index(fields=["kind", "is_published", "media_type"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        return MediaType(self.media_type).icon if self.media_type else _ICONS[EntryKind(self.kind)]

    @property
    def url(self) -> str:
        """Where it is shown; a point among the points of its library."""
        if self.kind == EntryKind.POINT:
            return f"{reverse('library:library', args=[self.library.uuid])}?q={quote(self.title)}#resources"
        return reverse(f"library:{self.kind}", args=[self.object_uuid])


_ICONS = {EntryKind.LIBRARY: "books", EntryKind.COURSE: "book-2", EntryKind.POINT: "point", EntryKind.RESOURCE: "file"}
