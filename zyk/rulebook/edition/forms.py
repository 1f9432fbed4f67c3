"""The application forms as data."""

from collections.abc import Iterator

from zyk.rulebook.edition.words import ByName, Citation, Part, Words
from zyk.rulebook.enums import FieldType, FileKindCode


class Choice(Part, frozen=True):
    code: str
    title: Words


class Column(Part, frozen=True):
    """A column of a table field. `references` names the column (`field.column`) of the same form
    whose values it repeats."""

    code: str
    title: Words
    type: FieldType
    required: bool = False
    choices: list[Choice] = []
    references: str | None = None
    help: Words | None = None


class When(Part, frozen=True):
    """A field is asked for only when the choice field `field` of the same form has one of these values."""

    field: str
    is_any_of: list[str]


class Field(Part, frozen=True):
    """One field. Lengths are in characters, None when no limit is known; for a table `min_length` counts rows.

    `measure` is the formula's name of a computed field."""

    code: str
    title: Words
    type: FieldType
    required: bool = False
    min_length: int | None = None
    max_length: int | None = None
    choices: list[Choice] = []
    columns: list[Column] = []
    measure: str | None = None
    help: Words | None = None
    when: When | None = None


class Section(Part, frozen=True):
    code: str
    title: Words
    fields: list[Field]
    source: Citation
    help: Words | None = None


class Attachment(Part, frozen=True):
    """A slot for files; `max_bytes` None means the platform's own upload limit alone applies. What is `public` may be
    opened by everybody while the material notice lasts."""

    code: str
    title: Words
    required: bool
    kinds: list[FileKindCode]
    max_bytes: int | None
    source: Citation
    help: Words | None = None
    public: bool = False


class Form(Part, frozen=True):
    title: Words
    sections: list[Section]
    attachments: list[Attachment]
    source: Citation

    def fields(self) -> Iterator[Field]:
        """All fields in the order of the form."""
        for section in self.sections:
            yield from section.fields

    def field(self, code: str) -> Field:
        """The field of that code; KeyError when the form has none. Codes are unique in a form."""
        return _by_code(list(self.fields()), code)

    def section(self, code: str) -> Section:
        return _by_code(self.sections, code)

    def attachment(self, code: str) -> Attachment:
        return _by_code(self.attachments, code)


class Forms(ByName, frozen=True):
    candidate: Form
    upgrade: Form


def _by_code(entries: list, code: str):  # type: ignore[no-untyped-def]
    for entry in entries:
        if entry.code == code:
            return entry
    raise KeyError(code)
