import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpecialtyCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("secondary", "中职"), ("junior-college", "高职专科"), ("bachelor", "职业本科")],
                        max_length=20,
                        verbose_name="层次",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="LoadedList",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="SpecialtyImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file_sha256", models.CharField(max_length=64)),
                ("rows", models.JSONField()),
                ("letters", models.JSONField(default=dict)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SpecialtyClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="catalogue.specialtycategory",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Specialty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="专业代码")),
                ("name", models.CharField(max_length=60, verbose_name="专业名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("secondary", "中职"), ("junior-college", "高职专科"), ("bachelor", "职业本科")],
                        max_length=20,
                        verbose_name="层次",
                    ),
                ),
                (
                    "specialty_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="specialties",
                        to="catalogue.specialtyclass",
                    ),
                ),
                ("added_in", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="增补年份")),
                ("is_current", models.BooleanField(default=True, verbose_name="在现行目录中")),
                ("search_text", models.CharField(editable=False, max_length=300)),
            ],
            options={
                "ordering": ["code"],
                "indexes": [models.Index(fields=["level", "code"], name="catalogue_s_level_c50598_idx")],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="证书名称")),
                ("batch", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="批次")),
                ("issuing_body", models.CharField(blank=True, max_length=120, verbose_name="培训评价组织")),
                ("levels", models.CharField(blank=True, max_length=60, verbose_name="等级")),
                ("search_text", models.CharField(editable=False, max_length=300)),
                ("specialties", models.ManyToManyField(related_name="credentials", to="catalogue.specialty")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SpecialtyProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "specialty",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="profile", to="catalogue.specialty"
                    ),
                ),
                ("duration", models.CharField(blank=True, max_length=60, verbose_name="修业年限")),
                ("career_scope", models.TextField(blank=True, verbose_name="职业面向")),
                ("training_goal", models.TextField(blank=True, verbose_name="培养目标定位")),
                ("abilities", models.TextField(blank=True, verbose_name="主要专业能力要求")),
                ("basic_courses", models.TextField(blank=True, verbose_name="专业基础课程")),
                ("core_courses", models.TextField(blank=True, verbose_name="专业核心课程")),
                ("practice", models.TextField(blank=True, verbose_name="实习实训")),
                ("qualification_certificates", models.TextField(blank=True, verbose_name="职业资格证书")),
                ("skill_level_certificates", models.TextField(blank=True, verbose_name="职业技能等级证书")),
            ],
        ),
        migrations.CreateModel(
            name="SpecialtyCourse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "specialty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="courses", to="catalogue.specialty"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("basic", "专业基础课程"), ("core", "专业核心课程")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("name", models.CharField(max_length=80, verbose_name="课程名称")),
            ],
            options={
                "ordering": ["specialty", "kind", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("specialty", "kind", "position"), name="specialty_course_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialtyOccupation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "specialty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occupations",
                        to="catalogue.specialty",
                    ),
                ),
                ("occupation_code", models.CharField(max_length=16, verbose_name="职业代码")),
                ("occupation", models.CharField(max_length=80, verbose_name="职业")),
            ],
            options={
                "ordering": ["specialty", "occupation_code"],
                "constraints": [
                    models.UniqueConstraint(fields=("specialty", "occupation_code"), name="specialty_occupation_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TeachingStandard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "specialty",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="teaching_standard",
                        to="catalogue.specialty",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("url", models.URLField(max_length=300, verbose_name="地址")),
            ],
        ),
    ]
