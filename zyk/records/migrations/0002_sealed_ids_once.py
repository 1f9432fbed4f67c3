"""On SQLite the table of sealed ids is kept by its key alone: with row numbers each id would be stored twice."""

from django.db import migrations


def by_its_key_alone(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute('DROP TABLE "records_sealedid"')
        schema_editor.execute(
            'CREATE TABLE "records_sealedid" '
            '("uuid" blob NOT NULL PRIMARY KEY, "sequence" integer NOT NULL) WITHOUT ROWID'
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(by_its_key_alone, migrations.RunPython.noop)]
