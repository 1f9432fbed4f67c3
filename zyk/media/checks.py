"""Technical parameters: what a rulebook edition wants of a file, beside what was found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from zyk.common.templatetags.zyk import said
from zyk.media.enums import FileKind
from zyk.media.formats import BY_EXTENSION
from zyk.media.models import StoredFile
from zyk.media.queries import clock


class TechnicalParameter(Protocol):
    """A line of an edition's `media_parameters`."""

    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def measure(self) -> str: ...
    @property
    def comparison(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def threshold(self) -> float | None: ...
    @property
    def allowed(self) -> list[str]: ...


@dataclass(frozen=True)
class Finding:
    """One line of the report, in the reader's language. `passed` is None where nothing is set or nothing could be
    measured: such a line is not judged. `level` is the rulebook's own (`refuse` or `advise`)."""

    parameter: str
    found: str
    wanted: str
    passed: bool | None
    level: str


def technical_report(stored_file: StoredFile, parameters: Iterable[TechnicalParameter]) -> list[Finding]:
    """Compare a file with those `parameters` that concern its kind, in their order."""
    return [_finding(stored_file, parameter) for parameter in parameters if _concerns(parameter, stored_file)]


def _concerns(parameter: TechnicalParameter, stored_file: StoredFile) -> bool:
    """The notice's 文本类 are plain texts, Word and PDF documents alike."""
    kinds = _TEXTS if parameter.kind == FileKind.TEXT else {parameter.kind}
    return parameter.kind == "any" or stored_file.kind in kinds


def _finding(stored_file: StoredFile, parameter: TechnicalParameter) -> Finding:
    measure = MEASURES.get(parameter.measure, _UNMEASURED)
    found = measure.read(stored_file)
    is_set = bool(parameter.allowed) if parameter.comparison in _BY_LIST else parameter.threshold is not None
    return Finding(
        parameter=said(parameter.title),
        found=_("未能测得，须人工查看") if found is None else measure.said(found),
        wanted=_wanted(measure, parameter) if is_set else _("未设定"),
        passed=_holds(found, parameter) if is_set and found is not None else None,
        level=parameter.level,
    )


def _wanted(measure: "Measure", parameter: TechnicalParameter) -> str:
    if parameter.comparison in _BY_LIST:
        listed = " / ".join(measure.said(value) for value in parameter.allowed)
        return listed if parameter.comparison == "one_of" else _("不是 %(listed)s") % {"listed": listed}
    return f"{'≥' if parameter.comparison == 'min' else '≤'} {measure.said(parameter.threshold)}"


def _holds(found: Any, parameter: TechnicalParameter) -> bool:
    if parameter.comparison in _BY_LIST:
        is_listed = str(found).lower() in {value.lower() for value in parameter.allowed}
        return is_listed == (parameter.comparison == "one_of")
    threshold = parameter.threshold or 0
    return bool(found >= threshold if parameter.comparison == "min" else found <= threshold)


@dataclass(frozen=True)
class Measure:
    """How a value is read from a stored file (None when unknown) and said."""

    read: Callable[[StoredFile], Any]
    said: Callable[[Any], str]


def _column(name: str) -> Callable[[StoredFile], Any]:
    return lambda stored_file: getattr(stored_file, name)


def _fact(*names: str) -> Callable[[StoredFile], Any]:
    return lambda stored_file: next((stored_file.facts[name] for name in names if name in stored_file.facts), None)


def _container(stored_file: StoredFile) -> str:
    known = BY_EXTENSION.get(stored_file.extension)
    return known.extension if known else stored_file.extension


def _number(value: Any) -> str:
    return f"{value:,g}" if isinstance(value, float) and value != int(value) else f"{int(value):,}"


def _code(value: Any) -> str:
    return {"h264": "H.264", "hevc": "H.265"}.get(str(value).lower(), str(value).upper())


_BY_LIST = frozenset({"one_of", "none_of"})
_TEXTS = frozenset({FileKind.TEXT, FileKind.DOCUMENT, FileKind.PDF})
_UNMEASURED = Measure(lambda stored_file: None, str)
MEASURES: dict[str, Measure] = {
    "extension": Measure(_column("extension"), _code),
    "container": Measure(_container, _code),
    "size_bytes": Measure(_column("size_bytes"), filesizeformat),
    "duration_seconds": Measure(_column("duration_seconds"), clock),
    "width": Measure(_column("width"), _number),
    "height": Measure(_column("height"), _number),
    "pages": Measure(_column("pages"), _number),
    "video_codec": Measure(_fact("video_codec"), _code),
    "frame_rate": Measure(_fact("frame_rate"), _number),
    "bit_rate_kbps": Measure(_fact("video_kbps", "total_kbps"), _number),
    "audio_codec": Measure(_fact("audio_codec"), _code),
    "audio_bit_rate_kbps": Measure(_fact("audio_kbps"), _number),
    "sample_rate_hz": Measure(_fact("sample_rate_hz"), _number),
    "colours": Measure(_fact("colours"), _number),
    "grey_levels": Measure(_fact("grey_levels"), _number),
    "encoding": Measure(_fact("encoding"), _code),
}
