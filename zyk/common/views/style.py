from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zyk.common import samples
from zyk.common.audience import ANYONE, audience
from zyk.common.paging import sort_of

SORTS = {"title": ("title",), "budget": ("budget",)}


@audience(ANYONE)
@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Every token, state and component together, drawn by the tags every page uses."""
    numbers = Paginator(range(148), 3)
    return render(
        request,
        "common/style.html",
        {
            "swatches": samples.SWATCHES,
            "sizes": samples.SIZES,
            "states": samples.STATES,
            "rows": samples.ROWS,
            "entries": samples.entries(),
            "form": samples.SampleForm(samples.TYPED),
            "page": numbers.get_page(request.GET.get("page")),
            "sort": sort_of(request, SORTS, "title"),
            "counts": samples.COUNTS,
            "coverage": samples.COVERAGE,
            "option": samples.chart_option(),
        },
    )
