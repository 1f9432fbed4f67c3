from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """What a credential may do."""

    WRITE = "write", _("写入记录")
    READ_MINE = "read_mine", _("读取自己写入的记录")
    READ = "read", _("读取全部记录")


class RelatedKind(IntegerChoices):
    """Why a statement is found by an agent or activity that is not its actor, object, library or course."""

    AGENT = 1  # the object, or a member of the group that acted
    CONTEXT_AGENT = 2  # instructor, team, and whoever is named in a sub-statement
    CONTEXT_ACTIVITY = 3  # category, other, further parents and groupings, the object of a sub-statement


class Fill(IntegerChoices):
    """What the store adds to the original bytes when it hands a statement out; the values are added up."""

    NOTHING = 0
    ID = 1
    TIMESTAMP = 2
    VERSION = 4
    REPLACE = 8  # the sender wrote `stored` or `authority` himself; both are the store's to say
