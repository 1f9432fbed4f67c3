import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Rulebook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                ("year", models.PositiveSmallIntegerField(db_index=True, verbose_name="年度")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("notice_number", models.CharField(max_length=80, verbose_name="文号")),
                ("content", models.JSONField()),
                ("source", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="冻结时间")),
            ],
            options={
                "ordering": ["-year", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RulebookVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="rulebook.rulebook"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("source", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.CharField(blank=True, max_length=150)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("rulebook", "number"), name="rulebook_version_once")],
            },
        ),
    ]
