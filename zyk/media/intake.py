"""A form field for files, which come with the form or were uploaded before it, in pieces.

Without scripts it is a plain file input. With them each chosen file goes up by itself (static/media/resumable.js),
and the form carries only the uploads' numbers, so that sending it takes no time and loses no file."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.media.actions import finish_upload, store_file
from zyk.media.content.refusals import refused
from zyk.media.enums import FileKind
from zyk.media.models import StoredFile, Upload

SUFFIX = "-uploaded"


@dataclass(frozen=True)
class Given:
    """One file somebody gave, under his name for it."""

    name: str
    source: UploadedFile | Upload

    def stored(self, actor: Actor, kinds: Collection[FileKind] | None = None) -> StoredFile:
        """Keep it; raises ValidationError like `store_file`. Call this before a long transaction begins."""
        if isinstance(self.source, UploadedFile):
            return store_file(self.source, name=self.name, actor=actor, kinds=kinds)
        stored_file = finish_upload(self.source, actor=actor)
        if kinds is not None and stored_file.kind not in kinds:
            raise refused(_("这里不收这一类文件，请换一个。"), "kind")
        return stored_file


class IntakeInput(forms.ClearableFileInput):
    """`many` files or one; remembers what had come when the form is shown again."""

    template_name = "media/intake.html"
    allow_multiple_selected = True

    def __init__(self, *, many: bool) -> None:
        super().__init__(attrs={"multiple": True} if many else {})
        self.many = many
        self.actor: Actor | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile | Upload]:
        given = files.getlist(name) if isinstance(files, MultiValueDict) else []
        numbers = data.getlist(name + SUFFIX) if isinstance(data, MultiValueDict) else []
        return [*given, *self._uploads(numbers)] if self.many else [*given, *self._uploads(numbers)][-1:]

    def _uploads(self, numbers: list[str]) -> list[Upload]:
        if self.actor is None:
            return []
        rows = Upload.objects.visible_to(self.actor).filter(uuid__in=_uuids(numbers), refusal="")
        return list(rows.select_related("stored_file").order_by("id"))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and name + SUFFIX not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        come = [each for each in value or [] if isinstance(each, Upload)]
        waiting = Upload.objects.none()
        if self.actor is not None:
            waiting = Upload.objects.visible_to(self.actor).unfinished(timezone.now())
            waiting = waiting.exclude(pk__in=[each.pk for each in come])
        context["widget"] |= {"come": come, "waiting": waiting[:10], "many": self.many, "suffix": SUFFIX}
        return context


def _uuids(numbers: list[str]) -> list[UUID]:
    found = []
    for number in numbers[:500]:
        try:
            found.append(UUID(number))
        except ValueError:
            continue
    return found


class IntakeField(forms.Field):
    """Cleans to a list of `Given`. The form must say who fills it in: `self.fields[…].of(actor)`."""

    def __init__(self, *, many: bool = False, **more: Any) -> None:
        super().__init__(widget=IntakeInput(many=many), **more)

    def of(self, actor: Actor) -> None:
        self.widget.actor = actor

    def clean(self, value: list[UploadedFile | Upload]) -> list[Given]:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return [Given(str(each.name or "file"), each) for each in value]

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)
