from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("actor_uuid", models.UUIDField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                ("capacity", models.CharField(blank=True, max_length=300)),
                ("verb", models.CharField(max_length=60)),
                ("object_type", models.CharField(max_length=80)),
                ("object_uuid", models.UUIDField()),
                ("object_label", models.CharField(max_length=300)),
                ("from_state", models.CharField(blank=True, max_length=40)),
                ("to_state", models.CharField(blank=True, max_length=40)),
                ("why", models.TextField(blank=True)),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                ("facts", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["-sequence"],
                "indexes": [
                    models.Index(
                        fields=["object_type", "object_uuid", "-sequence"], name="common_audi_object__8bebb5_idx"
                    ),
                    models.Index(fields=["actor_uuid", "-sequence"], name="common_audi_actor_u_682cb5_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("answer_url", models.CharField(blank=True, max_length=500)),
            ],
        ),
    ]
