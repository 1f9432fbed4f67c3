"""How forms are drawn: Django's own fields through our own templates."""

from django.forms.renderers import TemplatesSetting


class ZykFormRenderer(TemplatesSetting):
    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
