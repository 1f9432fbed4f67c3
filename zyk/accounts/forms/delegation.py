from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import DELEGABLE_ROLES
from zyk.accounts.models import Membership, User
from zyk.accounts.queries import memberships_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceiverField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        return f"{obj.name}（{obj.username}）"


class DelegationForm(forms.Form):
    """Own capacities that can be lent, and the colleagues of their units."""

    membership = forms.ModelChoiceField(label=_("代理的身份"), queryset=Membership.objects.none(), empty_label=None)
    receiver = ReceiverField(label=_("代理人"), queryset=User.objects.none(), empty_label=_("请选择"))
    valid_from = forms.DateField(label=_("自"), widget=DAY)
    valid_until = forms.DateField(label=_("至"), widget=DAY)
    reason = forms.CharField(label=_("事由"), max_length=200, help_text=_("例如：出差、休假"))

    def __init__(self, typed: Any = None, *, actor: Actor) -> None:
        super().__init__(typed, initial={"valid_from": timezone.localdate()})
        assert actor.user
        own = memberships_of(actor.user).filter(role__in=DELEGABLE_ROLES)
        colleagues = Membership.objects.filter(organisation__in=own.values("organisation"), role__in=DELEGABLE_ROLES)
        colleagues = colleagues.valid_on(timezone.localdate()).exclude(user=actor.user)
        self.fields["membership"].queryset = own  # type: ignore[attr-defined]
        people = User.objects.filter(is_active=True, pk__in=colleagues.values("user"))
        self.fields["receiver"].queryset = people.order_by("name", "id")  # type: ignore[attr-defined]
