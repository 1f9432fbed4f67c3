"""The libraries of the play: real specialties, an official profile's points, one page of content each."""

from dataclasses import dataclass
from random import Random

from zyk.catalogue.models import Specialty
from zyk.library.enums import Standing
from zyk.library.models import Library
from zyk.site.demo.libraries import small_library
from zyk.site.play.cast import Host


@dataclass(frozen=True)
class Held:
    """A library and the unit that leads it."""

    library: Library
    host: Host


def libraries_of(hosts: list[Host], *, random: Random, accepted: int) -> list[Held]:
    """One library a host; the first `accepted` of them were accepted before this system kept the books."""
    described = Specialty.objects.filter(level="junior-college", profile__isnull=False)
    codes = sorted(described.values_list("code", "name"))
    random.shuffle(codes)
    held = []
    for number, host in enumerate(hosts):
        code, specialty = codes[number % len(codes)]
        name = f"模拟{specialty}专业教学资源库（{number + 1}）"
        known = Library.objects.filter(name=name).first()
        library = known or small_library(code, name, leader=host.editor, number_of_pages=1)
        if number < accepted and library.standing == Standing.NONE:
            library.standing = Standing.ACCEPTED
            library.save(update_fields=["standing"])
        held.append(Held(library, host))
    return held
