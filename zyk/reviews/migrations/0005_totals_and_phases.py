from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zyk.reviews.enums import PHASE_RIGHTS
from zyk.reviews.rules.scoring import total_of


def write_what_was_implied(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The total that the scores of a submitted review give; score sheet, dossiers and rights of a panel."""
    score, review = apps.get_model("reviews", "Score"), apps.get_model("reviews", "Review")
    for each in review.objects.filter(state="submitted"):
        scores = dict(score.objects.filter(review=each).values_list("criterion_code", "points"))
        if each.criteria and all(one["code"] in scores for one in each.criteria):
            review.objects.filter(pk=each.pk).update(total=total_of(each.criteria, scores))
    for panel in apps.get_model("reviews", "Panel").objects.all():
        held = review.objects.filter(panel=panel)
        panel.dossiers.set(set(held.values_list("dossier", flat=True)))
        first = held.first()
        panel.criteria = first.criteria if first else []
        panel.rights = PHASE_RIGHTS
        panel.save(update_fields=["criteria", "rights"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_experts_panels_scores")]

    operations = [migrations.RunPython(write_what_was_implied, migrations.RunPython.noop)]
