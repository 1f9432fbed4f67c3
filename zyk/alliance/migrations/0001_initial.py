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
            name="Alliance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("purpose", models.TextField(blank=True, verbose_name="宗旨")),
                ("founded_on", models.DateField(verbose_name="成立日期")),
            ],
            options={
                "verbose_name": "共建共享联盟",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="AllianceMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="alliance.alliance"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alliance_memberships",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lead-host", "第一主持单位"),
                            ("co-host", "联合主持单位"),
                            ("participant", "参建单位"),
                        ],
                        max_length=20,
                        verbose_name="身份",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "已邀请"),
                            ("joined", "已加入"),
                            ("declined", "已谢绝"),
                            ("left", "已退出"),
                        ],
                        default="invited",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("contribution", models.TextField(blank=True, verbose_name="承担内容")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="加入日期")),
            ],
            options={
                "verbose_name": "联盟成员",
                "ordering": ["kind", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("alliance", "organisation"), name="alliance_member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "lead-host")), fields=("alliance",), name="alliance_one_lead_host"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="alliance.alliance"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("terms", models.TextField(verbose_name="主要条款")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="media.storedfile",
                        verbose_name="协议文件",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="生效日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="到期日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("in-force", "生效"), ("ended", "已终止")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "共建共享协议",
                "ordering": ["-starts_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="CooperationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperation_requests",
                        to="alliance.alliance",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperation_requests",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("join", "申请加入"), ("offer", "提供资源"), ("ask", "需要资源")],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="说明")),
                (
                    "asked_by",
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
                            ("open", "待答复"),
                            ("accepted", "已接受"),
                            ("declined", "已谢绝"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=600, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("alliance", "organisation", "kind"),
                        name="cooperation_asked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="alliance.agreement"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="alliance.alliancemember",
                    ),
                ),
                ("signed_by_name", models.CharField(max_length=80, verbose_name="签署人")),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agreement", "member"), name="agreement_signed_once")],
            },
        ),
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work", to="alliance.alliance"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="任务")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work",
                        to="alliance.alliancemember",
                        verbose_name="承担单位",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="完成期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "进行中"), ("done", "已完成")],
                        default="open",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
    ]
