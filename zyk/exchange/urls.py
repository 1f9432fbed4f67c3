from django.urls import path

from zyk.exchange.views import market, orders, selling

app_name = "exchange"
urlpatterns = [
    path("", market.listings, name="listings"),
    path("mine/", selling.mine, name="mine"),
    path("mine/new/", selling.create, name="create"),
    path("account/", selling.account, name="account"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<uuid:uuid>/", orders.order, name="order"),
    path("orders/<uuid:uuid>/act/", orders.act, name="act"),
    path("<uuid:uuid>/", market.listing, name="listing"),
    path("<uuid:uuid>/order/", market.order, name="place_order"),
    path("<uuid:uuid>/move/", selling.move, name="move"),
]
