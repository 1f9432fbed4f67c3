from django.urls import path

from zyk.projects.views import project, task_book

urlpatterns = [
    path("", project.projects, name="projects"),
    path("export/", project.export, name="projects_export"),
    path("<uuid:uuid>/", project.project, name="project"),
    path("<uuid:uuid>/budget/", project.budget, name="project_budget"),
    path("<uuid:uuid>/history/", project.history, name="project_history"),
    path("<uuid:uuid>/task-book/edit/", task_book.task_book_edit, name="task_book_edit"),
    path("task-books/<uuid:uuid>/", task_book.task_book, name="task_book"),
    path("task-books/<uuid:uuid>/print/", task_book.task_book_print, name="task_book_print"),
    path("task-books/<uuid:uuid>/submit/", task_book.task_book_submit, name="task_book_submit"),
    path("task-books/<uuid:uuid>/agree/", task_book.task_book_agree, name="task_book_agree"),
    path("task-books/<uuid:uuid>/confirm/", task_book.task_book_confirm, name="task_book_confirm"),
    path("task-books/<uuid:uuid>/return/", task_book.task_book_return, name="task_book_return"),
    path("tasks/<uuid:uuid>/", task_book.task, name="task"),
    path("tasks/<uuid:uuid>/verify/", task_book.task_verify, name="task_verify"),
]
