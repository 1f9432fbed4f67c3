import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("assessment", "0001_initial"),
        ("library", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="library.course"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "teacher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taught_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_runs",
                        to="accounts.organisation",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="开课日期")),
                ("closes_on", models.DateField(verbose_name="结课日期")),
                ("is_public", models.BooleanField(default=False, verbose_name="对社会开放")),
                ("pass_percent", models.PositiveIntegerField(default=60, verbose_name="结课及格线（%）")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "筹备"), ("open", "开课"), ("closed", "结课")],
                        default="planned",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="run_dates_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="learning.courserun"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user_kind",
                    models.CharField(
                        choices=[
                            ("student", "在校生"),
                            ("teacher", "教师"),
                            ("employee", "企业员工"),
                            ("public", "社会学习者"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("enrolled", "在学"), ("completed", "完成"), ("withdrawn", "退课")],
                        default="enrolled",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("final_percent", models.PositiveIntegerField(blank=True, null=True, verbose_name="总评（%）")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("run", "user"), name="enrolment_once")],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="learning.enrolment"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="library.moduleitem"
                    ),
                ),
                ("first_at", models.DateTimeField(auto_now_add=True)),
                ("last_at", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("enrolment", "item"), name="progress_once")],
            },
        ),
        migrations.CreateModel(
            name="RunAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="learning.enrolment"
                    ),
                ),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="in_run", to="assessment.attempt"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="learning.enrolment"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="library.moduleitem"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="笔记")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("enrolment", "item"), name="note_once")],
            },
        ),
    ]
