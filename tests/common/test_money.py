from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from zyk.common import money


@pytest.mark.parametrize(("text", "fen"), [("12.34", 1234), ("1,250", 125000), ("0", 0), (" 3 ", 300), ("-5", -500)])
def test_yuan_are_read_as_fen(text: str, fen: int) -> None:
    assert money.fen_from_yuan(text) == fen


def test_wan_are_read_and_written_without_loss() -> None:
    assert money.fen_from_wan("0.1") == 100_000
    assert money.wan(1_250_000_000) == "1,250.00"
    assert money.yuan(83_041_250) == "830,412.50"


@pytest.mark.parametrize("text", ["", "一百", "NaN", "Infinity", "1e30", "0.001"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        money.fen_from_yuan(text)


def test_a_share_of_nothing_is_unknown() -> None:
    assert money.share(1, 0) is None
    assert money.share(1, 4) == Decimal("0.25")
