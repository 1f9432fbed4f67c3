"""A double click never does a thing twice.

The form carries `{% once %}`, a key made with the page. A POST view wrapped in `@once` runs inside one
transaction with that key; the second sending finds the key and is led to the first one's answer."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zyk.common.models import Submission

FIELD = "once"
View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Only an answer that redirects counts as done: a form shown again with its errors may be sent again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                Submission.objects.create(key=key)
                response = view(request, *args, **kwargs)
                if not isinstance(response, HttpResponseRedirect):
                    transaction.set_rollback(True)
                    return response
                Submission.objects.filter(key=key).update(answer_url=response["Location"][:500])
                return response
        except IntegrityError:
            earlier = Submission.objects.filter(key=key).exclude(answer_url="").first()
            if earlier is None:
                raise
            messages.info(request, _("这份表单已经提交过，没有重复执行。"))
            return redirect(earlier.answer_url)

    return guarded


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
