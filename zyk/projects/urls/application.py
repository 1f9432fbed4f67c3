from django.urls import path

from zyk.projects.views import application, attachment, member, printing, revision, section, submission, writing

_one = "applications/<uuid:uuid>/"
urlpatterns = [
    path("applications/", application.applications, name="applications"),
    path("applications/new/", application.start, name="start_application"),
    path(_one, application.application, name="application"),
    path(f"{_one}withdraw/", application.withdraw, name="withdraw_application"),
    path(f"{_one}sections/<slug:code>/", section.section, name="section"),
    path(f"{_one}sections/<slug:code>/presence/", writing.presence, name="section_presence"),
    path(f"{_one}sections/<slug:code>/history/", writing.history, name="section_history"),
    path(f"{_one}shared/", writing.shared, name="shared_sections"),
    path(f"{_one}writers/", writing.collaborators, name="collaborators"),
    path(f"{_one}writers/<uuid:collaborator_uuid>/remove/", writing.remove, name="remove_collaborator"),
    path(f"{_one}trace/", writing.trace, name="trace"),
    path(f"{_one}budget/<slug:part>/workbook/", section.budget_workbook, name="budget_workbook"),
    path(f"{_one}budget/<slug:part>/typed/", section.budget_typed, name="budget_typed"),
    path(f"{_one}targets/workbook/", section.targets_workbook, name="targets_workbook"),
    path(f"{_one}units/", member.members, name="members"),
    path(f"{_one}units/<int:member_id>/remove/", member.remove, name="remove_member"),
    path(f"{_one}units/<int:member_id>/remind/", member.remind, name="remind_member"),
    path(f"{_one}units/answer/", member.answer, name="answer_membership"),
    path(f"{_one}attachments/", attachment.attachments, name="attachments"),
    path(f"{_one}attachments/<uuid:attachment_uuid>/remove/", attachment.remove, name="remove_attachment"),
    path(f"{_one}check/", submission.check, name="check_application"),
    path(f"{_one}submit/", submission.submit, name="submit_application"),
    path(f"{_one}seal/", submission.seal, name="seal_application"),
    path(f"{_one}revisions/<int:number>/", revision.revision, name="revision"),
    path(f"{_one}revisions/<int:number>/copies/", printing.copies, name="copies"),
    path(f"{_one}revisions/<int:number>/copies/new/", printing.ask, name="ask_copy"),
    path("verify/", printing.verify, name="verify"),
    path("verify/<str:number>/<str:code>/", printing.verify, name="verify_code"),
    path(f"{_one}compare/", revision.compare, name="compare_revisions"),
    path("forms/<slug:name>.xlsx", revision.blank_form, name="blank_form"),
]
