"""Every word on screen can be said in both languages."""

import re

import pytest

from scripts.words import contexts, faults_of, python_messages, template_messages
from tests.repository.ladder import PACKAGE, template_files

CHINESE = re.compile(r"[一-鿿]")
SAID = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->",
    re.S,
)
TRANSLATED_TAG = re.compile(r"{%\s*trans(?:late)?\b.*?%}", re.S)
TRANSLATED_LITERAL = re.compile(r"_\(\s*(?:\"[^\"]*\"|'[^']*')\s*\)")
# Names that stay Chinese on an English page carry their language.
ALWAYS_CHINESE = re.compile(r"<(\w+)\b[^>]*\blang=\"zh(?:-Hans)?\"[^>]*>[^<]*</\1>")


@pytest.mark.parametrize("context", contexts())
def test_every_string_has_its_english(context: str) -> None:
    """If this fails: scripts/words.py adds what is missing, then write the English."""
    assert list(faults_of(context)) == []


def test_no_template_says_chinese_outside_translation() -> None:
    bare = [
        f"{path.relative_to(PACKAGE)}: {line.strip()[:80]}"
        for path in template_files()
        for line in _untranslated(path.read_text(encoding="utf-8")).splitlines()
        if CHINESE.search(line)
    ]
    assert bare == []


def test_a_bare_word_in_a_template_is_found() -> None:
    assert CHINESE.search(_untranslated('<p>{% trans "甲" %} 乙</p>'))
    assert CHINESE.search(_untranslated('{% empty "乙" %}'))
    assert not CHINESE.search(_untranslated('{% empty _("乙") %}{# 丙 #}{% trans "甲" %}<a lang="zh-Hans">中文</a>'))


def test_strings_are_found_in_templates_and_in_python() -> None:
    template = '{% trans "甲" %}{% blocktranslate count n=n %}{{ n }} 个{% plural %}{{ n }} 个{% endblocktranslate %}'
    python = "ngettext('%(n)s 个', '%(n)s 个', n); _('甲' '乙'); pgettext_lazy('处', '丙')"
    assert [(m.text, m.plural) for m in template_messages(template, "t")] == [("甲", None), ("%(n)s 个", "%(n)s 个")]
    assert {(m.context, m.text) for m in python_messages(python, "p")} == {
        (None, "%(n)s 个"),
        (None, "甲乙"),
        ("处", "丙"),
    }


def _untranslated(source: str) -> str:
    for translated in (SAID, TRANSLATED_TAG, TRANSLATED_LITERAL, ALWAYS_CHINESE):
        source = translated.sub("", source)
    return source
