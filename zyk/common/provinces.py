"""The province tiles: 35 squares at fixed places, never a map with borders.

Codes are GB/T 2260 (660000 is the working code of 新疆生产建设兵团); the place of a square is in zyk.css."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

OUTSIDE = frozenset({"710000", "810000", "820000"})

_NAMES = """
110000 北京 Beijing BJ
120000 天津 Tianjin TJ
130000 河北 Hebei HE
140000 山西 Shanxi SX
150000 内蒙古 Inner_Mongolia NM
210000 辽宁 Liaoning LN
220000 吉林 Jilin JL
230000 黑龙江 Heilongjiang HL
310000 上海 Shanghai SH
320000 江苏 Jiangsu JS
330000 浙江 Zhejiang ZJ
340000 安徽 Anhui AH
350000 福建 Fujian FJ
360000 江西 Jiangxi JX
370000 山东 Shandong SD
410000 河南 Henan HA
420000 湖北 Hubei HB
430000 湖南 Hunan HN
440000 广东 Guangdong GD
450000 广西 Guangxi GX
460000 海南 Hainan HI
500000 重庆 Chongqing CQ
510000 四川 Sichuan SC
520000 贵州 Guizhou GZ
530000 云南 Yunnan YN
540000 西藏 Xizang XZ
610000 陕西 Shaanxi SN
620000 甘肃 Gansu GS
630000 青海 Qinghai QH
640000 宁夏 Ningxia NX
650000 新疆 Xinjiang XJ
660000 兵团 Xinjiang_Production_and_Construction_Corps XPCC
710000 台湾 Taiwan TW
810000 香港 Hong_Kong HK
820000 澳门 Macao MO
"""
PROVINCES = [tuple(part.replace("_", " ") for part in line.split()) for line in _NAMES.split("\n") if line]


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    short: str
    count: int
    heat: int
    is_outside: bool


def province_words(code: str, chinese: str) -> str:
    """Its name in the language in use; `chinese` where the code is not known."""
    if not (get_language() or "").startswith("en"):
        return chinese
    return next((english for known, _chinese, english, _letters in PROVINCES if known == code), chinese)


def tiles_of(counts: Mapping[str, int]) -> tuple[list[Tile], list[tuple[int, str]]]:
    """(one tile a province, the legend as heat and words). A province without a count stands at 0."""
    span = max([0, *counts.values()]) + 1
    is_english = (get_language() or "").startswith("en")
    tiles = []
    for code, chinese, english, letters in PROVINCES:
        name, short = (english, letters) if is_english else (chinese, chinese)
        count = counts.get(code, 0)
        tiles.append(Tile(code, name, short, count, min(4, count * 5 // span), code in OUTSIDE))
    return tiles, list(_legend(span))


def _legend(span: int) -> Iterator[tuple[int, str]]:
    """The counts each of the five steps stands for; with small counts some steps stand for none."""
    for heat in range(5):
        lowest, highest = -(-heat * span // 5), -(-(heat + 1) * span // 5) - 1
        if lowest <= highest:
            yield heat, str(lowest) if lowest == highest else f"{lowest}–{highest}"
