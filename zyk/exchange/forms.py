from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation, User
from zyk.common.money import fen_from_yuan
from zyk.exchange.actions import Share
from zyk.exchange.enums import LicenceScope
from zyk.exchange.queries import listable_resources
from zyk.library.models import Resource

SHARE_ROWS = 4


class ListingForm(forms.Form):
    """An offer; its shares are rows of their own below."""

    resource: forms.ModelChoiceField = forms.ModelChoiceField(label=_("资源"), queryset=Resource.objects.none())
    title = forms.CharField(label=_("上架名称"), max_length=200)
    description = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    scope = forms.ChoiceField(label=_("许可范围"), choices=LicenceScope.choices)
    licence_months = forms.IntegerField(
        label=_("许可期限（月）"), required=False, min_value=1, max_value=600, help_text=_("留空为长期有效")
    )
    price = forms.CharField(label=_("价格（元）"), initial="0.00", help_text=_("填 0 为免费许可"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = listable_resources(actor)  # type: ignore[attr-defined]

    def clean_price(self) -> int:
        price = fen_from_yuan(self.cleaned_data["price"])
        if price < 0:
            raise ValidationError(_("价格不能为负数"))
        return price


class ShareForm(forms.Form):
    """A receiver by its exact name (a unit) or user name (a person), and its percentage."""

    receiver = forms.CharField(label=_("单位全称或用户名"), max_length=150, required=False)
    percent = forms.DecimalField(
        label=_("分成（%）"), max_digits=5, decimal_places=2, min_value=Decimal("0.01"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, percent = cleaned.get("receiver", "").strip(), cleaned.get("percent")
        if bool(name) != (percent is not None) and not self.errors:
            raise ValidationError(_("请同时填写分成对象和比例"))
        if name:
            cleaned["found"] = (
                Organisation.objects.filter(name=name).first() or User.objects.filter(username__iexact=name).first()
            )
            if cleaned["found"] is None:
                self.add_error("receiver", _("没有这个单位或用户"))
        return cleaned


ShareRows = forms.formset_factory(ShareForm, extra=SHARE_ROWS, max_num=SHARE_ROWS)


def shares_of(rows: Any) -> list[Share]:
    """The filled rows; percent to basis points, exact."""
    return [Share(row["found"], int(row["percent"] * 100)) for row in rows.cleaned_data if row.get("found")]
