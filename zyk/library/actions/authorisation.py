"""Evidence that a resource may be used as its licence says, and warnings before it runs out."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction

from zyk.accounts.actor import Actor
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.library import rules
from zyk.library.actions.asking import must
from zyk.library.enums import ResourceState
from zyk.library.models import Library, Resource
from zyk.library.queries.team import publishers_of
from zyk.media.models import StoredFile

WARNED_DAYS = (30, 7, 0)


@transaction.atomic
def set_authorisation(resource: Resource, file: StoredFile | None, *, name: str = "", actor: Actor) -> Resource:
    """Put the file that proves the authorisation in its place, or take it away; only the team sees it."""
    locked = Resource.objects.select_for_update(of=("self",)).select_related("library").get(pk=resource.pk)
    must(rules.can_build, locked.library, actor)
    locked.authorisation, locked.authorisation_name = file, (name or file.name)[:200] if file else ""
    locked.save(update_fields=["authorisation", "authorisation_name", "updated_at"])
    audit.record(actor=actor, verb="authorise", about=locked, file_sha256=file.sha256 if file else "")
    return locked


def warn_of_expiry(today: date) -> int:
    """Tell those who publish which authorisations end in 30 and 7 days, and which ended yesterday; how many."""
    days = {today + timedelta(days=days) if days else today - timedelta(days=1): days for days in WARNED_DAYS}
    ending: dict[tuple[int, date], list[str]] = defaultdict(list)
    rows = Resource.objects.filter(rights_until__in=days, state=ResourceState.PUBLISHED).order_by("id")
    for library_id, until, title in rows.values_list("library_id", "rights_until", "title"):
        if until is not None:
            ending[library_id, until].append(title)
    for (library_id, until), titles in ending.items():
        library = Library.objects.get(pk=library_id)
        ended = days[until] == 0
        notify(
            publishers_of(library),
            text=f"“{titles[0]}”等 {len(titles)} 条资源的授权{'已于' if ended else '将于'} {until} 到期。",
            english_text=f"The authorisation of {len(titles)} resources ({titles[0]} …) "
            f"{'ended' if ended else 'ends'} on {until}.",
            url=f"/libraries/{library.uuid}/resources/?rights=soon",
            mail=True,
        )
    return sum(map(len, ending.values()))
