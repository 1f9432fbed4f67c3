from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zyk.common.pinyin import search_text


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    expert = apps.get_model("reviews", "Expert")
    for each in expert.objects.select_related("user"):
        words = search_text(each.user.name, each.title, *each.fields)
        expert.objects.filter(pk=each.pk).update(search_text=words)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_totals_and_phases")]

    operations = [
        migrations.AddField("expert", "search_text", models.CharField(blank=True, editable=False, max_length=400)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
