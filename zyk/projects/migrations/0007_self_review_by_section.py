"""The self-review is kept section by section; what was one text becomes its summary."""

from django.db import migrations


def to_sections(apps, schema_editor):
    acceptance = apps.get_model("projects", "Acceptance")
    for each in acceptance.objects.exclude(self_review=""):
        acceptance.objects.filter(pk=each.pk).update(texts={"summary": each.self_review})


def to_one_text(apps, schema_editor):
    acceptance = apps.get_model("projects", "Acceptance")
    for each in acceptance.objects.all():
        acceptance.objects.filter(pk=each.pk).update(self_review="\n\n".join(each.texts.values()))


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_task_done_on")]

    operations = [
        migrations.RunPython(to_sections, to_one_text),
        migrations.RemoveField(model_name="acceptance", name="self_review"),
    ]
