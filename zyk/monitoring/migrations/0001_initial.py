import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("library", "0001_initial"),
        ("media", "0001_initial"),
        ("rulebook", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaComputation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("host", "单位主持的资源库"),
                            ("participant", "单位师生的使用"),
                            ("province", "省份"),
                            ("nation", "全国"),
                        ],
                        max_length=20,
                        verbose_name="层级",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.province",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.rulebook"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="统计至")),
                ("computed_at", models.DateTimeField(auto_now=True, verbose_name="计算时间")),
                ("libraries", models.PositiveIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("figures", models.JSONField(default=dict)),
                ("breakdowns", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "区域指标",
                "ordering": ["-as_of", "-id"],
                "indexes": [models.Index(fields=["level", "-as_of"], name="area_level_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("level", "nation")), fields=("as_of",), name="nation_once_a_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("level", "province")),
                        fields=("province", "as_of"),
                        name="province_once_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("level__in", ("host", "participant"))),
                        fields=("level", "organisation", "as_of"),
                        name="unit_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "nation"), ("organisation", None), ("province", None)),
                            models.Q(("level", "province"), ("organisation", None), ("province__isnull", False)),
                            models.Q(
                                ("level__in", ("host", "participant")),
                                ("organisation__isnull", False),
                                ("province", None),
                            ),
                            _connector="OR",
                        ),
                        name="area_is_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Computation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="computations", to="library.library"
                    ),
                ),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.rulebook"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="统计至")),
                ("computed_at", models.DateTimeField(auto_now_add=True, verbose_name="计算时间")),
                ("last_sequence", models.PositiveBigIntegerField(default=0)),
                ("statements_read", models.PositiveBigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("last_use_on", models.DateField(null=True)),
                ("recent_acts", models.PositiveBigIntegerField(default=0)),
                ("earlier_acts", models.PositiveBigIntegerField(default=0)),
                ("excluded", models.JSONField(default=dict)),
                ("breakdowns", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["library", "-as_of", "-id"], name="monitoring__library_9bdae3_idx")],
            },
        ),
        migrations.CreateModel(
            name="MonitoringReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "library",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="library.library",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("period_from", models.DateField(verbose_name="自")),
                ("period_until", models.DateField(verbose_name="至")),
                ("is_monthly", models.BooleanField(default=False)),
                ("message", models.CharField(blank=True, max_length=1000, verbose_name="随文说明")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "已下发，待签收"), ("received", "已签收")],
                        default="sent",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="下发时间")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=1000, verbose_name="回复")),
            ],
            options={
                "verbose_name": "监测报告",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period_until__gte", models.F("period_from"))),
                        name="report_period_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_monthly", True)),
                        fields=("library", "period_from"),
                        name="monthly_report_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlySending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "sender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "按月下发",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="library.library"
                    ),
                ),
                ("actor", models.BigIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("organisation_code", models.CharField(blank=True, max_length=40, verbose_name="单位代码")),
                ("day", models.DateField(verbose_name="日期")),
                ("began_at", models.DateTimeField(verbose_name="开始")),
                ("ended_at", models.DateTimeField(verbose_name="结束")),
                ("first_sequence", models.BigIntegerField()),
                ("last_sequence", models.BigIntegerField()),
                ("acts", models.PositiveIntegerField(verbose_name="行为次数")),
                ("score", models.PositiveSmallIntegerField(verbose_name="分值")),
                ("signals", models.JSONField(default=list)),
                ("codes", models.CharField(max_length=300)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("doubtful", "存疑，不计为可信"),
                            ("watched", "观察，仍计为可信"),
                            ("upheld", "申诉成立，计为可信"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                ("rulebook_code", models.CharField(max_length=40)),
                ("judged_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "异常会话",
                "ordering": ["-began_at", "-id"],
                "indexes": [
                    models.Index(fields=["library", "day"], name="session_library_day"),
                    models.Index(fields=["verdict", "-began_at"], name="session_verdict"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("library", "actor", "began_at"), name="session_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at__gte", models.F("began_at"))), name="session_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_sequence", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="library.library"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("last_received_at", models.DateTimeField(null=True, verbose_name="最近收到")),
            ],
            options={
                "verbose_name": "上报来源",
                "ordering": ["-last_received_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="results", to="monitoring.computation"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("raw_value", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("credible_value", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("threshold", models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ("is_met", models.BooleanField(null=True)),
                ("window_from", models.DateField(null=True)),
                ("window_until", models.DateField(null=True)),
                ("inputs", models.JSONField(default=dict)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("computation", "code"), name="indicator_once")],
            },
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "library",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="baseline", to="library.library"
                    ),
                ),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="monitoring.computation"
                    ),
                ),
                ("frozen_on", models.DateField(verbose_name="快照日期")),
                ("resources_total", models.PositiveIntegerField()),
                ("users_total", models.PositiveIntegerField()),
                ("totals", models.JSONField(default=dict)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EvidenceBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "computation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bundles", to="monitoring.computation"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=300)),
                ("storage_name", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "证据包",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("fault", "")), fields=("computation",), name="one_sound_bundle"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComputationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="computation_requests",
                        to="library.library",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("began_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "computation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="monitoring.computation",
                    ),
                ),
                ("fault", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("library",), name="one_open_request"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="library.library"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("grounds", models.TextField(max_length=4000, verbose_name="申诉理由")),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("evidence_name", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "待裁定"),
                            ("upheld", "申诉成立"),
                            ("rejected", "申诉不成立"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="filed",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("finding", models.TextField(blank=True, verbose_name="裁定理由")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sessions", models.ManyToManyField(related_name="appeals", to="monitoring.session")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReportedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="monitoring.source"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                ("is_deleted", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "kind", "key"), name="reported_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="monitoring.source"
                    ),
                ),
                ("day", models.DateField()),
                ("records", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "day"), name="reported_day_once")],
            },
        ),
        migrations.CreateModel(
            name="Quarantined",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quarantined", to="monitoring.source"
                    ),
                ),
                ("kind", models.PositiveSmallIntegerField()),
                ("key", models.CharField(blank=True, max_length=64)),
                ("content", models.JSONField()),
                ("reason", models.CharField(max_length=300, verbose_name="原因")),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("source", "digest"), name="quarantined_once")],
            },
        ),
    ]
