import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("learning", "0001_initial"),
        ("library", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=120, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("may_go_negative", models.BooleanField(default=False)),
                (
                    "owner",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_account",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CreditTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("idempotency_key", models.CharField(max_length=200, unique=True)),
                ("at", models.DateTimeField()),
                ("description", models.CharField(max_length=300)),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="creditbank.credittransfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConversionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("course", "课程学习成果"),
                            ("credential", "1+X 职业技能等级证书"),
                            ("non-formal", "非学历教育成果"),
                            ("informal", "无一定形式学习成果"),
                        ],
                        max_length=20,
                        verbose_name="来源成果类型",
                    ),
                ),
                (
                    "source_course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="library.course",
                    ),
                ),
                (
                    "source_credential",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.credential",
                    ),
                ),
                (
                    "source_level",
                    models.CharField(
                        blank=True,
                        choices=[("junior", "初级"), ("intermediate", "中级"), ("senior", "高级")],
                        max_length=20,
                        verbose_name="证书等级",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversion_rules",
                        to="accounts.organisation",
                    ),
                ),
                ("target_course", models.CharField(max_length=160, verbose_name="转换后课程")),
                ("target_credit_hundredths", models.PositiveIntegerField(verbose_name="转换后学分（百分之一）")),
                ("source_credit_hundredths", models.PositiveIntegerField(verbose_name="使用的成果学分（百分之一）")),
                ("minimum_percent", models.PositiveIntegerField(blank=True, null=True, verbose_name="最低成绩（%）")),
                ("condition", models.TextField(blank=True, verbose_name="适用条件")),
                ("expert_opinion", models.TextField(blank=True, verbose_name="专家意见")),
                ("effective_on", models.DateField(verbose_name="生效日期")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("published", "已公布"), ("retired", "已停用")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("target_credit_hundredths__gt", 0), ("source_credit_hundredths__gt", 0)),
                        name="conversion_credits_positive",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="creditbank.creditaccount",
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="creditbank.credittransfer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("course", "课程学习成果"),
                            ("credential", "1+X 职业技能等级证书"),
                            ("non-formal", "非学历教育成果"),
                            ("informal", "无一定形式学习成果"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "awarding_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="颁发单位",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="learning.enrolment",
                    ),
                ),
                (
                    "credential",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.credential",
                    ),
                ),
                (
                    "credential_level",
                    models.CharField(
                        blank=True,
                        choices=[("junior", "初级"), ("intermediate", "中级"), ("senior", "高级")],
                        max_length=20,
                        verbose_name="等级",
                    ),
                ),
                ("credential_number", models.CharField(blank=True, max_length=80, verbose_name="证书编号")),
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
                ("achieved_on", models.DateField(verbose_name="取得日期")),
                ("hours", models.PositiveIntegerField(blank=True, null=True, verbose_name="学时")),
                ("percent", models.PositiveIntegerField(blank=True, null=True, verbose_name="成绩（%）")),
                (
                    "credit_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="学分（百分之一）"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("claimed", "待认定"), ("recognised", "已认定"), ("refused", "不予认定")],
                        default="claimed",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "transfer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creditbank.credittransfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-achieved_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("credential__isnull", False),
                            models.Q(("credential_number", ""), _negated=True),
                            models.Q(("state", "refused"), _negated=True),
                        ),
                        fields=("credential", "credential_level", "credential_number"),
                        name="credential_claimed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conversions", to="creditbank.outcome"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="creditbank.conversionrule",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "已申请"), ("converted", "已转换"), ("refused", "不予转换")],
                        default="requested",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "transfer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="creditbank.credittransfer",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("outcome", "rule"),
                        name="conversion_once",
                    )
                ],
            },
        ),
    ]
