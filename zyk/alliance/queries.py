from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from zyk.accounts.actor import Actor
from zyk.accounts.models import Organisation
from zyk.alliance.enums import MemberKind, MemberState
from zyk.alliance.models import Agreement, AgreementSignature, Alliance, AllianceMember
from zyk.alliance.rules import can_read_agreements
from zyk.common.models import AuditEntry
from zyk.common.pinyin import contains_words


def joined_organisations(alliance: Alliance) -> QuerySet[Organisation]:
    """The units that are members today, lead host first."""
    return Organisation.objects.filter(
        alliance_memberships__alliance=alliance, alliance_memberships__state=MemberState.JOINED
    ).order_by(_rank("alliance_memberships__kind"), "alliance_memberships__id")


def joined_members(alliance: Alliance) -> QuerySet[AllianceMember]:
    """The memberships of today, lead host first."""
    return _in_order(alliance.members.filter(state=MemberState.JOINED))


def members_shown(alliance: Alliance, actor: Actor) -> QuerySet[AllianceMember]:
    """Who is in is public. Open invitations, refusals and departures are known to the members, the ministry
    and the provinces; a unit always sees its own."""
    if can_read_agreements(actor, alliance):
        return _in_order(alliance.members.all())
    return _in_order(
        alliance.members.filter(Q(state=MemberState.JOINED) | Q(organisation_id=actor.organisation_id or 0))
    )


def search_alliances(actor: Actor, text: str = "", *, province: str = "", mine: bool = False) -> QuerySet[Alliance]:
    """Alliances by name or by the name, code or pinyin of a member; `province` is that of any member."""
    found = Alliance.objects.visible_to(actor)
    if text:
        named = Q(contains_words(text, fields=("name",)))
        found = found.filter(
            named | Q(pk__in=_with_member(contains_words(text, fields=("organisation__search_text",))))
        )
    if province:
        found = found.filter(pk__in=_with_member(Q(organisation__province_id=province)))
    if mine:
        found = found.filter(pk__in=_with_member(Q(organisation_id=actor.organisation_id or 0)))
    lead_host = AllianceMember.objects.filter(kind=MemberKind.LEAD_HOST).select_related("organisation__province")
    return found.annotate(
        member_count=Count("members", filter=Q(members__state=MemberState.JOINED), distinct=True)
    ).prefetch_related(Prefetch("members", queryset=lead_host, to_attr="lead_hosts"))


def agreements_of(alliance: Alliance) -> QuerySet[Agreement]:
    signatures = AgreementSignature.objects.select_related("member__organisation").order_by("signed_at", "id")
    return alliance.agreements.select_related("file", "alliance").prefetch_related(
        Prefetch("signatures", queryset=signatures)
    )


def invitations_to(actor: Actor) -> QuerySet[AllianceMember]:
    """Invitations that wait for an answer of the actor's unit."""
    return AllianceMember.objects.filter(
        organisation_id=actor.organisation_id or 0, state=MemberState.INVITED
    ).select_related("alliance")


def history_of_alliance(alliance: Alliance) -> QuerySet[AuditEntry]:
    """Everything that happened to the alliance, its members and its agreements, newest first."""
    return AuditEntry.objects.filter(
        _about("alliance.alliance", [alliance.uuid])
        | _about("alliance.alliancemember", alliance.members.values("uuid"))
        | _about("alliance.agreement", alliance.agreements.values("uuid"))
    ).order_by("-sequence")


def _about(object_type: str, uuids: Iterable[object]) -> Q:
    return Q(object_type=object_type, object_uuid__in=uuids)


def _with_member(condition: Q) -> QuerySet[AllianceMember, int]:
    return AllianceMember.objects.filter(condition, state=MemberState.JOINED).values_list("alliance_id", flat=True)


def _in_order(members: QuerySet[AllianceMember]) -> QuerySet[AllianceMember]:
    return members.select_related("organisation__province").order_by(_rank("kind"), "id")


def _rank(field: str) -> Case:
    """Lead host, co-hosts, participants: the order of the enum, not of the alphabet."""
    ranks = [When(**{field: kind}, then=Value(number)) for number, kind in enumerate(MemberKind)]
    return Case(*ranks, output_field=IntegerField())
