import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("library", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionBank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="question_banks", to="library.library"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
            ],
            options={
                "ordering": ["title", "id"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="library.course"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assessments",
                        to="library.module",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("quiz", "测验"), ("exam", "考试"), ("homework", "作业")],
                        default="quiz",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("instructions", models.TextField(blank=True, verbose_name="说明")),
                ("attempts_allowed", models.PositiveIntegerField(blank=True, null=True, verbose_name="可作答次数")),
                ("time_limit_minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="限时（分钟）")),
                ("pass_percent", models.PositiveIntegerField(default=60, verbose_name="及格线（%）")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("published", "已发布"), ("closed", "已关闭")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="assessment.questionbank",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "单选题"),
                            ("multiple", "多选题"),
                            ("true-false", "判断题"),
                            ("fill", "填空题"),
                            ("essay", "简答题"),
                        ],
                        max_length=20,
                        verbose_name="题型",
                    ),
                ),
                ("stem", models.TextField(verbose_name="题干")),
                ("choices", models.JSONField(default=list)),
                ("answer", models.JSONField(default=list)),
                ("explanation", models.TextField(blank=True, verbose_name="解析")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_retired", models.BooleanField(default=False, verbose_name="停用")),
                ("points", models.ManyToManyField(blank=True, related_name="questions", to="library.knowledgepoint")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="assessment.assessment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("in-progress", "作答中"), ("submitted", "待批改"), ("graded", "已评分")],
                        default="in-progress",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "user", "number"), name="attempt_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in-progress")),
                        fields=("assessment", "user"),
                        name="one_open_attempt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="assessment.assessment"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cited_in", to="assessment.question"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("points_hundredths", models.PositiveIntegerField(default=100)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "question"), name="assessment_question_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grade", to="assessment.attempt"
                    ),
                ),
                ("points_hundredths", models.PositiveIntegerField()),
                ("maximum_hundredths", models.PositiveIntegerField()),
                ("is_passed", models.BooleanField()),
                ("graded_at", models.DateTimeField()),
                (
                    "graded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="assessment.attempt"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assessment.assessmentquestion",
                    ),
                ),
                ("given", models.JSONField(default=list)),
                ("points_hundredths", models.PositiveIntegerField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, verbose_name="评语")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attempt", "item"), name="answer_once")],
            },
        ),
    ]
