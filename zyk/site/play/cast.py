"""Who takes part: the ministry, every provincial authority, lead hosts with four people each, experts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from zyk.accounts.actor import Actor
from zyk.accounts.enums import OrganisationKind, Role, UserKind
from zyk.accounts.models import Membership, Organisation, Province, User
from zyk.catalogue.models import Specialty
from zyk.reviews.actions import register_expert
from zyk.reviews.models import Expert
from zyk.site.demo.people import PASSWORD

SINCE = date(2015, 1, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文辉力健"


@dataclass(frozen=True)
class Host:
    """The four people of a lead host who act in its name."""

    organisation: Organisation
    editor: Actor
    sealer: Actor
    lead: Actor
    finance: Actor


@dataclass
class Cast:
    officer: Actor
    second: Actor
    secretary: Actor
    provinces: dict[str, Actor] = field(default_factory=dict)
    hosts: list[Host] = field(default_factory=list)
    experts: list[Actor] = field(default_factory=list)

    def learner(self, host: Host, random: Random) -> Actor:
        """A new student of the host's."""
        number = User.objects.count()
        return _People("!", random).actor(f"nian-xs{number}", host.organisation, Role.STUDENT, kind=UserKind.STUDENT)


def gather(*, hosts: int, experts: int, random: Random) -> Cast:
    """Everybody, made once; hosts are spread over all provinces of the programme."""
    password = make_password(PASSWORD)
    ministry = Organisation.objects.filter(kind=OrganisationKind.MINISTRY).order_by("id").first()
    ministry = ministry or _unit("play-ministry", "模拟教育部", OrganisationKind.MINISTRY, None)
    people = _People(password, random)
    cast = Cast(
        officer=people.actor("nian-bu", ministry, Role.MINISTRY_OFFICER),
        second=people.actor("nian-huiqian", ministry, Role.MINISTRY_OFFICER),
        secretary=people.actor("nian-mishu", ministry, Role.REVIEW_SECRETARY),
    )
    provinces = list(Province.objects.filter(in_programme=True).order_by("code"))
    for province in provinces:
        authority = _unit(
            f"play-{province.code}", f"模拟{province.short_name}教育厅", OrganisationKind.PROVINCE, province
        )
        cast.provinces[province.code] = people.actor(f"nian-{province.code}", authority, Role.PROVINCE_OFFICER)
    for number in range(hosts):
        cast.hosts.append(_host(number, provinces[number % len(provinces)], people))
    cast.experts = _experts(experts, provinces, people, cast.secretary)
    return cast


@dataclass
class _People:
    password: str
    random: Random

    def actor(self, username: str, organisation: Organisation, role: str, *, kind: str = UserKind.TEACHER) -> Actor:
        user = User.objects.filter(username=username).first() or User.objects.create(
            username=username,
            password=self.password,
            name=self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN, 2)),
            kind=kind,
            email=f"{username}@example.invalid",
            is_real_name=True,
            is_demonstration=True,
        )
        membership, _is_new = Membership.objects.get_or_create(
            user=user, organisation=organisation, role=role, scope="", defaults={"valid_from": SINCE}
        )
        return Actor(user=user, membership=membership)


def _unit(code: str, name: str, kind: str, province: Province | None) -> Organisation:
    return Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "province": province, "is_demonstration": True}
    )[0]


def _host(number: int, province: Province, people: _People) -> Host:
    name = f"模拟{province.short_name}第{number + 1}职业技术学院"
    school = _unit(f"play-host-{number + 1}", name, OrganisationKind.SCHOOL, province)
    who = f"nian-h{number + 1}"
    return Host(
        school,
        editor=people.actor(f"{who}-tianbao", school, Role.HOST_EDITOR),
        sealer=people.actor(f"{who}-gaizhang", school, Role.SEAL_KEEPER),
        lead=people.actor(f"{who}-fuze", school, Role.PROJECT_LEAD),
        finance=people.actor(f"{who}-caiwu", school, Role.FINANCE_HEAD),
    )


def _experts(number: int, provinces: Sequence[Province], people: _People, secretary: Actor) -> list[Actor]:
    """Two experts a unit; their fields of study are specialty classes of the catalogue."""
    classes = sorted(set(Specialty.objects.values_list("specialty_class__code", flat=True)))
    found = []
    for place in range(number):
        province = provinces[place % len(provinces)]
        unit = _unit(
            f"play-expert-{place // 2 + 1}",
            f"模拟{province.short_name}教育研究院{place // 2 + 1}",
            OrganisationKind.SCHOOL,
            province,
        )
        actor = people.actor(f"nian-zj{place + 1}", unit, Role.EXPERT)
        assert actor.user
        if not Expert.objects.filter(user=actor.user).exists():
            fields = people.random.sample(classes, min(4, len(classes)))
            register_expert(user=actor.user, organisation=unit, title="教授", fields=fields, actor=secretary)
        found.append(actor)
    return found
