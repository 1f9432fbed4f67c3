from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zyk.common.moves import Moves, Tone


class ListingState(TextChoices):
    DRAFT = "draft", _("未上架")
    LISTED = "listed", _("已上架")
    WITHDRAWN = "withdrawn", _("已下架")

    @property
    def tone(self) -> Tone:
        return {"draft": Tone.NOW, "listed": Tone.OK}.get(self.value, Tone.IDLE)


LISTING_MOVES: Moves = {
    ListingState.DRAFT: frozenset({ListingState.LISTED}),
    ListingState.LISTED: frozenset({ListingState.WITHDRAWN}),
    ListingState.WITHDRAWN: frozenset({ListingState.LISTED}),
}


class LicenceScope(TextChoices):
    UNIT = "unit", _("单位内教学使用")
    ALLIANCE = "alliance", _("联盟内使用")
    PUBLIC = "public", _("公开教学使用")


class OrderState(TextChoices):
    PLACED = "placed", _("已下单")
    ACCEPTED = "accepted", _("已许可")
    SETTLED = "settled", _("已结算")
    CANCELLED = "cancelled", _("已取消")

    @property
    def tone(self) -> Tone:
        return {"placed": Tone.WAIT, "accepted": Tone.NOW, "settled": Tone.OK}.get(self.value, Tone.IDLE)


ORDER_MOVES: Moves = {
    OrderState.PLACED: frozenset({OrderState.ACCEPTED, OrderState.CANCELLED}),
    OrderState.ACCEPTED: frozenset({OrderState.SETTLED}),
    OrderState.SETTLED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}
