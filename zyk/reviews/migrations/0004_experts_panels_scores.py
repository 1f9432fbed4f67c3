import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_members(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for member in apps.get_model("reviews", "PanelMember").objects.all():
        member.uuid = uuid.uuid4()
        member.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_outbox"),
        ("reviews", "0003_notices_and_objections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.CharField(blank=True, max_length=80, verbose_name="职务")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="自")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="至")),
            ],
            options={
                "ordering": ["-valid_from", "id"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="BlindFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="DefenceSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
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
            name="DefenceSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(verbose_name="出场顺序")),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="PanelOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("text", models.TextField(verbose_name="专家组意见")),
                ("conclusion", models.CharField(max_length=40, verbose_name="结论")),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ProposedPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grounds", models.JSONField(default=dict)),
                ("is_by_hand", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["dossier", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("text", models.TextField(verbose_name="发言")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReviewRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.AddField(
            model_name="dossier",
            name="hidden_names",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="expert",
            name="keywords",
            field=models.JSONField(default=list, verbose_name="关键词"),
        ),
        migrations.AddField(
            model_name="expert",
            name="max_load",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="最多承担件数"),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="committed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="dossiers",
            field=models.ManyToManyField(related_name="draws", to="reviews.dossier"),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="frozen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="policy",
            field=models.JSONField(default=dict, verbose_name="回避规则"),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="pool_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="quotas",
            field=models.JSONField(default=dict, verbose_name="名额规则"),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="reserve",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="expertdraw",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="panel",
            name="answer_until",
            field=models.DateField(blank=True, null=True, verbose_name="答复截止"),
        ),
        migrations.AddField(
            model_name="panel",
            name="criteria",
            field=models.JSONField(default=list, verbose_name="评分表"),
        ),
        migrations.AddField(
            model_name="panel",
            name="dossiers",
            field=models.ManyToManyField(related_name="panels", to="reviews.dossier"),
        ),
        migrations.AddField(
            model_name="panel",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="评议截止"),
        ),
        migrations.AddField(
            model_name="panel",
            name="is_blind",
            field=models.BooleanField(default=True, verbose_name="匿名评议"),
        ),
        migrations.AddField(
            model_name="panel",
            name="kind",
            field=models.CharField(
                choices=[("online", "网络评议"), ("meeting", "会议评议"), ("defence", "陈述答辩")],
                default="online",
                max_length=20,
                verbose_name="形式",
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="max_load",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每人最多承担件数"),
        ),
        migrations.AddField(
            model_name="panel",
            name="measures",
            field=models.JSONField(default=dict, verbose_name="计分参数"),
        ),
        migrations.AddField(
            model_name="panel",
            name="method",
            field=models.CharField(
                choices=[("raw", "原始均分"), ("trimmed", "去最高最低均分"), ("normalised", "按专家校正均分")],
                default="raw",
                max_length=20,
                verbose_name="计分方法",
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="policy",
            field=models.JSONField(default=dict, verbose_name="回避规则"),
        ),
        migrations.AddField(
            model_name="panel",
            name="reviews_each",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="每件评议份数"),
        ),
        migrations.AddField(
            model_name="panel",
            name="rights",
            field=models.JSONField(default=dict, verbose_name="各阶段权限"),
        ),
        migrations.AddField(
            model_name="panel",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="panelmember",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="decline_kind",
            field=models.CharField(
                blank=True,
                choices=[("conflict", "有利益关系，须回避"), ("competence", "专业不符"), ("time", "时间不允许")],
                max_length=20,
                verbose_name="谢绝原因",
            ),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="decline_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="说明"),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="invited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="reviews.panelmember",
            ),
        ),
        migrations.AddField(
            model_name="panelmember",
            name="state",
            field=models.CharField(
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
        migrations.AddField(
            model_name="panelmember",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.RunPython(name_members, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="panelmember",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="recusal",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="review",
            name="total",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="总分"),
        ),
        migrations.AddField(
            model_name="score",
            name="justification",
            field=models.CharField(blank=True, max_length=500, verbose_name="给分理由"),
        ),
        migrations.AlterField(
            model_name="expert",
            name="fields",
            field=models.JSONField(default=list, verbose_name="研究领域（专业代码）"),
        ),
        migrations.AlterField(
            model_name="expertdraw",
            name="drawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="expertdraw",
            name="excluded",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="expertdraw",
            name="pool",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="expertdraw",
            name="result",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="expertdraw",
            name="seed",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="recusal",
            name="source",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["panel", "state"], name="reviews_rev_panel_i_9f64df_idx"),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="affiliations", to="reviews.expert"
            ),
        ),
        migrations.AddField(
            model_name="affiliation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="assignmentproposal",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="assignmentproposal",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="reviews.panel"
            ),
        ),
        migrations.AddField(
            model_name="blindfile",
            name="source",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="blind", to="reviews.dossierfile"
            ),
        ),
        migrations.AddField(
            model_name="defencesession",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="reviews.panel"
            ),
        ),
        migrations.AddField(
            model_name="defenceslot",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="defences", to="reviews.dossier"
            ),
        ),
        migrations.AddField(
            model_name="defenceslot",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="reviews.defencesession"
            ),
        ),
        migrations.AddField(
            model_name="panelopinion",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="panel_opinions", to="reviews.dossier"
            ),
        ),
        migrations.AddField(
            model_name="panelopinion",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="reviews.panel"
            ),
        ),
        migrations.AddField(
            model_name="panelopinion",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.expert",
            ),
        ),
        migrations.AddField(
            model_name="proposedpair",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.dossier"
            ),
        ),
        migrations.AddField(
            model_name="proposedpair",
            name="expert",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.expert"),
        ),
        migrations.AddField(
            model_name="proposedpair",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pairs", to="reviews.assignmentproposal"
            ),
        ),
        migrations.AddField(
            model_name="reviewpost",
            name="author",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.expert"),
        ),
        migrations.AddField(
            model_name="reviewpost",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="reviews.dossier"
            ),
        ),
        migrations.AddField(
            model_name="reviewpost",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="reviews.panel"
            ),
        ),
        migrations.AddField(
            model_name="reviewrevision",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="reviews.review"
            ),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.UniqueConstraint(fields=("expert", "organisation", "position"), name="affiliation_once"),
        ),
        migrations.AddConstraint(
            model_name="affiliation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_from__lte", models.F("valid_until")),
                    _connector="OR",
                ),
                name="affiliation_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="defenceslot",
            constraint=models.UniqueConstraint(fields=("session", "place"), name="defence_place_once"),
        ),
        migrations.AddConstraint(
            model_name="defenceslot",
            constraint=models.UniqueConstraint(fields=("session", "dossier"), name="defence_dossier_once"),
        ),
        migrations.AddConstraint(
            model_name="panelopinion",
            constraint=models.UniqueConstraint(fields=("panel", "dossier"), name="opinion_once"),
        ),
        migrations.AddConstraint(
            model_name="proposedpair",
            constraint=models.UniqueConstraint(fields=("proposal", "dossier", "expert"), name="proposed_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewrevision",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="review_revision_once"),
        ),
    ]
