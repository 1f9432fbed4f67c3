from django import forms
from django.utils.translation import gettext_lazy as _


class PackageForm(forms.Form):
    package = forms.FileField(
        label=_("课件包"), help_text=_("Common Cartridge 1.1—1.3（.imscc 或 .zip），由其他教学平台导出。")
    )
