"""The alliance: founded by the lead, joined by school and enterprise, bound by an agreement all have signed."""

from django.utils import timezone

from tests.journey.walk import Walker
from zyk.alliance.models import Agreement, Alliance
from zyk.site.demo.people import CO_HOST, unit


def found_the_alliance() -> Alliance:
    lead = Walker("yanshi-fuze").open("/alliances/found/")
    lead.send(
        "", name="演示共建共享联盟", purpose="共建共享专业教学资源。", founded_on=timezone.localdate().isoformat()
    )
    alliance = Alliance.objects.get()
    lead.open(f"/alliances/{alliance.uuid}/invite/?organisation={unit(CO_HOST).uuid}")
    lead.send("", kind="co-host", contribution="控制类课程")
    partner = Walker("yanshi-gongcheng").open(f"/alliances/{alliance.uuid}/")
    partner.send("/answer/", answer="accept")
    assert alliance.members.filter(state="joined").count() == 2
    return alliance


def sign_the_agreement(alliance: Alliance) -> None:
    lead = Walker("yanshi-fuze").open(f"/alliances/{alliance.uuid}/agreements/draft/")
    today = timezone.localdate()
    days = {"starts_on": today.isoformat(), "ends_on": today.replace(year=today.year + 3, day=1).isoformat()}
    lead.send("", days, title="共建共享协议", terms="联盟内教学使用免费，对外许可收益按约定分成。")
    agreement = Agreement.objects.get()
    for username in ("yanshi-fuze", "yanshi-gongcheng"):
        Walker(username).open(f"/alliances/agreements/{agreement.uuid}/sign/").send("", has_read="on")
    agreement.refresh_from_db()
    assert agreement.state == "in-force"
