import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reviews", "0002_dossier_specialty_name_review_alias_number_and_more"),
    ]

    operations = [
        migrations.AddField(
            "publicnotice", "working_days", models.PositiveIntegerField(blank=True, null=True, verbose_name="工作日数")
        ),
        migrations.AddField(
            "objection",
            "assignee",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核查人",
            ),
        ),
        migrations.AddField("objection", "is_late", models.BooleanField(default=False, verbose_name="公示期后提出")),
        migrations.AddField("objection", "reply", models.TextField(blank=True, verbose_name="给提出人的答复")),
        migrations.AddField("objection", "replied_at", models.DateTimeField(blank=True, null=True)),
    ]
