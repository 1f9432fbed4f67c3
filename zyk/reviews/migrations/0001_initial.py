import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("candidate", "备选资源库申请"),
                            ("upgrade", "升级改进支持项目申请"),
                            ("acceptance", "验收"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("subject_uuid", models.UUIDField(db_index=True)),
                ("revision", models.PositiveIntegerField(verbose_name="修订")),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("specialty_code", models.CharField(max_length=10)),
                ("specialty_name", models.CharField(blank=True, max_length=60, verbose_name="专业")),
                (
                    "lead_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_dossiers",
                        to="accounts.organisation",
                    ),
                ),
                ("content", models.JSONField()),
                ("blind_content", models.JSONField()),
                ("hidden_names", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
                ("organisations", models.ManyToManyField(related_name="dossiers", to="accounts.organisation")),
            ],
            options={
                "ordering": ["number", "revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("subject_uuid", "revision"), name="dossier_revision_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="expert", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="experts", to="accounts.organisation"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职称")),
                ("fields", models.JSONField(default=list, verbose_name="研究领域（专业代码）")),
                ("keywords", models.JSONField(default=list, verbose_name="关键词")),
                ("is_available", models.BooleanField(default=True, verbose_name="可参加评议")),
                ("max_load", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最多承担件数")),
                ("search_text", models.CharField(blank=True, editable=False, max_length=400)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("candidate", "备选资源库申请"),
                            ("upgrade", "升级改进支持项目申请"),
                            ("acceptance", "验收"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="标题")),
                ("opens_on", models.DateField(verbose_name="公示开始")),
                ("closes_on", models.DateField(verbose_name="公示结束")),
                ("working_days", models.PositiveIntegerField(blank=True, null=True, verbose_name="工作日数")),
                (
                    "state",
                    models.CharField(
                        choices=[("scheduled", "待公示"), ("open", "公示中"), ("closed", "公示结束")],
                        default="scheduled",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="notice_dates_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="reviews.dossier"
                    ),
                ),
                ("slot", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=160)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.storedfile"
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("is_public", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="affiliations", to="reviews.expert"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=80, verbose_name="职务")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="自")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="至")),
            ],
            options={
                "ordering": ["-valid_from", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("expert", "organisation", "position"), name="affiliation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_from__lte", models.F("valid_until")),
                            _connector="OR",
                        ),
                        name="affiliation_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recusals", to="reviews.expert"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same-unit", "任职或曾任职"),
                            ("alliance", "联盟成员单位"),
                            ("cooperation", "共同承担过项目"),
                            ("same-province", "同一省份"),
                            ("supplier", "供货或经济利益"),
                            ("kinship", "亲属、师生关系"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="关系",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("same-unit", "同一单位"),
                            ("declared", "本人申明"),
                            ("reported", "他人反映"),
                            ("computed", "系统计算"),
                        ],
                        max_length=20,
                        verbose_name="来源",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("expert", "organisation"), name="recusal_once")],
            },
        ),
        migrations.CreateModel(
            name="ExpertDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("committed", "已封存种子"),
                            ("frozen", "名单已冻结"),
                            ("drawn", "已抽取"),
                            ("void", "已作废"),
                        ],
                        default="drawn",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="抽取人数")),
                ("quotas", models.JSONField(default=dict, verbose_name="名额规则")),
                ("policy", models.JSONField(default=dict, verbose_name="回避规则")),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("seed_sha256", models.CharField(max_length=64)),
                ("algorithm", models.CharField(max_length=40)),
                ("pool", models.JSONField(default=list)),
                ("pool_sha256", models.CharField(blank=True, max_length=64)),
                ("excluded", models.JSONField(default=list)),
                ("result", models.JSONField(default=list)),
                ("reserve", models.JSONField(default=list)),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("witness", models.CharField(max_length=80, verbose_name="监督人")),
                ("dossiers", models.ManyToManyField(related_name="draws", to="reviews.dossier")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="NoticeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="reviews.publicnotice"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notice_items", to="reviews.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("notice", "dossier"), name="notice_item_once")],
            },
        ),
        migrations.CreateModel(
            name="BlindFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blind", to="reviews.dossierfile"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "正在处理"), ("ready", "可阅读"), ("withheld", "不提供")],
                        default="pending",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "withheld",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("picture", "图片内容无法检查"),
                            ("scan", "有不含文字的页面，无法检查"),
                            ("embedded", "含有无法检查的图片或对象"),
                            ("format", "此格式无法处理"),
                            ("long", "页数过多"),
                            ("broken", "文件无法读取"),
                        ],
                        max_length=20,
                        verbose_name="不提供的原因",
                    ),
                ),
                ("storage_name", models.CharField(blank=True, max_length=160)),
                ("extension", models.CharField(blank=True, max_length=10)),
                ("replaced", models.PositiveIntegerField(default=0, verbose_name="隐去处数")),
                ("made_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("online", "网络评议"), ("meeting", "会议评议"), ("defence", "陈述答辩")],
                        default="online",
                        max_length=20,
                        verbose_name="形式",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "筹备中"),
                            ("scoring", "独立评分"),
                            ("discussing", "讨论"),
                            ("closed", "已结束"),
                        ],
                        default="scoring",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "draw",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel",
                        to="reviews.expertdraw",
                    ),
                ),
                ("is_blind", models.BooleanField(default=True, verbose_name="匿名评议")),
                ("criteria", models.JSONField(default=list, verbose_name="评分表")),
                ("policy", models.JSONField(default=dict, verbose_name="回避规则")),
                ("rights", models.JSONField(default=dict, verbose_name="各阶段权限")),
                (
                    "method",
                    models.CharField(
                        choices=[("raw", "原始均分"), ("trimmed", "去最高最低均分"), ("normalised", "按专家校正均分")],
                        default="raw",
                        max_length=20,
                        verbose_name="计分方法",
                    ),
                ),
                ("measures", models.JSONField(default=dict, verbose_name="计分参数")),
                ("reviews_each", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每件评议份数")),
                ("max_load", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每人最多承担件数")),
                ("answer_until", models.DateField(blank=True, null=True, verbose_name="答复截止")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="评议截止")),
                ("dossiers", models.ManyToManyField(related_name="panels", to="reviews.dossier")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="reviews.noticeitem"
                    ),
                ),
                ("grounds", models.TextField(verbose_name="异议内容与依据")),
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
                ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=80, verbose_name="姓名")),
                ("contact", models.CharField(blank=True, max_length=160, verbose_name="联系方式")),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="核查单位",
                    ),
                ),
                (
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
                ("is_late", models.BooleanField(default=False, verbose_name="公示期后提出")),
                ("finding", models.TextField(blank=True, verbose_name="核查结论")),
                ("reply", models.TextField(blank=True, verbose_name="给提出人的答复")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("concluded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "待受理"),
                            ("refused", "不予受理"),
                            ("investigating", "调查中"),
                            ("upheld-curable", "成立，可整改"),
                            ("upheld-serious", "成立，影响评议"),
                            ("unfounded", "不成立"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="filed",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="reviews.panel"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panels", to="reviews.expert"
                    ),
                ),
                ("is_chair", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("chosen", "未邀请"),
                            ("invited", "待答复"),
                            ("accepted", "已接受"),
                            ("declined", "已谢绝"),
                            ("expired", "逾期未答复"),
                            ("removed", "已移出"),
                        ],
                        default="accepted",
                        max_length=20,
                        verbose_name="邀请",
                    ),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decline_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conflict", "有利益关系，须回避"),
                            ("competence", "专业不符"),
                            ("time", "时间不允许"),
                        ],
                        max_length=20,
                        verbose_name="谢绝原因",
                    ),
                ),
                ("decline_reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="reviews.panelmember",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("panel", "expert"), name="panel_member_once")],
            },
        ),
        migrations.CreateModel(
            name="AssignmentProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="reviews.panel"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待确认"), ("confirmed", "已确认"), ("dropped", "已放弃")],
                        default="proposed",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("seed", models.CharField(max_length=64)),
                ("algorithm", models.CharField(max_length=40)),
                ("figures", models.JSONField(default=dict)),
                ("unfilled", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="reviews.panel"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="reviews.dossier"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.expert"
                    ),
                ),
                ("text", models.TextField(verbose_name="发言")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PanelOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="reviews.panel"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panel_opinions", to="reviews.dossier"
                    ),
                ),
                ("text", models.TextField(verbose_name="专家组意见")),
                ("conclusion", models.CharField(max_length=40, verbose_name="结论")),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.expert",
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("panel", "dossier"), name="opinion_once")],
            },
        ),
        migrations.CreateModel(
            name="DefenceSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="reviews.panel"
                    ),
                ),
                ("place", models.CharField(max_length=160, verbose_name="地点或会议号")),
                ("starts_at", models.DateTimeField(verbose_name="开始")),
                ("minutes_each", models.PositiveSmallIntegerField(verbose_name="每件分钟数")),
                ("seed", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="reviews.panel"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="reviews.dossier"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="reviews.expert"
                    ),
                ),
                ("criteria", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigned", "待评"),
                            ("in-progress", "评议中"),
                            ("submitted", "已提交"),
                            ("recused", "已回避"),
                        ],
                        default="assigned",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("alias_number", models.PositiveIntegerField(default=0, verbose_name="匿名件号")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="评议结束")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="首次打开")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="总分"),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[("support", "建议支持"), ("improve", "修改后支持"), ("decline", "不建议支持")],
                        max_length=20,
                        verbose_name="建议",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="给申请单位的意见")),
                ("confidential", models.TextField(blank=True, verbose_name="仅供评审组织方的意见")),
                ("recusal_reason", models.CharField(blank=True, max_length=300, verbose_name="回避理由")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["panel", "state"], name="reviews_rev_panel_i_9f64df_idx")],
                "constraints": [models.UniqueConstraint(fields=("dossier", "expert", "panel"), name="review_once")],
            },
        ),
        migrations.CreateModel(
            name="ProposedPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pairs",
                        to="reviews.assignmentproposal",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.dossier"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.expert"
                    ),
                ),
                ("grounds", models.JSONField(default=dict)),
                ("is_by_hand", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["dossier", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "dossier", "expert"), name="proposed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DefenceSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="reviews.defencesession"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="defences", to="reviews.dossier"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="出场顺序")),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "place"), name="defence_place_once"),
                    models.UniqueConstraint(fields=("session", "dossier"), name="defence_dossier_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="reviews.review"
                    ),
                ),
                ("criterion_code", models.CharField(max_length=60)),
                ("points", models.DecimalField(decimal_places=2, max_digits=6)),
                ("justification", models.CharField(blank=True, max_length=500, verbose_name="给分理由")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("review", "criterion_code"), name="score_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="reviews.review"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="修订")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("draft", "保存草稿"),
                            ("submitted", "提交"),
                            ("reopened", "退回修改"),
                            ("recused", "回避作废"),
                        ],
                        max_length=20,
                        verbose_name="缘由",
                    ),
                ),
                ("content", models.JSONField()),
                ("total", models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("review", "number"), name="review_revision_once")],
            },
        ),
    ]
