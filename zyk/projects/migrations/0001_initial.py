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
        ("monitoring", "0001_initial"),
        ("reviews", "0001_initial"),
        ("rulebook", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("year", models.PositiveIntegerField(unique=True, verbose_name="年度")),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "rulebook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cycles", to="rulebook.rulebook"
                    ),
                ),
                (
                    "notice_working_days",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="公示工作日数"),
                ),
                (
                    "upgrade_needs_recommendation",
                    models.BooleanField(blank=True, null=True, verbose_name="升级改进项目须经省级推荐"),
                ),
                (
                    "upgrade_needs_notice",
                    models.BooleanField(blank=True, null=True, verbose_name="升级改进项目须经材料公示"),
                ),
                ("contents_sealed", models.BooleanField(default=False, verbose_name="截止前封存申请内容")),
                (
                    "reconsideration_working_days",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="复核申请期限（工作日）"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("preparing", "筹备"), ("open", "进行中"), ("closed", "已结束")],
                        default="preparing",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="YearlyDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="yearly_duties", to="library.library"
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="monitoring.baseline"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("code", models.CharField(max_length=60)),
                ("threshold", models.DecimalField(decimal_places=4, max_digits=8, null=True)),
                ("achieved", models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ("measured_on", models.DateField(blank=True, null=True, verbose_name="统计至")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "统计中"), ("met", "达标"), ("warned", "预警"), ("breached", "未达标")],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "code"],
                "constraints": [models.UniqueConstraint(fields=("library", "year", "code"), name="duty_once")],
            },
        ),
        migrations.CreateModel(
            name="ExitReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exit_reviews", to="library.library"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("answer", models.TextField(blank=True, verbose_name="主持单位说明")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("opinion", models.TextField(blank=True, verbose_name="评估意见")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "评估中"), ("kept", "保留"), ("exited", "退出")],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "id"],
                "constraints": [models.UniqueConstraint(fields=("library", "year"), name="exit_review_once")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=120, unique=True)),
                ("sent_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="windows", to="projects.cycle"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("title_zh", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=200)),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="开始")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="截止")),
                ("closes_time", models.TimeField(blank=True, null=True, verbose_name="截止时刻")),
                ("grace_minutes", models.PositiveIntegerField(default=0, verbose_name="宽限（分钟）")),
                ("extension_reason", models.CharField(blank=True, max_length=300, verbose_name="延长理由")),
            ],
            options={
                "ordering": ["closes_on", "id"],
                "constraints": [models.UniqueConstraint(fields=("cycle", "code"), name="window_once")],
            },
        ),
        migrations.CreateModel(
            name="DecisionBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="projects.cycle"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                (
                    "budget_ceiling_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="部本专项总额上限（分）"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("drafting", "起草中"), ("countersigned", "已会签"), ("published", "已发布")],
                        default="drafting",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "countersigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_by__isnull", True),
                            models.Q(("countersigned_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_two_officers",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="projects.window"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "全部申请"), ("province", "一个省份"), ("application", "一件申请")],
                        max_length=20,
                        verbose_name="范围",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                    ),
                ),
                ("before", models.DateField(null=True, verbose_name="原截止日期")),
                ("closes_on", models.DateField(verbose_name="新的截止日期")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("granted_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("candidate", "备选资源库申请"), ("upgrade", "升级改进支持项目申请")],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="projects.cycle"
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="library.library"
                    ),
                ),
                (
                    "lead_host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "填报中"),
                            ("unit-review", "待单位盖章"),
                            ("province-review", "省级审核"),
                            ("formal-check", "形式审查"),
                            ("returned", "退回修改"),
                            ("notice-ready", "待公示"),
                            ("in-notice", "公示中"),
                            ("notice-done", "公示结束"),
                            ("under-review", "评议中"),
                            ("reviewed", "评议完成"),
                            ("pooled", "列入备选项目库"),
                            ("approved", "已立项"),
                            ("not-selected", "未入选"),
                            ("not-recommended", "未获推荐"),
                            ("ineligible", "形式审查未通过"),
                            ("withdrawn", "已撤回"),
                            ("on-hold", "暂停办理"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "held_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "填报中"),
                            ("unit-review", "待单位盖章"),
                            ("province-review", "省级审核"),
                            ("formal-check", "形式审查"),
                            ("returned", "退回修改"),
                            ("notice-ready", "待公示"),
                            ("in-notice", "公示中"),
                            ("notice-done", "公示结束"),
                            ("under-review", "评议中"),
                            ("reviewed", "评议完成"),
                            ("pooled", "列入备选项目库"),
                            ("approved", "已立项"),
                            ("not-selected", "未入选"),
                            ("not-recommended", "未获推荐"),
                            ("ineligible", "形式审查未通过"),
                            ("withdrawn", "已撤回"),
                            ("on-hold", "暂停办理"),
                        ],
                        max_length=20,
                        verbose_name="暂停前的状态",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="projects.application",
                    ),
                ),
                ("budget_total_fen", models.BigIntegerField(blank=True, null=True, verbose_name="项目预算总额（分）")),
                (
                    "budget_ministry_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="申请部本专项（分）"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="projects.application"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_memberships",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("co-host", "联合主持单位"), ("participant", "参建单位")],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=300, verbose_name="承担任务")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="谢绝时间")),
                ("decline_reason", models.CharField(blank=True, max_length=300, verbose_name="谢绝理由")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="请求确认时间")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="最近催请")),
            ],
            options={
                "ordering": ["kind", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "organisation"), name="application_member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), ("declined_at__isnull", True), _connector="OR"
                        ),
                        name="member_one_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="projects.application"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("content", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "code"), name="section_once")],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="projects.application",
                    ),
                ),
                ("slot", models.CharField(max_length=60)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.storedfile"
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                (
                    "uploaded_by",
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
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="projects.application"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("files", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "dossier",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.dossier",
                    ),
                ),
                ("submitted_at", models.DateTimeField()),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sealed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("application", "number"), name="revision_once")],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="项目编号")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="project", to="projects.application"
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="library.library"
                    ),
                ),
                (
                    "lead_host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="projects", to="accounts.organisation"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="立项年度")),
                ("approved_on", models.DateField(verbose_name="立项日期")),
                ("grant_fen", models.BigIntegerField(blank=True, null=True, verbose_name="部本专项支持（分）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("task-book", "编制任务书"),
                            ("building", "建设中"),
                            ("acceptance", "验收中"),
                            ("accepted", "验收通过"),
                            ("failed", "验收不通过"),
                            ("on-hold", "暂停建设"),
                            ("terminated", "已终止"),
                        ],
                        default="task-book",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "held_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("task-book", "编制任务书"),
                            ("building", "建设中"),
                            ("acceptance", "验收中"),
                            ("accepted", "验收通过"),
                            ("failed", "验收不通过"),
                            ("on-hold", "暂停建设"),
                            ("terminated", "已终止"),
                        ],
                        max_length=20,
                        verbose_name="暂停前的状态",
                    ),
                ),
                ("state_reason", models.TextField(blank=True, verbose_name="暂停或终止的理由")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
            ],
            options={
                "ordering": ["-year", "code"],
            },
        ),
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="archives", to="projects.application"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.membership"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="打包时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "排队打包"),
                            ("packing", "正在打包"),
                            ("ready", "可下载"),
                            ("failed", "打包失败"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="进度")),
                ("storage_name", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size_bytes", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="大小")),
                ("files", models.PositiveIntegerField(blank=True, null=True, verbose_name="文件数")),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="原因")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "asked_by", "membership"), name="archive_once_a_reader"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(("storage_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ready_archive_has_content",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="budgets", to="projects.application"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("total", "项目总预算"), ("year-1", "第一年度预算"), ("year-2", "第二年度预算")],
                        default="total",
                        max_length=20,
                        verbose_name="范围",
                    ),
                ),
                ("form", models.CharField(blank=True, max_length=20, verbose_name="表样")),
                (
                    "workbook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "scope"), name="budget_scope_once")],
            },
        ),
        migrations.CreateModel(
            name="PerformanceTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="performance_targets",
                        to="projects.application",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("code", models.CharField(blank=True, max_length=60)),
                ("level1", models.CharField(max_length=60, verbose_name="一级指标")),
                ("level2", models.CharField(max_length=60, verbose_name="二级指标")),
                ("level3", models.CharField(max_length=120, verbose_name="三级指标")),
                ("total", models.CharField(blank=True, max_length=60, verbose_name="总体")),
                ("year_1", models.CharField(blank=True, max_length=60, verbose_name="第一年度")),
                ("year_2", models.CharField(blank=True, max_length=60, verbose_name="第二年度")),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ProvincialRecommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendation",
                        to="projects.application",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="projects.cycle"
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
                    ),
                ),
                ("rank", models.PositiveIntegerField(verbose_name="推荐顺序")),
                ("opinion", models.TextField(blank=True, verbose_name="推荐意见")),
                ("letter_number", models.CharField(max_length=80, verbose_name="公函文号")),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("recommended_at", models.DateTimeField()),
                (
                    "recommended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["province", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_withdrawn", False)),
                        fields=("cycle", "province", "rank"),
                        name="province_rank_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProvinceRank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="province_rank",
                        to="projects.application",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.cycle"
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="拟推荐顺序")),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "province", "position"), name="province_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerRecusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officer_recusals",
                        to="projects.application",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="回避理由")),
                ("declared_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("application", "officer"), name="officer_recusal_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DualRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dual_requests",
                        to="projects.application",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("early-look", "提前查看申请内容"), ("reinstatement", "恢复形式审查")],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待第二人签署"), ("signed", "已签署"), ("declined", "未同意")],
                        default="asked",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="dual_two_officers",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("application", "kind"), name="dual_request_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_receipts",
                        to="projects.application",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("printed_code", models.CharField(max_length=64, verbose_name="纸质件校验码")),
                ("matches", models.BooleanField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FormalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formal_checks",
                        to="projects.application",
                    ),
                ),
                ("revision_number", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=60)),
                ("title_zh", models.CharField(max_length=200)),
                ("title_en", models.CharField(max_length=300)),
                ("is_automatic", models.BooleanField(default=False)),
                ("is_met", models.BooleanField(null=True)),
                ("found", models.CharField(blank=True, max_length=300)),
                ("waiver_reason", models.CharField(blank=True, max_length=300, verbose_name="豁免理由")),
                (
                    "waiver_signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("waiver_signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "revision_number", "code"), name="formal_check_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiver_signed_by__isnull", True),
                            models.Q(
                                ("checked_by__isnull", False),
                                models.Q(("waiver_signed_by", models.F("checked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="waiver_two_officers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="projects.decisionbatch",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="projects.application"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pooled", "列入备选项目库"),
                            ("approved", "立项支持建设"),
                            ("not-selected", "未入选"),
                        ],
                        max_length=20,
                        verbose_name="结果",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="部本专项支持（分）")),
                ("grounds", models.TextField(blank=True, verbose_name="理由")),
            ],
            options={
                "ordering": ["application__number"],
                "constraints": [models.UniqueConstraint(fields=("batch", "application"), name="decision_once")],
            },
        ),
        migrations.CreateModel(
            name="PoolEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pool", to="projects.cycle"
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pool_entries", to="library.library"
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pool_entry",
                        to="projects.application",
                    ),
                ),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["library__name", "id"],
                "constraints": [models.UniqueConstraint(fields=("cycle", "library"), name="pool_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="Collaborator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collaborators",
                        to="projects.application",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("rights", models.JSONField(default=dict)),
                (
                    "invited_by",
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
                "constraints": [models.UniqueConstraint(fields=("application", "user"), name="collaborator_once")],
            },
        ),
        migrations.CreateModel(
            name="SectionPresence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.application"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("seen_at", models.DateTimeField(verbose_name="最近在场")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "code", "user"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="projects.project"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="projects.cycle"
                    ),
                ),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="完成期限")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "待自评"),
                            ("submitted", "待省级核对"),
                            ("province-checked", "待材料公示"),
                            ("in-notice", "材料公示中"),
                            ("notice-done", "公示结束，待评议"),
                            ("under-review", "专家评议"),
                            ("reviewed", "专家组已有结论，待公布"),
                            ("concluded", "结论已公布"),
                            ("postponement-requested", "申请延期"),
                            ("postponed", "延期"),
                        ],
                        default="due",
                        max_length=30,
                        verbose_name="状态",
                    ),
                ),
                ("texts", models.JSONField(default=dict, verbose_name="自评报告")),
                ("texts_version", models.PositiveIntegerField(default=0)),
                ("figures", models.JSONField(default=dict)),
                (
                    "computation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.computation",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.dossier",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.publicnotice",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.panel",
                    ),
                ),
                (
                    "panel_conclusion",
                    models.CharField(
                        blank=True,
                        choices=[("passed", "通过"), ("withheld", "暂缓通过"), ("failed", "不通过")],
                        max_length=20,
                        verbose_name="专家组结论",
                    ),
                ),
                ("vetoes", models.JSONField(default=list)),
                ("despite_vetoes", models.TextField(blank=True, verbose_name="仍建议通过的理由")),
                ("requirements", models.TextField(blank=True, verbose_name="整改要求")),
                ("rectify_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="公布文号")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[("passed", "通过"), ("withheld", "暂缓通过"), ("failed", "不通过")],
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="专家组意见")),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "concluded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("postponement_reason", models.TextField(blank=True, verbose_name="延期理由")),
                ("postponed_to", models.DateField(blank=True, null=True, verbose_name="延期至")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "attempt"), name="acceptance_attempt_once"),
                    models.CheckConstraint(
                        condition=models.Q(("conclusion", ""), ("state", "concluded"), _connector="OR"),
                        name="conclusion_only_when_concluded",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetAdjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="projects.project"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                ("request", models.TextField(verbose_name="调整请示")),
                ("note", models.TextField(verbose_name="调整说明")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "编制中"),
                            ("submitted", "待财务审核"),
                            ("finance-passed", "待项目负责人审核"),
                            ("lead-passed", "待教育部批准"),
                            ("approved", "已批准，生效"),
                            ("returned", "退回修改"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("project", "number"), name="adjustment_number_once")],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="projects.budget"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("line_code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200, verbose_name="开支范围")),
                ("level", models.PositiveSmallIntegerField(default=1)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ministry", "部本专项资金"),
                            ("local", "举办方或地方财政投入资金"),
                            ("enterprise", "行业企业支持资金"),
                            ("school", "相关院校自筹资金"),
                        ],
                        max_length=20,
                        verbose_name="资金来源",
                    ),
                ),
                ("economic_class", models.CharField(blank=True, max_length=60, verbose_name="经济业务分类")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gte", 0)), name="budget_amount_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), models.Q(("economic_class", ""), _negated=True)),
                            models.Q(models.Q(("source", ""), _negated=True), ("economic_class", "")),
                            _connector="OR",
                        ),
                        name="budget_line_by_source_or_class",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="projects.project"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("host", "变更第一主持单位"), ("scope", "变更建设内容"), ("time", "变更建设期限")],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("reason", models.TextField(verbose_name="变更理由与内容")),
                (
                    "new_host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="拟任主持单位",
                    ),
                ),
                ("new_end_on", models.DateField(blank=True, null=True, verbose_name="变更后的完成期限")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "待省级审核"),
                            ("province-agreed", "待教育部批准"),
                            ("approved", "已批准"),
                            ("refused", "不予批准"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="requested",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("project", "number"), name="change_number_once")],
            },
        ),
        migrations.CreateModel(
            name="Disbursement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disbursements", to="projects.project"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="批次")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="计划拨付日")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="拨款文号")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="拨付日期")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="到账日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "计划"),
                            ("requested", "已申请拨付"),
                            ("paid", "已拨付"),
                            ("received", "已到账"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="disbursement_number_once"),
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="disbursement_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="projects.revision"
                    ),
                ),
                ("measure", models.CharField(max_length=60, verbose_name="指标")),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name="数值")),
                ("as_of", models.DateField(null=True, verbose_name="统计至")),
                ("formula_version", models.CharField(blank=True, max_length=80, verbose_name="公式版本")),
                ("taken_at", models.DateTimeField(verbose_name="取数时间")),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="monitoring.indicatorresult",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("revision", "measure"), name="evidence_once")],
            },
        ),
        migrations.CreateModel(
            name="PerformanceReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performance_reviews",
                        to="projects.project",
                    ),
                ),
                ("period", models.CharField(max_length=40, verbose_name="评价期")),
                ("criteria", models.JSONField(default=list)),
                ("figures", models.JSONField(default=list)),
                ("self_review", models.TextField(blank=True, verbose_name="自评说明")),
                ("self_points", models.JSONField(default=dict)),
                ("self_reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("points", models.JSONField(default=dict)),
                ("opinion", models.TextField(blank=True, verbose_name="评价意见")),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="得分"),
                ),
                ("evaluated_at", models.DateTimeField(blank=True, null=True)),
                (
                    "evaluated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待自评"),
                            ("self-reviewed", "待评价"),
                            ("evaluated", "已评价"),
                            ("returned", "退回修改"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("project", "period"), name="performance_review_once")],
            },
        ),
        migrations.CreateModel(
            name="PrintedCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="printed_copies",
                        to="projects.revision",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("pdf", "PDF 打印件"), ("docx", "Word 文档")], max_length=10, verbose_name="格式"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "排队生成"),
                            ("making", "正在生成"),
                            ("ready", "已生成"),
                            ("failed", "没有生成"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="进度")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("seconds", models.FloatField(blank=True, null=True, verbose_name="用时（秒）")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("revision", "form"), name="printed_copy_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("file__isnull", False), _connector="OR"
                        ),
                        name="ready_copy_has_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuarterReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarter_reports",
                        to="projects.project",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="填报期限")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unfilled", "未填报"),
                            ("filled", "已填报"),
                            ("finance-passed", "财务通过"),
                            ("lead-passed", "项目负责人通过"),
                            ("province-seen", "省级已阅"),
                            ("ministry-passed", "教育部通过"),
                            ("returned", "退回修改"),
                        ],
                        default="unfilled",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("filled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-year", "-quarter"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "year", "quarter"), name="quarter_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)), name="quarter_one_to_four"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="projects.decision"
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="文号")),
                ("addressee", models.CharField(max_length=160, verbose_name="致")),
                ("paragraphs", models.JSONField(default=list)),
                ("signed", models.CharField(max_length=160, verbose_name="落款")),
                ("issued_on", models.DateField(verbose_name="日期")),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reconsideration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconsiderations",
                        to="projects.application",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconsiderations",
                        to="projects.decision",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("recusal", "应当回避的人参加了评议或决定"),
                            ("material", "评议的不是提交的材料"),
                            ("step", "缺少规定的环节或人数不足"),
                            ("calculation", "计分或汇总有误"),
                        ],
                        max_length=20,
                        verbose_name="理由类别",
                    ),
                ),
                ("text", models.TextField(verbose_name="事实与依据")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "待办理"),
                            ("proposed", "拟同意，待第二人签署"),
                            ("granted", "同意，重新决定"),
                            ("refused", "不同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="filed",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["filed", "proposed"])),
                        fields=("application",),
                        name="reconsideration_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reconsideration_two_officers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="projects.sectiondraft"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("content", models.JSONField(default=dict)),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="开始填写")),
                ("edited_at", models.DateTimeField(verbose_name="最后保存")),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("draft", "version"), name="section_version_once")],
            },
        ),
        migrations.CreateModel(
            name="TaskBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="task_books", to="projects.project"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("summary", models.TextField(verbose_name="建设目标与内容")),
                (
                    "change",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_book",
                        to="projects.changerequest",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "编制中"),
                            ("submitted", "待省级审核"),
                            ("province-agreed", "待教育部确认"),
                            ("effective", "生效"),
                            ("returned", "退回修改"),
                            ("superseded", "已被取代"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "version"), name="task_book_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "effective")), fields=("project",), name="one_effective_task_book"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptanceMaterial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "acceptance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="projects.acceptance"
                    ),
                ),
                ("slot", models.CharField(max_length=60)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.storedfile"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
            ],
            options={
                "ordering": ["slot", "id"],
                "constraints": [models.UniqueConstraint(fields=("acceptance", "slot", "file"), name="material_once")],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "acceptance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectification",
                        to="projects.acceptance",
                    ),
                ),
                ("requirements", models.TextField(verbose_name="整改要求")),
                ("due_on", models.DateField(verbose_name="整改期限")),
                ("plan", models.TextField(blank=True, verbose_name="整改方案")),
                ("planned_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.TextField(blank=True, verbose_name="整改报告")),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "整改中"), ("done", "整改完成")],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AdjustmentWorkbook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workbooks",
                        to="projects.budgetadjustment",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("total", "项目总预算"), ("year-1", "第一年度预算"), ("year-2", "第二年度预算")],
                        max_length=20,
                        verbose_name="范围",
                    ),
                ),
                (
                    "workbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("adjustment", "scope"), name="adjustment_workbook_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="projects.budgetadjustment"
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "编制中"),
                            ("submitted", "待财务审核"),
                            ("finance-passed", "待项目负责人审核"),
                            ("lead-passed", "待教育部批准"),
                            ("approved", "已批准，生效"),
                            ("returned", "退回修改"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("capacity", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="QuarterAmount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="amounts", to="projects.quarterreport"
                    ),
                ),
                ("direction", models.CharField(choices=[("received", "到账"), ("spent", "支出")], max_length=20)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ministry", "部本专项资金"),
                            ("local", "举办方或地方财政投入资金"),
                            ("enterprise", "行业企业支持资金"),
                            ("school", "相关院校自筹资金"),
                        ],
                        max_length=20,
                    ),
                ),
                ("line_code", models.CharField(blank=True, max_length=40)),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "direction", "source", "line_code"), name="quarter_amount_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gte", 0)), name="quarter_amount_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="projects.quarterreport"
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("unfilled", "未填报"),
                            ("filled", "已填报"),
                            ("finance-passed", "财务通过"),
                            ("lead-passed", "项目负责人通过"),
                            ("province-seen", "省级已阅"),
                            ("ministry-passed", "教育部通过"),
                            ("returned", "退回修改"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="意见")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("capacity", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="TaskBookSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task_book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="projects.taskbook"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "task_book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="projects.taskbook"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="任务")),
                ("indicator_code", models.CharField(blank=True, max_length=60, verbose_name="对应指标")),
                ("target", models.CharField(max_length=120, verbose_name="目标值")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("deliverable", models.CharField(max_length=300, verbose_name="交付成果")),
                (
                    "weight",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="权重（%）"
                    ),
                ),
                ("need", models.CharField(blank=True, max_length=120, verbose_name="对应需求")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="承担单位",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("evidence", models.TextField(blank=True, verbose_name="完成说明")),
                (
                    "evidence_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "未开始"),
                            ("doing", "进行中"),
                            ("done", "已完成"),
                            ("verified", "已核实"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.AddField(
            model_name="extension",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="projects.application",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="exempt_basis",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exempted",
                to="projects.poolentry",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("application__isnull", True), ("province__isnull", True), ("scope", "all")),
                    models.Q(("application__isnull", True), ("province__isnull", False), ("scope", "province")),
                    models.Q(("application__isnull", False), ("province__isnull", True), ("scope", "application")),
                    _connector="OR",
                ),
                name="extension_names_its_scope",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["cycle", "kind", "state"], name="projects_ap_cycle_i_08975b_idx"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("cycle", "library", "kind"),
                name="application_once",
            ),
        ),
    ]
