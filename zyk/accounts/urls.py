from django.urls import path

from zyk.accounts.views import delegation, organisations, outbox, own, password, people, people_import, session

app_name = "accounts"
urlpatterns = [
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("register/", session.register, name="register"),
    path("password/", password.password_change, name="password_change"),
    path("password/forgotten/", password.password_reset, name="password_reset"),
    path("password/forgotten/sent/", password.password_reset_sent, name="password_reset_sent"),
    path("password/set/<uidb64>/<token>/", password.password_reset_confirm, name="password_reset_confirm"),
    path("profile/", own.profile, name="profile"),
    path("capacity/", own.switch_capacity, name="switch_capacity"),
    path("notifications/", own.notifications, name="notifications"),
    path("notifications/read/", own.read_notifications, name="read_notifications"),
    path("notifications/<int:number>/", own.open_notification, name="open_notification"),
    path("delegations/", delegation.delegations, name="delegations"),
    path("delegations/<uuid:uuid>/end/", delegation.end, name="delegation_end"),
    path("mail/", outbox.outbox, name="outbox"),
    path("mail/hold/", outbox.hold, name="outbox_hold"),
    path("mail/release/", outbox.release, name="outbox_release"),
    path("mail/send/", outbox.send, name="outbox_send"),
    path("mail/<uuid:uuid>/", outbox.mail, name="mail"),
    path("mail/<uuid:uuid>/change/", outbox.change, name="mail_change"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("people/", people.people, name="people"),
    path("people/export.xlsx", people.export, name="people_export"),
    path("people/add/", people.add, name="person_add"),
    path("people/import/", people_import.upload, name="people_upload"),
    path("people/import/template.xlsx", people_import.template, name="people_template"),
    path("people/import/<uuid:uuid>/", people_import.show, name="people_import"),
    path("people/import/<uuid:uuid>/confirm/", people_import.confirm, name="people_import_confirm"),
    path("people/import/<uuid:uuid>/passwords/", people_import.passwords, name="people_import_passwords"),
    path("people/<uuid:uuid>/", people.person, name="person"),
    path("people/<uuid:uuid>/end/", people.end, name="membership_end"),
    path("people/<uuid:uuid>/password/", people.one_time_password, name="one_time_password"),
]
