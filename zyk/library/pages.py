"""The body of a resource that is a page of text: markdown or HTML in, clean HTML out. Pure."""

import re

import nh3
from markdown_it import MarkdownIt

TAGS = set(
    "a abbr b blockquote br caption code dd del details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd "  # noqa: SIM905
    "li ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "abbr": {"title"},
    "*": {"lang", "dir"},
}
_HTML = re.compile(r"<(p|div|h[1-6]|ul|ol|table|section|article|br)\b", re.IGNORECASE)


def page_of_text(text: str) -> str:
    """Markdown, or HTML when it looks like it, as clean HTML; a heading of the first rank becomes the second."""
    html = text if _HTML.search(text) else MarkdownIt("commonmark").enable("table").render(text)
    return clean(re.sub(r"<(/?)h1\b", r"<\1h2", html, flags=re.IGNORECASE))


def clean(html: str) -> str:
    """Only what a page of ours may carry: no script, style, form, frame or handler."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    ).strip()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", nh3.clean(html, tags=set())).strip()
