from django.db import models


class Submission(models.Model):
    """One sent form. Its key is made with the form, so the second click finds the first one's answer."""

    key = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    answer_url = models.CharField(max_length=500, blank=True)
