"""What import-linter cannot see: foreign keys, templates, and the rooms that are private to a context."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.repository.ladder import PACKAGE, ROW_OF, context_of, may_know, template_files

OURS = [name.removeprefix("zyk.") for name in settings.CONTEXTS]
PRIVATE_ROOMS = {"forms", "views", "urls"}
PARENT = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")


def test_every_context_stands_on_the_ladder() -> None:
    assert sorted(OURS) == sorted(ROW_OF)


def test_foreign_keys_point_down() -> None:
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in _relations()
        if field.related_model._meta.app_label in ROW_OF
        and not may_know(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert upwards == []


def test_no_model_uses_generic_foreign_keys() -> None:
    generic = [
        f"{model._meta.label}.{field.name}"
        for model, field in _relations()
        if field.related_model._meta.app_label == "contenttypes"
    ]
    assert generic == []


def test_forms_views_and_urls_stay_inside_their_context() -> None:
    borrowed = [
        f"{path.relative_to(PACKAGE.parent)} imports {module}"
        for path in sorted(PACKAGE.glob("*/**/*.py"))
        for module in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if _is_private_room(module, seen_from=context_of(path))
    ]
    assert borrowed == []


def test_templates_build_on_their_own_context_and_on_common() -> None:
    foreign = [
        f"{path.relative_to(PACKAGE)} uses {name}"
        for path in template_files()
        for name in PARENT.findall(path.read_text(encoding="utf-8"))
        if name.split("/")[0] not in {context_of(path), "common", "django"}
    ]
    assert foreign == []


@pytest.mark.parametrize("module", ["zyk.library.views", "zyk.library.forms.course"])
def test_a_private_room_is_recognised(module: str) -> None:
    assert _is_private_room(module, seen_from="projects")
    assert not _is_private_room(module, seen_from="library")


def _relations() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    for context in OURS:
        for model in apps.get_app_config(context).get_models():
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and field.related_model:
                    yield model, field  # type: ignore[misc]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_private_room(module: str, *, seen_from: str) -> bool:
    words = module.split(".")
    return (
        len(words) > 2
        and words[0] == "zyk"
        and words[1] not in {seen_from, "common"}
        and words[1] in ROW_OF
        and words[2] in PRIVATE_ROOMS
    )
