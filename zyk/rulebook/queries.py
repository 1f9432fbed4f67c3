from zyk.rulebook.models import Rulebook


def rulebook_for_year(year: int) -> Rulebook | None:
    """The newest edition of that year, None when none is loaded."""
    return Rulebook.objects.filter(year=year).order_by("-id").first()


def newest() -> Rulebook | None:
    """The edition of the latest year, None when none is loaded."""
    return Rulebook.objects.order_by("-year", "-id").first()
