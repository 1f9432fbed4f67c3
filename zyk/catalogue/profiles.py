"""Reading the text of a 专业简介: numbered statements, listed names, the part about practice. Pure."""

import re

_NUMBER = re.compile(r"(?:^|(?<=[；;。]))\s*(?:[（(]?\d{1,2}[)）]|\d{1,2}[.．、])\s*")
_PRACTICE = "实习实训："


def statements_of(text: str) -> list[str]:
    """`1.具有…；2.具有…。` as a list, without number and closing mark."""
    parts = [part.strip().rstrip("；;。") for part in _NUMBER.split(text)]
    return [part for part in parts if part]


def names_of(text: str) -> list[str]:
    """Names set apart by `、`, each once."""
    return list(dict.fromkeys(name.strip().rstrip("。") for name in text.split("、") if name.strip("。 ")))


def practice_of(text: str) -> str:
    """The source repeats the courses before the practice; only what follows `实习实训：` is about it."""
    return text.rpartition(_PRACTICE)[2]
