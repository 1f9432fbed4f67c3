import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=150, unique=True, verbose_name="用户名")),
                ("name", models.CharField(max_length=80, verbose_name="姓名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="手机")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("student", "在校生"),
                            ("teacher", "教师"),
                            ("employee", "企业员工"),
                            ("public", "社会学习者"),
                        ],
                        max_length=20,
                        verbose_name="用户类型",
                    ),
                ),
                ("is_real_name", models.BooleanField(default=False, verbose_name="实名")),
                ("is_active", models.BooleanField(default=True, verbose_name="可登录")),
                ("has_one_time_password", models.BooleanField(default=False, verbose_name="须先修改一次性密码")),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="演示人员")),
                ("language", models.CharField(default="zh-hans", max_length=10, verbose_name="语言")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("username"), name="username_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                ("in_programme", models.BooleanField(default=True, verbose_name="属于本项目范围")),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "教育部"),
                            ("province", "省级教育行政部门"),
                            ("school", "院校"),
                            ("enterprise", "企业"),
                            ("association", "行业协会"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="名称")),
                ("english_name", models.CharField(blank=True, max_length=200, verbose_name="英文名称")),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.province",
                        verbose_name="省份",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="城市")),
                ("level", models.CharField(blank=True, max_length=20, verbose_name="办学层次")),
                ("owner", models.CharField(blank=True, max_length=80, verbose_name="主管部门")),
                ("ownership", models.CharField(blank=True, max_length=20, verbose_name="办学性质")),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="演示单位")),
                ("search_text", models.CharField(blank=True, editable=False, max_length=400)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [models.Index(fields=["kind", "province"], name="accounts_or_kind_a2f6f2_idx")],
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="主题")),
                ("body", models.TextField(max_length=4000, verbose_name="正文")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "待发"),
                            ("held", "暂缓"),
                            ("sending", "正在发送"),
                            ("sent", "已发出"),
                            ("failed", "发送失败"),
                            ("dropped", "不再发送"),
                        ],
                        default="queued",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已尝试次数")),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="最近一次错误")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发出时间")),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "next_try_at"], name="accounts_ma_state_8a85c5_idx")],
            },
        ),
        migrations.CreateModel(
            name="OutboxHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("held_at", models.DateTimeField()),
                ("why", models.CharField(max_length=200, verbose_name="原因")),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_on", True)), fields=("is_on",), name="one_outbox_hold_on"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
                ("english_text", models.CharField(max_length=400)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["recipient", "read_at"], name="accounts_no_recipie_82f910_idx")],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("path", models.CharField(max_length=200)),
                ("query", models.CharField(max_length=500)),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="saved_filter_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ministry-officer", "教育部经办人"),
                            ("review-secretary", "评审秘书"),
                            ("province-officer", "省级经办人"),
                            ("host-editor", "填报人"),
                            ("project-lead", "项目负责人"),
                            ("finance-head", "财务部门负责人"),
                            ("seal-keeper", "单位盖章人"),
                            ("unit-administrator", "单位管理员"),
                            ("expert", "专家"),
                            ("teacher", "教师"),
                            ("student", "学生"),
                            ("employee", "企业员工"),
                            ("public-learner", "社会学习者"),
                            ("operator", "平台运维"),
                        ],
                        max_length=30,
                        verbose_name="角色",
                    ),
                ),
                ("scope", models.CharField(blank=True, max_length=80, verbose_name="范围")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="自")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="至")),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["organisation", "role"], name="accounts_me_organis_af5eb0_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organisation", "role", "scope"), name="membership_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.organisation"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file_sha256", models.CharField(max_length=64)),
                ("rows", models.JSONField(default=list)),
                ("letters", models.JSONField(default=dict)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("passwords_given_at", models.DateTimeField(blank=True, null=True)),
                ("people", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to="accounts.membership",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="自")),
                ("valid_until", models.DateField(verbose_name="至")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-valid_from", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                        name="delegation_ends_after_start",
                    )
                ],
            },
        ),
    ]
