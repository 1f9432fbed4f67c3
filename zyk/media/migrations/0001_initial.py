import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("size_bytes", models.PositiveBigIntegerField(verbose_name="大小")),
                ("media_type", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("video", "视频"),
                            ("audio", "音频"),
                            ("image", "图像"),
                            ("vector", "矢量图"),
                            ("pdf", "PDF 文档"),
                            ("document", "文字文稿"),
                            ("slides", "演示文稿"),
                            ("sheet", "电子表格"),
                            ("ebook", "电子书"),
                            ("model", "三维模型"),
                            ("subtitles", "字幕"),
                            ("text", "纯文本"),
                            ("package", "课件包"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                ("extension", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("duration_seconds", models.FloatField(blank=True, null=True)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                ("checks", models.JSONField(default=list)),
                (
                    "stored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "preview_state",
                    models.CharField(
                        choices=[
                            ("pending", "待生成"),
                            ("making", "正在生成"),
                            ("ready", "预览可用"),
                            ("none", "无须生成"),
                            ("failed", "生成失败"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="预览",
                    ),
                ),
                ("preview_moved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("preview_failure", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["preview_state", "preview_moved_at"], name="media_store_preview_1a29b4_idx"),
                    models.Index(fields=["kind", "-id"], name="media_store_kind_159e7e_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size_bytes__gt", 0)), name="stored_file_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organisation"
                    ),
                ),
                ("limit_bytes", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="上限")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FileFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stored_file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fault", to="media.storedfile"
                    ),
                ),
                ("kind", models.CharField(choices=[("missing", "文件不见了"), ("changed", "长度变了")], max_length=20)),
                ("found_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FilePreview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "stored_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="previews", to="media.storedfile"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("poster", "画面"),
                            ("thumbnail", "缩略图"),
                            ("page", "页面"),
                            ("captions", "字幕轨"),
                            ("blocks", "文字与表格"),
                            ("chapter", "章节"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=60)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("blocks", models.JSONField(default=list)),
                ("text", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["stored_file_id", "kind", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("stored_file", "kind", "position"), name="file_preview_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("expires_at", models.DateTimeField()),
                (
                    "stored_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("refusal", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["expires_at"], name="media_uploa_expires_c80cdc_idx")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size_bytes__gt", 0)), name="upload_not_empty")
                ],
            },
        ),
    ]
