"""XML from outside: parsed without network, entities or outside files."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from zyk.media import formats
from zyk.media.content.refusals import broken, refused

_ACTIVE_TAGS = frozenset({"script", "foreignObject", "iframe", "embed", "object", "handler", "listener"})
_ACTIVE_LINK = re.compile(r"^\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)


def parse_xml(content: bytes) -> Any:
    """The root element; raises `etree.XMLSyntaxError` on broken text."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    return etree.fromstring(content, parser)


def local_name(element: Any) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def refuse_active_svg(content: bytes) -> None:
    """An SVG may draw, not act: with a script, a handler or a foreign page in it, it is refused."""
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError as error:
        raise broken(formats.SVG) from error
    if local_name(root) != "svg":
        raise refused(
            _("这是 XML 文件（<%(tag)s>），平台只收 SVG 图形和带清单的课件包。请转换格式，或打成 ZIP 课件包上传。"),
            "forbidden",
            tag=local_name(root)[:40],
        )
    for element in root.iter():
        if local_name(element) in _ACTIVE_TAGS or any(_acts(name, value) for name, value in element.attrib.items()):
            raise refused(
                _("SVG 里带有脚本或嵌入网页。请用绘图软件另存为“纯 SVG”，或导出为 PNG 再上传。"),
                "active",
            )


def _acts(name: str, value: str) -> bool:
    bare = etree.QName(name).localname.lower()
    return bare.startswith("on") or (bare == "href" and bool(_ACTIVE_LINK.match(value)))
