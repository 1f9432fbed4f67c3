from django.db.models import QuerySet

from zyk.accounts.models import Organisation
from zyk.alliance.enums import MemberState
from zyk.alliance.models import Alliance, AllianceMember


def joined_organisations(alliance: Alliance) -> QuerySet[Organisation]:
    """The units that are members today, lead host first."""
    return Organisation.objects.filter(
        alliance_memberships__alliance=alliance, alliance_memberships__state=MemberState.JOINED
    ).order_by("alliance_memberships__kind", "alliance_memberships__id")


def joined_members(alliance: Alliance) -> QuerySet[AllianceMember]:
    return alliance.members.filter(state=MemberState.JOINED).select_related("organisation__province")
