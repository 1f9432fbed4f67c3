import re
import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zyk.reviews.models import Expert, Panel


class DrawForm(forms.Form):
    size = forms.IntegerField(label=_("抽取人数"), min_value=1, max_value=999)
    per_unit = forms.IntegerField(label=_("同一单位最多"), min_value=1, max_value=99, required=False, initial=1)
    per_province = forms.IntegerField(label=_("同一省份最多"), min_value=1, max_value=99, required=False)
    fields_text = forms.CharField(
        label=_("专业名额"),
        max_length=200,
        required=False,
        help_text=_("每个专业代码至少几人，如 4603=2、56=1。"),
    )
    witness = forms.CharField(label=_("监督人"), max_length=80)
    seed = forms.CharField(
        label=_("抽取种子"),
        min_length=8,
        max_length=64,
        help_text=_("由监督人给出并自行保管，此处只保存它的哈希；揭示时须原样输入。"),
    )

    def __init__(self, *args: Any, panel: Panel, **kwargs: Any) -> None:
        wanted = panel.measures.get("panel_size") if panel.measures else None
        kwargs.setdefault("initial", {"seed": secrets.token_hex(8), "size": wanted, "per_unit": 1})
        super().__init__(*args, **kwargs)

    def clean_fields_text(self) -> dict[str, int]:
        quotas = {}
        for part in re.split(r"[,，、;；\s]+", self.cleaned_data["fields_text"]):
            if part:
                found = re.fullmatch(r"(\d{2}|\d{4}|\d{6})[=＝:：](\d{1,2})", part)
                if not found:
                    raise ValidationError(_("看不懂“%(part)s”，请写成 4603=2"), params={"part": part})
                quotas[found[1]] = int(found[2])
        return quotas

    @property
    def quotas(self) -> dict[str, Any]:
        given = self.cleaned_data
        named = {name: given[name] for name in ("per_unit", "per_province") if given[name]}
        return named | ({"fields": given["fields_text"]} if given["fields_text"] else {})


class SeedForm(forms.Form):
    seed = forms.CharField(label=_("监督人的种子"), max_length=64)


class InviteForm(forms.Form):
    answer_until = forms.DateField(
        label=_("答复截止"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    again = forms.BooleanField(label=_("也再次邀请逾期未答复的专家"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"answer_until": timezone.localdate() + timedelta(days=5)})
        super().__init__(*args, **kwargs)


class ExpertField(forms.CharField):
    """An expert by name, or by user name where several are called the same."""

    def clean(self, value: Any) -> Expert:
        text = super().clean(value)
        rows = Expert.objects.select_related("user", "organisation")
        found = list(rows.filter(user__username__iexact=text)) or list(rows.filter(user__name=text)[:6])
        if not found:
            raise ValidationError(_("专家库中没有此人，请写姓名或用户名"))
        if len(found) > 1:
            names = "、".join(f"{each.user.username}（{each.organisation.name}）" for each in found)
            raise ValidationError(_("有几位同名专家，请写用户名：%(names)s"), params={"names": names})
        return found[0]


class SeatForm(forms.Form):
    expert = ExpertField(label=_("专家"), max_length=150, help_text=_("姓名或用户名。"))


class DefenceForm(forms.Form):
    place = forms.CharField(label=_("地点或会议号"), max_length=160)
    starts_at = forms.DateTimeField(label=_("开始"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    minutes_each = forms.IntegerField(label=_("每件分钟数"), min_value=5, max_value=240, initial=30)
    seed = forms.CharField(label=_("抽签种子"), max_length=64, help_text=_("出场顺序由种子决定，可以重新验证。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"seed": secrets.token_hex(6), "minutes_each": 30})
        super().__init__(*args, **kwargs)
