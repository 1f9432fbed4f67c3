from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zyk.accounts.enums import Role
from zyk.common.models import Identified
from zyk.records.enums import Fill, RelatedKind
from zyk.records.fields import CompactUuidField, SequenceField
from zyk.records.iris import identifier_of_person
from zyk.records.models.dictionary import KnownActivity, KnownAgent, KnownVerb, digest_of

if TYPE_CHECKING:
    from zyk.accounts.actor import Actor


class RecordStore(Identified):
    """The store itself: one row, locked while statements are added, so that they are numbered in the order kept."""

    VERBS = {"read_records": _("查阅他人学习记录"), "seal_segment": _("封存学习记录")}

    last_sequence = models.BigIntegerField(default=0)
    last_stored_us = models.BigIntegerField(default=0)  # microseconds since 1970
    released_sequence = models.BigIntegerField(default=0)  # up to here statements are in segments only
    base = models.CharField(max_length=300, blank=True)  # the site's address in identifiers, kept from the first use

    class Meta:
        verbose_name = _("学习记录库")

    def __str__(self) -> str:
        return "学习记录库"


def _key(to: type[models.Model], **options: Any) -> models.ForeignKey:
    """A dictionary key. The writer numbers the dictionaries itself, in the same transaction, so the database
    is not asked again at each insert; `zyk check` looks instead."""
    return models.ForeignKey(
        to, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+", **options
    )


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, actor: "Actor") -> "StatementQuerySet":
        """The operator and the ministry see all; everyone else what is said of himself."""
        if actor.is_any(Role.OPERATOR, Role.MINISTRY_OFFICER):
            return self.all()
        if actor.user is None:
            return self.none()
        return self.filter(actor__digest=digest_of(identifier_of_person(actor.user.uuid)))


class Statement(models.Model):
    """One xAPI statement: the bytes as they came, and what is asked of them often as columns.

    Rows are only ever added; of a row only `voided` changes. Every index slows the writer: the ones below
    are those the statements resource and the library's page need."""

    sequence = SequenceField(primary_key=True)
    uuid = CompactUuidField(unique=True)
    stored = models.DateTimeField(_("收到时间"))
    timestamp = models.DateTimeField(_("发生时间"))
    authority = _key(KnownAgent)
    actor = _key(KnownAgent)
    verb = _key(KnownVerb)
    activity = _key(KnownActivity, null=True)
    registration = CompactUuidField(null=True)
    library = _key(KnownActivity, null=True)
    course = _key(KnownActivity, null=True)
    success = models.BooleanField(_("成功"), null=True)
    completion = models.BooleanField(_("完成"), null=True)
    score_scaled = models.FloatField(_("得分率"), null=True)
    duration_seconds = models.FloatField(_("时长（秒）"), null=True)
    user_kind = models.CharField(_("用户类型"), max_length=20, blank=True)
    organisation_code = models.CharField(_("单位代码"), max_length=40, blank=True)
    voided = models.BooleanField(_("已作废"), default=False)
    fills = models.SmallIntegerField(default=Fill.NOTHING)
    original = models.BinaryField()

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("学习记录")
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["sequence"], name="statement_voided", condition=Q(voided=True)),
            models.Index(fields=["actor", "sequence"], name="statement_actor"),
            models.Index(fields=["verb", "sequence"], name="statement_verb"),
            models.Index(fields=["activity", "sequence"], name="statement_activity"),
            models.Index(
                fields=["registration", "sequence"],
                name="statement_registration",
                condition=Q(registration__isnull=False),
            ),
            models.Index(fields=["library", "sequence"], name="statement_library", condition=Q(library__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Related(models.Model):
    """An agent or activity named elsewhere in a statement than in its own columns."""

    kind = models.SmallIntegerField(choices=RelatedKind.choices)
    key = models.BigIntegerField()
    statement = models.ForeignKey(
        Statement, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="related"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "statement"], name="related_once")]
        indexes = [models.Index(fields=["statement"], name="related_statement")]


class Voiding(models.Model):
    """Which statement a source has voided: also one that has not arrived yet."""

    target = CompactUuidField()
    authority = _key(KnownAgent)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "authority"], name="voiding_once")]
