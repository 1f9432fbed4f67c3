from django.urls import path

from zyk.projects.views import report

urlpatterns = [
    path("reports/", report.reports, name="reports"),
    path("reports/export/", report.reports_export, name="reports_export"),
    path("reports/<uuid:uuid>/", report.report, name="report"),
    path("reports/<uuid:uuid>/pass/", report.pass_on, name="report_pass"),
    path("<uuid:uuid>/reports/", report.project_reports, name="project_reports"),
    path("<uuid:uuid>/reports/<int:year>/<int:quarter>/", report.fill, name="report_fill"),
]
