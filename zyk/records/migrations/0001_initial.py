import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import zyk.records.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttachedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha2", models.CharField(max_length=128, unique=True)),
                ("content", models.BinaryField()),
                ("stored", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("key", models.CharField(max_length=40, unique=True, verbose_name="标识")),
                ("secret_hash", models.CharField(editable=False, max_length=64)),
                ("previous_secret_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("previous_until", models.DateTimeField(blank=True, null=True, verbose_name="旧密钥有效至")),
                (
                    "requests_per_minute",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="每分钟请求上限"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属单位",
                    ),
                ),
                ("scopes", models.JSONField(default=list, verbose_name="权限")),
                ("library_iri", models.CharField(blank=True, max_length=500, verbose_name="限定的资源库")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                ("created_by", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "接入凭证",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="KnownAgent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", zyk.records.fields.CompactUuidField(editable=False, unique=True)),
                ("identifier", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnownVerb",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", zyk.records.fields.CompactUuidField(editable=False, unique=True)),
                ("iri", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KnownActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", zyk.records.fields.CompactUuidField(editable=False, unique=True)),
                ("iri", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Bookmark",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pseudonym", "换成假名"), ("deletion", "删除")],
                        max_length=12,
                        verbose_name="处理方式",
                    ),
                ),
                ("reason", models.TextField(verbose_name="原因")),
                ("asked_by_person", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "待处理"),
                            ("under_way", "处理中"),
                            ("done", "已完成"),
                            ("refused", "不予处理"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="处理说明")),
                ("pseudonym", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("statements", models.BigIntegerField(editable=False, null=True, verbose_name="处理的记录数")),
                ("segments", models.BigIntegerField(editable=False, null=True, verbose_name="重写的封存段数")),
                ("documents", models.BigIntegerField(editable=False, null=True, verbose_name="删除的文档数")),
                ("done_at", models.DateTimeField(editable=False, null=True, verbose_name="完成时间")),
            ],
            options={
                "verbose_name": "个人记录处理",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "under_way"])),
                        fields=("person",),
                        name="one_open_erasure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForwardTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("address", models.URLField(max_length=500, verbose_name="地址")),
                ("version", models.CharField(default="1.0.3", max_length=10, verbose_name="协议版本")),
                ("key", models.CharField(max_length=200, verbose_name="标识")),
                ("sealed_secret", models.TextField(editable=False)),
                ("library_iri", models.CharField(blank=True, max_length=500, verbose_name="限定的资源库")),
                ("last_sequence", models.BigIntegerField(default=0)),
                ("sent_count", models.BigIntegerField(default=0)),
                ("refused_count", models.BigIntegerField(default=0)),
                ("last_sent_at", models.DateTimeField(null=True)),
                ("failures", models.IntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                ("next_attempt_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "转发目标",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RecordStore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("last_sequence", models.BigIntegerField(default=0)),
                ("last_stored_us", models.BigIntegerField(default=0)),
                ("released_sequence", models.BigIntegerField(default=0)),
                ("base", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "学习记录库",
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="日期")),
                ("first_sequence", models.BigIntegerField(unique=True)),
                ("last_sequence", models.BigIntegerField(unique=True)),
                ("count", models.BigIntegerField(verbose_name="条数")),
                ("erased", models.BigIntegerField(default=0)),
                ("facts_name", models.CharField(max_length=80)),
                ("facts_sha256", models.CharField(max_length=64)),
                ("facts_bytes", models.BigIntegerField()),
                ("originals_name", models.CharField(max_length=80)),
                ("originals_sha256", models.CharField(max_length=64)),
                ("originals_bytes", models.BigIntegerField()),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
            ],
            options={
                "verbose_name": "封存段",
                "ordering": ["number"],
                "constraints": [models.CheckConstraint(condition=models.Q(("count__gte", 0)), name="segment_counts")],
            },
        ),
        migrations.CreateModel(
            name="SealedId",
            fields=[
                ("uuid", zyk.records.fields.CompactUuidField(primary_key=True, serialize=False)),
                ("sequence", zyk.records.fields.SequenceField()),
            ],
        ),
        migrations.CreateModel(
            name="VoidedSealed",
            fields=[
                ("sequence", zyk.records.fields.SequenceField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement_uuid", zyk.records.fields.CompactUuidField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="records.attachedfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("statement_uuid", "file"), name="attachment_use_once")],
            },
        ),
        migrations.CreateModel(
            name="ActivityDefinition",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.knownactivity",
                    ),
                ),
                ("definition", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", zyk.records.fields.CompactUuidField(editable=False, unique=True)),
                (
                    "kind",
                    models.SmallIntegerField(choices=[(1, "State"), (2, "Agent Profile"), (3, "Activity Profile")]),
                ),
                ("realm", models.CharField(blank=True, max_length=540)),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownactivity",
                    ),
                ),
                (
                    "agent",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownagent",
                    ),
                ),
                ("registration", zyk.records.fields.CompactUuidField(null=True)),
                ("name", models.TextField()),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=255)),
                ("etag", models.CharField(max_length=40)),
                ("stored", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("sequence", zyk.records.fields.SequenceField(primary_key=True, serialize=False)),
                ("uuid", zyk.records.fields.CompactUuidField(unique=True)),
                ("stored", models.DateTimeField(verbose_name="收到时间")),
                ("timestamp", models.DateTimeField(verbose_name="发生时间")),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownagent",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownagent",
                    ),
                ),
                (
                    "verb",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownverb",
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownactivity",
                    ),
                ),
                ("registration", zyk.records.fields.CompactUuidField(null=True)),
                (
                    "library",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownactivity",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownactivity",
                    ),
                ),
                ("success", models.BooleanField(null=True, verbose_name="成功")),
                ("completion", models.BooleanField(null=True, verbose_name="完成")),
                ("score_scaled", models.FloatField(null=True, verbose_name="得分率")),
                ("duration_seconds", models.FloatField(null=True, verbose_name="时长（秒）")),
                ("user_kind", models.CharField(blank=True, max_length=20, verbose_name="用户类型")),
                ("organisation_code", models.CharField(blank=True, max_length=40, verbose_name="单位代码")),
                ("voided", models.BooleanField(default=False, verbose_name="已作废")),
                ("fills", models.SmallIntegerField(default=0)),
                ("original", models.BinaryField()),
            ],
            options={
                "verbose_name": "学习记录",
                "ordering": ["-sequence"],
                "indexes": [
                    models.Index(condition=models.Q(("voided", True)), fields=["sequence"], name="statement_voided"),
                    models.Index(fields=["actor", "sequence"], name="statement_actor"),
                    models.Index(fields=["verb", "sequence"], name="statement_verb"),
                    models.Index(fields=["activity", "sequence"], name="statement_activity"),
                    models.Index(
                        condition=models.Q(("registration__isnull", False)),
                        fields=["registration", "sequence"],
                        name="statement_registration",
                    ),
                    models.Index(
                        condition=models.Q(("library__isnull", False)),
                        fields=["library", "sequence"],
                        name="statement_library",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voiding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", zyk.records.fields.CompactUuidField()),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.knownagent",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("target", "authority"), name="voiding_once")],
            },
        ),
        migrations.CreateModel(
            name="SegmentRewrite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "segment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rewrites", to="records.segment"
                    ),
                ),
                ("old_hash", models.CharField(max_length=64, unique=True)),
                ("new_hash", models.CharField(max_length=64)),
                ("reason", models.TextField(verbose_name="原因")),
                ("rewritten_at", models.DateTimeField(verbose_name="重写时间")),
            ],
            options={
                "verbose_name": "封存段重写记录",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "credential",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="records.credential"
                    ),
                ),
                ("scopes", models.JSONField(default=list)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Related",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.SmallIntegerField(choices=[(1, "Agent"), (2, "Context Agent"), (3, "Context Activity")]),
                ),
                ("key", models.BigIntegerField()),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related",
                        to="records.statement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["statement"], name="related_statement")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "statement"), name="related_once")],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.statement",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.statement",
                        to_field="uuid",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("statement", "target"), name="reference_once")],
            },
        ),
    ]
