"""Writing a form together: who else writes, who is at it now, and what it said before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zyk.accounts.models import User
from zyk.common.models import Identified, Timed
from zyk.projects.models.application import Application, SectionDraft


class Collaborator(Identified, Timed):
    """协作填报人: someone of the application's units, invited by name, with a right for each section.

    `rights` is section code → "view" or "edit"; a section that is not named is closed to him."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="collaborators")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    rights = models.JSONField(default=dict)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="collaborator_once")]


class SectionPresence(models.Model):
    """Who has a section open; a page that is left behind fades out by itself."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("最近在场"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "code", "user"], name="presence_once")]


class SectionVersion(models.Model):
    """What a section said at a moment. The saves of one person within a few minutes are one version."""

    draft = models.ForeignKey(SectionDraft, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField(_("版本"))
    content = models.JSONField(default=dict)
    edited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField(_("开始填写"))
    edited_at = models.DateTimeField(_("最后保存"))

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="section_version_once")]
