"""The table of search tokens, in the form of each engine. It has no model: zyk.library.search.terms is its only user."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE library_searchterms USING fts5("
    "title, sound, keywords, text, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2')"
)
POSTGRESQL = (
    "CREATE TABLE library_searchterms (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL)",
    "CREATE INDEX library_searchterms_vector ON library_searchterms USING gin (vector)",
)


def make_table(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,)
    for statement in statements:
        schema_editor.execute(statement)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE library_searchterms")


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(make_table, drop_table)]
