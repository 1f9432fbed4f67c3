from django.urls import path

from zyk.creditbank.views import account, deciding, rules

app_name = "creditbank"
urlpatterns = [
    path("", account.account, name="account"),
    path("claim/", account.claim, name="claim"),
    path("export/", account.export, name="export"),
    path("outcomes/<uuid:uuid>/convert/<uuid:rule>/", account.convert, name="convert"),
    path("outcomes/", deciding.outcomes, name="outcomes"),
    path("outcomes/<uuid:uuid>/decide/", deciding.decide_outcome, name="decide_outcome"),
    path("conversions/", deciding.conversions, name="conversions"),
    path("conversions/<uuid:uuid>/decide/", deciding.decide, name="decide_conversion"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.write, name="new_rule"),
    path("rules/<uuid:uuid>/", rules.rule, name="rule"),
    path("rules/<uuid:uuid>/edit/", rules.write, name="edit_rule"),
    path("rules/<uuid:uuid>/move/", rules.move_rule, name="move_rule"),
]
