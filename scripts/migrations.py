#!/usr/bin/env python3
"""Make the initial migration of every context anew, each model complete in one operation.

    scripts/migrations.py [context …]

Only until the first release: nobody has a database to keep yet. What `makemigrations` writes adds foreign keys
one by one, which costs half a minute at each first start and each test run; here models stand in the
order of their foreign keys. Migrations written by hand (0002_… and later) stay as they are."""

import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zyk.settings")


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.utils.translation import deactivate_all

    deactivate_all()  # as makemigrations does, so that labels are the source strings

    ours = [name.removeprefix("zyk.") for name in settings.CONTEXTS]
    for context in sys.argv[1:] or ours:
        write_initial(context, ours)
    return 0


def write_initial(context: str, ours: list[str]) -> None:
    """Replace the context's generated initial migrations by one."""
    from django.apps import apps
    from django.db import migrations
    from django.db.migrations.writer import MigrationWriter

    folder = ROOT / "zyk" / context / "migrations"
    for old in folder.glob("0*_initial.py"):
        old.unlink()
    models, later = _in_order(list(apps.get_app_config(context).get_models()))
    if not models:
        return
    migration = type("Migration", (migrations.Migration,), {"initial": True})("0001_initial", context)
    migration.dependencies = sorted(_dependencies(models, context, ours), key=str)
    migration.operations = [_creation(model, later) for model in models]
    migration.operations += [migrations.AddField(model._meta.model_name, field.name, field) for model, field in later]
    migration.operations += [each for model in {model: None for model, _field in later} for each in _rules_of(model)]
    (folder / "0001_initial.py").write_text(MigrationWriter(migration, include_header=False).as_string())
    print(f"{context}: {len(models)} models")


def _creation(model: Any, later: list[tuple[Any, Any]]) -> Any:
    from django.db import migrations
    from django.db.migrations.state import ModelState

    state = ModelState.from_model(model)
    options = {name: value for name, value in state.options.items() if value or name not in {"indexes", "constraints"}}
    postponed = {field.name for other, field in later if other is model}
    if postponed:  # what speaks of a field can only come after it
        options = {name: value for name, value in options.items() if name not in {"indexes", "constraints"}}
    fields = [(name, field) for name, field in state.fields.items() if name not in postponed]
    return migrations.CreateModel(state.name, fields, options, state.bases, state.managers)


def _rules_of(model: Any) -> Iterator[Any]:
    from django.db import migrations

    for index in model._meta.indexes:
        yield migrations.AddIndex(model._meta.model_name, index)
    for constraint in model._meta.constraints:
        yield migrations.AddConstraint(model._meta.model_name, constraint)


def _in_order(models: list[Any]) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """Those pointed to first, in the order of the source otherwise; and the nullable keys that close a circle."""
    waiting, ordered = list(models), []
    later: list[tuple[Any, Any]] = []
    while waiting:
        closing = {field for _, field in later}
        ready = [model for model in waiting if set(_pointed_to(model, closing)) & set(waiting) <= {model}]
        if not ready:
            later.append(_opening(waiting))
        for model in ready:
            waiting.remove(model)
            ordered.append(model)
    return ordered, later


def _opening(waiting: list[Any]) -> tuple[Any, Any]:
    """A nullable foreign key without which a circle of models opens."""
    for model in waiting:
        for field in model._meta.local_fields:
            if field.null and field.remote_field and field.remote_field.model in set(waiting) - {model}:
                return model, field
    raise SystemExit(f"these point to each other in a circle: {[model.__name__ for model in waiting]}")


def _pointed_to(model: Any, without: Collection[Any] = ()) -> Iterator[Any]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.remote_field and field not in without:
            yield field.remote_field.model
            through = getattr(field.remote_field, "through", None)
            if through is not None and not through._meta.auto_created:
                yield through


def _dependencies(models: list[Any], context: str, ours: list[str]) -> set[tuple[str, str]]:
    """The initial migration of each context pointed to, the newest of each application that is not ours."""
    from django.apps import apps

    labels = {other._meta.app_label for model in models for other in _pointed_to(model)} - {context}
    return {(label, "0001_initial" if label in ours else _newest(apps.get_app_config(label).path)) for label in labels}


def _newest(application: str) -> str:
    return max(path.stem for path in (Path(application) / "migrations").glob("0*.py"))


if __name__ == "__main__":
    sys.exit(main())
