from django.urls import path

from zyk.reviews.views import draws, experts, notices, objections, reviewing

app_name = "reviews"
urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:uuid>/", notices.notice, name="notice"),
    path("notices/<uuid:uuid>/close/", notices.close, name="notice_close"),
    path("notices/items/<uuid:uuid>/", notices.item, name="notice_item"),
    path("notices/items/<uuid:uuid>/object/", notices.file, name="objection_file"),
    path("objections/", objections.objections, name="objections"),
    path("objections/mine/", objections.mine, name="my_objections"),
    path("objections/<uuid:uuid>/withdraw/", objections.withdraw, name="objection_withdraw"),
    path("objections/export/", objections.export, name="objections_export"),
    path("objections/<uuid:uuid>/", objections.objection, name="objection"),
    path("objections/<uuid:uuid>/admit/", objections.admit, name="objection_admit"),
    path("objections/<uuid:uuid>/refuse/", objections.refuse, name="objection_refuse"),
    path("objections/<uuid:uuid>/conclude/", objections.conclude, name="objection_conclude"),
    path("objections/<uuid:uuid>/filer/", objections.filer, name="objection_filer"),
    path("experts/", experts.experts, name="experts"),
    path("experts/export/", experts.export, name="experts_export"),
    path("experts/register/", experts.register, name="expert_register"),
    path("experts/<uuid:uuid>/", experts.expert, name="expert"),
    path("experts/<uuid:uuid>/availability/", experts.availability, name="expert_availability"),
    path("experts/<uuid:uuid>/recusal/", experts.recusal, name="expert_recusal"),
    path("draws/", draws.draws, name="draws"),
    path("draws/<uuid:uuid>/", draws.draw, name="draw"),
    path("mine/", reviewing.my_reviews, name="my_reviews"),
    path("mine/<uuid:uuid>/", reviewing.review, name="review"),
    path("mine/<uuid:uuid>/save/", reviewing.save, name="review_save"),
    path("mine/<uuid:uuid>/recuse/", reviewing.recuse, name="review_recuse"),
]
