"""One change to many resources at once."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from zyk.accounts.actor import Actor
from zyk.library.actions.resource import edit_resource
from zyk.library.models import KnowledgePoint, Resource


@transaction.atomic
def edit_resources(
    resources: Iterable[Resource],
    *,
    actor: Actor,
    fields: dict[str, str],
    add_keywords: str = "",
    remove_keywords: str = "",
    add_points: Iterable[KnowledgePoint] = (),
    remove_points: Iterable[KnowledgePoint] = (),
) -> tuple[int, list[str]]:
    """Change all of them, each with an entry of its own in the trail; (how many, refusals in words)."""
    added, gone = {p.pk: p for p in add_points}, {p.pk for p in remove_points}
    done, refused = 0, []
    for resource in resources:
        changes: dict[str, Any] = dict(fields)
        if add_keywords or remove_keywords:
            changes["keywords"] = _keywords(resource.keywords, add_keywords, remove_keywords)
        points = None
        if added or gone:
            kept = {point.pk: point for point in resource.points.all()} | added
            points = [point for pk, point in kept.items() if pk not in gone]
        try:
            edit_resource(resource, seen_at=resource.updated_at, changes=changes, points=points, actor=actor)
            done += 1
        except ValidationError as error:
            refused.append(f"{resource.title}：{' '.join(error.messages)}")
    return done, refused


def _keywords(text: str, added: str, removed: str) -> str:
    gone = set(_words(removed))
    return "、".join(dict.fromkeys(word for word in [*_words(text), *_words(added)] if word not in gone))


def _words(text: str) -> list[str]:
    return [word.strip() for word in re.split("[、，,;；]", text) if word.strip()]
