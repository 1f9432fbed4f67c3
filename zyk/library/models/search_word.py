from django.db import models


class SearchWord(models.Model):
    """A word that stands in something published: proposed while typing, and what a mistyped word is led to.

    Head and tail are the first and last two letters of its sound; a word with two slips keeps one of them, mostly."""

    text = models.CharField(max_length=40, unique=True)
    sound = models.CharField(max_length=160, db_index=True)
    initials = models.CharField(max_length=60, db_index=True)
    head = models.CharField(max_length=2, db_index=True)
    tail = models.CharField(max_length=2, db_index=True)
    weight = models.PositiveIntegerField(default=1)  # in how many places it stands

    class Meta:
        ordering = ["-weight", "text"]

    def __str__(self) -> str:
        return self.text
