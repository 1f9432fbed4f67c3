from typing import Any

from django.db import migrations

NAMES = {"write": "statements/write", "read_mine": "statements/read/mine", "read": "statements/read"}


def rename(names: dict[str, str]) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        for credential in apps.get_model("records", "Credential").objects.all():
            credential.scopes = sorted(names.get(scope, scope) for scope in credential.scopes)
            credential.save(update_fields=["scopes"])

    return run


class Migration(migrations.Migration):
    dependencies = [("records", "0002_documents_and_access")]
    operations = [
        migrations.RunPython(rename(NAMES), rename({new: old for old, new in NAMES.items()})),
    ]
