"""Libraries, courses and resources in the words of schema.org, for search engines."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from zyk.library.models import Course, Library, Resource

LICENCES = {
    "cc-by": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nc-sa": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json_ld(thing: Library | Course | Resource) -> SafeString:
    """A data block: no browser runs it, so no policy of ours has to give way. Nothing in it can end the element."""
    described = _resource(thing) if isinstance(thing, Resource) else _whole(thing)
    told = {"@context": "https://schema.org"} | {name: value for name, value in described.items() if value}
    text = json.dumps(told, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped above)


def _resource(one: Resource) -> dict[str, Any]:
    return {
        "@type": "LearningResource",
        "name": one.title,
        "description": one.description,
        "url": _url("resource", one),
        "identifier": f"urn:uuid:{one.uuid}",
        "inLanguage": {"zh": "zh-Hans", "en": "en"}.get(one.language, ""),
        "keywords": one.keywords,
        "learningResourceType": str(one.get_application_type_display()),
        "license": LICENCES.get(one.rights, ""),
        "author": {"@type": "Person", "name": one.author} if one.author else None,
        "provider": {"@type": "Organization", "name": one.contributor.name},
        "datePublished": one.published_at.isoformat() if one.published_at else "",
        "dateModified": one.updated_at.isoformat(),
        "version": one.current_version.number if one.current_version else None,
        "isPartOf": {"@type": "Collection", "name": one.library.name, "url": _url("library", one.library)},
        "award": one.certified_by,
    }


def _whole(one: Library | Course) -> dict[str, Any]:
    library = one if isinstance(one, Library) else one.library
    name, kind = (one.name, "Collection") if isinstance(one, Library) else (one.title, "Course")
    return {
        "@type": kind,
        "name": name,
        "description": one.description or name,
        "url": _url("library" if one is library else "course", one),
        "provider": {"@type": "Organization", "name": library.lead_host.name},
        "about": library.specialty.name,
        "isPartOf": None if one is library else {"@type": "Collection", "name": library.name},
    }


def _url(name: str, one: Any) -> str:
    return settings.ZYK_BASE_URL + reverse(f"library:{name}", args=[one.uuid])
