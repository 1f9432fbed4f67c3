import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("alliance", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Library",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("english_name", models.CharField(blank=True, max_length=200, verbose_name="英文名称")),
                (
                    "specialty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="libraries", to="catalogue.specialty"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sublibraries",
                        to="library.library",
                    ),
                ),
                (
                    "lead_host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_libraries",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "alliance",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="libraries",
                        to="alliance.alliance",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="简介")),
                (
                    "state",
                    models.CharField(
                        choices=[("preparing", "筹建"), ("running", "运行"), ("closed", "停运")],
                        default="preparing",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("none", "自主建设"),
                            ("applying", "申报中"),
                            ("approved", "已立项（待验收）"),
                            ("accepted", "已验收"),
                            ("exited", "已退出"),
                        ],
                        default="none",
                        max_length=20,
                        verbose_name="项目状态",
                    ),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="开通日期")),
                ("is_demonstration", models.BooleanField(default=False, verbose_name="演示")),
                ("indexed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "more_specialties",
                    models.ManyToManyField(blank=True, related_name="also_libraries", to="catalogue.specialty"),
                ),
                (
                    "co_hosts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="co_hosted_libraries",
                        to="accounts.organisation",
                        verbose_name="联合主持单位",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=40, unique=True)),
                ("sound", models.CharField(db_index=True, max_length=160)),
                ("initials", models.CharField(db_index=True, max_length=60)),
                ("head", models.CharField(db_index=True, max_length=2)),
                ("tail", models.CharField(db_index=True, max_length=2)),
                ("weight", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-weight", "text"],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="library.library"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="library_teams",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("leader", "负责人"),
                            ("editor", "建设者"),
                            ("reviewer", "审核人"),
                            ("points", "只建知识点"),
                            ("courses", "只组课程"),
                        ],
                        max_length=20,
                        verbose_name="分工",
                    ),
                ),
                ("duty", models.CharField(blank=True, max_length=200, verbose_name="负责内容")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("library", "user"), name="team_member_once")],
            },
        ),
        migrations.CreateModel(
            name="KnowledgePoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="library.library"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="library.knowledgepoint",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("knowledge", "知识点"), ("skill", "技能点")], max_length=20, verbose_name="类别"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("description", models.TextField(blank=True, verbose_name="说明")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("is_required", models.BooleanField(default=False, verbose_name="标准要求")),
                ("position", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["library", "position"], name="library_kno_library_24fc65_idx")],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="intakes", to="library.library"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("files", "文件与标引"), ("sheet", "标引表")], max_length=20, verbose_name="内容"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "正在检查"),
                            ("ready", "待确认"),
                            ("running", "正在导入"),
                            ("done", "已完成"),
                            ("failed", "无法读取"),
                            ("cancelled", "已放弃"),
                        ],
                        default="checking",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("archive", models.CharField(blank=True, max_length=200)),
                ("folder", models.CharField(blank=True, max_length=500)),
                ("sheet", models.CharField(blank=True, max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "capacity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("checked", models.PositiveIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "updated_at"], name="intake_by_state")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("library", "资源库"),
                            ("course", "课程"),
                            ("resource", "资源"),
                            ("point", "知识点/技能点"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("object_uuid", models.UUIDField()),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_entries", to="library.library"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("summary", models.CharField(blank=True, max_length=200)),
                ("specialty_code", models.CharField(max_length=10)),
                ("category_name", models.CharField(blank=True, max_length=40)),
                (
                    "media_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text", "文本类"),
                            ("image", "图形/图像类"),
                            ("animation", "动画类"),
                            ("simulation", "虚拟仿真类"),
                            ("slides", "PPT演示文稿"),
                            ("audio", "音频类"),
                            ("video", "视频类"),
                            ("web-courseware", "网页课件"),
                            ("ebook", "电子书"),
                            ("other", "其他"),
                        ],
                        max_length=30,
                        verbose_name="媒体类型",
                    ),
                ),
                (
                    "application_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("training-plan", "人才培养方案"),
                            ("specialty-standard", "专业标准"),
                            ("specialty-survey", "专业调研"),
                            ("industry-standard", "行业标准"),
                            ("industry-news", "行业信息"),
                            ("skills-competition", "技能竞赛"),
                            ("occupational-certification", "职业认证"),
                            ("masters", "名师名家"),
                            ("course-standard", "课程标准"),
                            ("teaching-calendar", "教学日历"),
                            ("syllabus", "教学大纲"),
                            ("teaching-team", "教学团队"),
                            ("teaching-design", "教学设计"),
                            ("textbook-notes", "教材讲义"),
                            ("assessment-plan", "评价方案"),
                            ("study-guide", "学习指南"),
                            ("lesson-recording", "教学录像"),
                            ("teaching-video", "教学视频"),
                            ("teaching-audio", "教学音频"),
                            ("teaching-slides", "教学课件"),
                            ("engineering-video", "工程录像"),
                            ("wall-chart", "电子挂图"),
                            ("teaching-animation", "教学动画"),
                            ("teaching-case", "教学案例"),
                            ("exercises", "习题作业"),
                            ("practice", "实验/实训/实习"),
                            ("electronic-textbook", "电子教材"),
                            ("literature", "文献资料"),
                            ("terminology", "名词术语"),
                            ("simulated-practice", "模拟实训"),
                            ("student-work", "学生作品"),
                            ("exam-paper", "试卷"),
                            ("teaching-system", "教学系统"),
                            ("faq", "常见问题解答"),
                            ("tool-software", "工具软件"),
                            ("other", "其他"),
                        ],
                        max_length=40,
                        verbose_name="应用类型",
                    ),
                ),
                (
                    "rights",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cc0", "CC0 1.0"),
                            ("cc-by", "CC BY 4.0"),
                            ("cc-by-sa", "CC BY-SA 4.0"),
                            ("cc-by-nd", "CC BY-ND 4.0"),
                            ("cc-by-nc", "CC BY-NC 4.0"),
                            ("cc-by-nc-sa", "CC BY-NC-SA 4.0"),
                            ("cc-by-nc-nd", "CC BY-NC-ND 4.0"),
                            ("alliance", "联盟内共享"),
                            ("reserved", "保留所有权利"),
                            ("custom", "另行约定"),
                        ],
                        max_length=20,
                        verbose_name="许可",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("material", "素材"), ("component", "积件")],
                        max_length=20,
                        verbose_name="层级",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年份")),
                ("points", models.TextField(blank=True)),
                ("contributor", models.CharField(blank=True, max_length=120)),
                ("is_certified", models.BooleanField(default=False)),
                ("is_published", models.BooleanField(default=False)),
                ("updated_at", models.DateTimeField()),
                ("indexed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "-updated_at"], name="library_sea_kind_444735_idx"),
                    models.Index(fields=["library", "kind", "-updated_at"], name="library_sea_library_19cc73_idx"),
                    models.Index(fields=["kind", "is_published", "media_type"], name="library_sea_kind_14b330_idx"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_uuid"), name="search_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="LibraryTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("export", "整库导出"), ("import", "整库导入")], max_length=20, verbose_name="方向"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "排队"), ("running", "正在进行"), ("done", "已完成"), ("failed", "未成功")],
                        default="asked",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "library",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="library.library",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("storage_name", models.CharField(blank=True, max_length=200)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
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
                ("moved_at", models.DateTimeField(auto_now=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("fault", models.CharField(blank=True, max_length=1000)),
                ("report", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["state", "moved_at"], name="transfer_by_state")],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="courses", to="library.library"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("standard", "标准化课程"), ("personalised", "个性化课程")],
                        default="standard",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("course", "课程"), ("micro", "微课"), ("training", "培训项目")],
                        default="course",
                        max_length=20,
                        verbose_name="层次",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("core", "专业核心课"),
                            ("foundation", "专业基础课"),
                            ("extension", "专业拓展课"),
                            ("general", "公共基础课"),
                            ("practice", "专业实训课"),
                        ],
                        default="core",
                        max_length=20,
                        verbose_name="课程类型",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("description", models.TextField(blank=True, max_length=1000, verbose_name="简介")),
                (
                    "derived_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivations",
                        to="library.course",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="own_courses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("hours", models.PositiveIntegerField(blank=True, null=True, verbose_name="学时")),
                (
                    "credit_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="学分（百分之一）"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "建设中"), ("published", "已发布"), ("withdrawn", "已撤下")],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("upstream_seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "points",
                    models.ManyToManyField(
                        blank=True,
                        related_name="courses",
                        to="library.knowledgepoint",
                        verbose_name="本课程要求的知识点/技能点",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["library", "kind", "state"], name="library_cou_library_aa326e_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "standard"), ("derived_from__isnull", False), _connector="OR"),
                        name="personalised_course_is_derived",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Prerequisite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="library.knowledgepoint"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needed_by",
                        to="library.knowledgepoint",
                    ),
                ),
            ],
            options={
                "ordering": ["before__position", "before_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("point", "before"), name="prerequisite_once"),
                    models.CheckConstraint(
                        condition=models.Q(("point", models.F("before")), _negated=True), name="prerequisite_not_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="modules", to="library.course"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="名称")),
                ("position", models.PositiveIntegerField()),
                (
                    "derived_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="derivations",
                        to="library.module",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="UpstreamBase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="upstream_base", to="library.course"
                    ),
                ),
                ("content", models.JSONField()),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resources", to="library.library"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("material", "素材"), ("component", "积件")],
                        default="material",
                        max_length=20,
                        verbose_name="层级",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("description", models.TextField(blank=True, verbose_name="说明")),
                (
                    "scope",
                    models.CharField(
                        choices=[("basic", "基本资源"), ("extended", "拓展资源")],
                        default="basic",
                        max_length=20,
                        verbose_name="范围",
                    ),
                ),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("text", "文本类"),
                            ("image", "图形/图像类"),
                            ("animation", "动画类"),
                            ("simulation", "虚拟仿真类"),
                            ("slides", "PPT演示文稿"),
                            ("audio", "音频类"),
                            ("video", "视频类"),
                            ("web-courseware", "网页课件"),
                            ("ebook", "电子书"),
                            ("other", "其他"),
                        ],
                        max_length=30,
                        verbose_name="媒体类型",
                    ),
                ),
                (
                    "application_type",
                    models.CharField(
                        choices=[
                            ("training-plan", "人才培养方案"),
                            ("specialty-standard", "专业标准"),
                            ("specialty-survey", "专业调研"),
                            ("industry-standard", "行业标准"),
                            ("industry-news", "行业信息"),
                            ("skills-competition", "技能竞赛"),
                            ("occupational-certification", "职业认证"),
                            ("masters", "名师名家"),
                            ("course-standard", "课程标准"),
                            ("teaching-calendar", "教学日历"),
                            ("syllabus", "教学大纲"),
                            ("teaching-team", "教学团队"),
                            ("teaching-design", "教学设计"),
                            ("textbook-notes", "教材讲义"),
                            ("assessment-plan", "评价方案"),
                            ("study-guide", "学习指南"),
                            ("lesson-recording", "教学录像"),
                            ("teaching-video", "教学视频"),
                            ("teaching-audio", "教学音频"),
                            ("teaching-slides", "教学课件"),
                            ("engineering-video", "工程录像"),
                            ("wall-chart", "电子挂图"),
                            ("teaching-animation", "教学动画"),
                            ("teaching-case", "教学案例"),
                            ("exercises", "习题作业"),
                            ("practice", "实验/实训/实习"),
                            ("electronic-textbook", "电子教材"),
                            ("literature", "文献资料"),
                            ("terminology", "名词术语"),
                            ("simulated-practice", "模拟实训"),
                            ("student-work", "学生作品"),
                            ("exam-paper", "试卷"),
                            ("teaching-system", "教学系统"),
                            ("faq", "常见问题解答"),
                            ("tool-software", "工具软件"),
                            ("other", "其他"),
                        ],
                        max_length=40,
                        verbose_name="应用类型",
                    ),
                ),
                ("keywords", models.CharField(blank=True, max_length=300, verbose_name="关键词")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="素材来源")),
                ("audience", models.CharField(blank=True, max_length=120, verbose_name="适用对象")),
                ("language", models.CharField(default="zh", max_length=20, verbose_name="语言")),
                ("author", models.CharField(blank=True, max_length=120, verbose_name="作者")),
                (
                    "rights",
                    models.CharField(
                        choices=[
                            ("cc0", "CC0 1.0"),
                            ("cc-by", "CC BY 4.0"),
                            ("cc-by-sa", "CC BY-SA 4.0"),
                            ("cc-by-nd", "CC BY-ND 4.0"),
                            ("cc-by-nc", "CC BY-NC 4.0"),
                            ("cc-by-nc-sa", "CC BY-NC-SA 4.0"),
                            ("cc-by-nc-nd", "CC BY-NC-ND 4.0"),
                            ("alliance", "联盟内共享"),
                            ("reserved", "保留所有权利"),
                            ("custom", "另行约定"),
                        ],
                        default="alliance",
                        max_length=20,
                        verbose_name="许可",
                    ),
                ),
                ("rights_terms", models.CharField(blank=True, max_length=300, verbose_name="许可条件")),
                ("rights_until", models.DateField(blank=True, null=True, verbose_name="授权截止")),
                (
                    "authorisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("authorisation_name", models.CharField(blank=True, max_length=200, verbose_name="授权证明")),
                (
                    "contributor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributed_resources",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="created_resources",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("in-review", "待审核"),
                            ("published", "已发布"),
                            ("withdrawn", "已撤下"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("certified_by", models.CharField(blank=True, max_length=200, verbose_name="资源认证标准")),
                ("certified_at", models.DateTimeField(blank=True, null=True, verbose_name="认证时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="首次发布")),
                (
                    "points",
                    models.ManyToManyField(
                        blank=True, related_name="resources", to="library.knowledgepoint", verbose_name="知识点/技能点"
                    ),
                ),
            ],
            options={
                "ordering": ["-updated_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ResourceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="library.resource"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
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
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("body", models.TextField(blank=True)),
                (
                    "subtitles",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.storedfile",
                    ),
                ),
                ("content_sha256", models.CharField(max_length=64)),
                ("changes", models.CharField(blank=True, max_length=300, verbose_name="本版变化")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["content_sha256"], name="library_res_content_367720_idx")],
                "constraints": [models.UniqueConstraint(fields=("resource", "number"), name="version_number_once")],
            },
        ),
        migrations.CreateModel(
            name="ComponentPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="library.resource"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="part_of", to="library.resource"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("component", "part"), name="component_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ModuleItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="library.module"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="module_items", to="library.resource"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("is_required", models.BooleanField(default=True, verbose_name="必学")),
                ("is_own", models.BooleanField(default=False, verbose_name="教师自加")),
                (
                    "derived_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="derivations",
                        to="library.moduleitem",
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [models.UniqueConstraint(fields=("module", "resource"), name="module_item_once")],
            },
        ),
        migrations.CreateModel(
            name="IntakeRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="library.intake"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("path", models.CharField(blank=True, max_length=1000)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("given", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "新建"),
                            ("change", "修改"),
                            ("same", "没有变化"),
                            ("known", "库中已有"),
                            ("faulty", "有错误"),
                        ],
                        max_length=20,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("differences", models.JSONField(default=list)),
                (
                    "resource",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="library.resource"
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["number", "id"],
                "indexes": [models.Index(fields=["intake", "outcome", "number"], name="intake_row_by_outcome")],
                "constraints": [models.UniqueConstraint(fields=("intake", "number"), name="intake_row_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="review_plan", to="library.resource"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="维护人",
                    ),
                ),
                ("due_on", models.DateField(db_index=True, verbose_name="复核日期")),
                ("every_months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="周期（月）")),
                ("reviewed_on", models.DateField(blank=True, null=True, verbose_name="上次复核")),
                ("reminded_for", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["due_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contributions", to="library.library"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "新建资源"),
                            ("updated", "更新内容"),
                            ("reviewed", "审核发布"),
                            ("returned", "审核退回"),
                            ("confirmed", "到期复核"),
                            ("certified", "通过认证"),
                            ("course-created", "新建课程"),
                            ("course-published", "发布课程"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                ("person_name", models.CharField(blank=True, max_length=80, verbose_name="人员")),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="library.resource",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="library.course",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="对象")),
                ("version", models.PositiveIntegerField(null=True, verbose_name="版本")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["library", "-at"], name="library_con_library_58bb31_idx"),
                    models.Index(fields=["unit", "-at"], name="library_con_unit_id_ee9e19_idx"),
                    models.Index(fields=["person", "-at"], name="library_con_person__d7a52f_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Viewing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="viewings", to="library.resource"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="library.course"
                    ),
                ),
                ("is_recording", models.BooleanField(default=False)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("organisation_code", models.CharField(blank=True, max_length=40)),
                ("address", models.CharField(blank=True, max_length=16)),
                ("device", models.CharField(blank=True, max_length=16)),
                ("began_at", models.DateTimeField(verbose_name="开始")),
                ("last_at", models.DateTimeField(verbose_name="最近心跳")),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("beats", models.PositiveIntegerField(default=0)),
                ("position", models.FloatField(default=0)),
                ("seconds", models.FloatField(default=0, verbose_name="时长（秒）")),
                ("watched", models.JSONField(default=list)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["user", "-last_at"], name="viewing_of_user"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)), fields=["last_at"], name="viewing_open"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="resource",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="library.resourceversion",
            ),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["library", "state", "media_type"], name="library_res_library_d302be_idx"),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["library", "-updated_at"], name="library_res_library_4e5833_idx"),
        ),
    ]
