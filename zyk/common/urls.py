from django.urls import path

from zyk.common.views import style

app_name = "common"
urlpatterns = [path("style/", style.style_page, name="style")]
