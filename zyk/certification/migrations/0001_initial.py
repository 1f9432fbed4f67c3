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
            name="CertificationStandard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certification_standards",
                        to="library.library",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                (
                    "base",
                    models.CharField(
                        choices=[
                            ("teaching", "专业教学标准"),
                            ("course", "课程标准"),
                            ("textbook", "教学教材标准"),
                            ("internship", "顶岗实习标准"),
                            ("facilities", "实训条件建设标准"),
                            ("skill-level", "职业技能等级标准"),
                        ],
                        max_length=20,
                        verbose_name="国家基础标准类别",
                    ),
                ),
                ("base_title", models.CharField(max_length=200, verbose_name="国家基础标准名称")),
                ("how_higher", models.TextField(verbose_name="高于国家基础标准之处")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("in-force", "施行"), ("superseded", "已被取代")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True, verbose_name="施行日期")),
            ],
            options={
                "verbose_name": "资源认证标准",
                "ordering": ["library", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("library", "title", "version"), name="standard_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in-force")),
                        fields=("library", "base"),
                        name="one_standard_in_force",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="certification.certificationstandard",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="要求")),
                ("check_name", models.CharField(blank=True, max_length=60, verbose_name="自动检查")),
                (
                    "base_threshold",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="国家基础要求"
                    ),
                ),
                (
                    "threshold",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="本标准要求"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="certification.certificationstandard",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="library.resourceversion",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "已申请"),
                            ("in-review", "认证中"),
                            ("certified", "已认证"),
                            ("refused", "未通过认证"),
                            ("revoked", "已撤销"),
                        ],
                        default="requested",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="审核意见")),
                ("concluded_at", models.DateTimeField(blank=True, null=True, verbose_name="结论时间")),
                ("revocation_reason", models.TextField(blank=True, verbose_name="撤销理由")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
            ],
            options={
                "verbose_name": "资源认证",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "in-review", "certified"])),
                        fields=("standard", "version"),
                        name="certification_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CriterionResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="certification.certification",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="certification.criterion",
                    ),
                ),
                ("is_met", models.BooleanField(null=True)),
                ("found", models.CharField(blank=True, max_length=300, verbose_name="实测")),
                ("is_automatic", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("certification", "criterion"), name="criterion_result_once")
                ],
            },
        ),
    ]
