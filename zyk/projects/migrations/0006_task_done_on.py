from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_writing_and_printing")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="done_on",
            field=models.DateField(blank=True, null=True, verbose_name="完成日期"),
        ),
    ]
