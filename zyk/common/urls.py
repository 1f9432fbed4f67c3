from django.urls import path

from zyk.common import views

app_name = "common"
urlpatterns = [path("style/", views.style_page, name="style")]
