"""The province ranks and recommends with a letter, sends back, or declines."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import HOST_ROLES, Role
from zyk.accounts.notices import notify
from zyk.accounts.queries import people_in_role, people_with_role
from zyk.common.moves import move
from zyk.media.models import StoredFile
from zyk.projects.enums import APPLICATION_MOVES, ApplicationState
from zyk.projects.models import Application, ProvincialRecommendation
from zyk.projects.rules.recommendation import can_recommend, can_take_back, is_in_time


@transaction.atomic
def recommend_application(
    application: Application,
    *,
    rank: int,
    opinion: str,
    letter_number: str,
    letter: StoredFile | None,
    actor: Actor,
    at: datetime,
) -> ProvincialRecommendation:
    """Recommend at `rank` within the province, under a letter. ValidationError for a rank taken or a quota used up."""
    application = locked(application)
    _own_province(application, actor)
    if not is_in_time(application, at):
        raise ValidationError(_("省级推荐已过截止日期。如需延期，请联系教育部经办人。"))
    errors = {}
    if rank < 1:
        errors["rank"] = _("推荐顺序从 1 开始")
    if not letter_number.strip():
        errors["letter_number"] = _("请填写推荐公函文号")
    if errors:
        raise ValidationError(errors)
    _within_quota(application)
    province = application.lead_host.province
    assert province is not None  # an officer of that very province is acting
    try:
        with transaction.atomic():
            recommendation, _new = ProvincialRecommendation.objects.update_or_create(
                application=application,
                defaults={
                    "cycle": application.cycle,
                    "province": province,
                    "rank": rank,
                    "opinion": opinion,
                    "letter_number": letter_number,
                    "letter": letter,
                    "recommended_at": at,
                    "recommended_by": actor.user,
                    "is_withdrawn": False,
                },
            )
    except IntegrityError as error:
        raise ValidationError({"rank": _("本省已有申请使用这个推荐顺序")}) from error
    move(
        application,
        ApplicationState.FORMAL_CHECK,
        moves=APPLICATION_MOVES,
        actor=actor,
        why=opinion,
        file_sha256=letter.sha256 if letter else "",
        facts={"rank": rank, "letter": letter_number},
    )
    notify(
        people_with_role(Role.MINISTRY_OFFICER),
        text=_("%(title)s 已获省级推荐，待形式审查。") % {"title": application},
        english_text=f"{application} was recommended by its province and waits for the formal check.",
        url=f"/projects/applications/{application.uuid}/",
    )
    return recommendation


@transaction.atomic
def return_to_unit(application: Application, *, why: str, actor: Actor) -> None:
    """Send back for mending; the unit hands in a new revision."""
    application = locked(application)
    _own_province(application, actor)
    _with_reason(why)
    move(application, ApplicationState.RETURNED, moves=APPLICATION_MOVES, actor=actor, why=why)
    tell_unit(application, _("已被省级教育行政部门退回修改"), "was returned by the province for mending")


@transaction.atomic
def decline_application(application: Application, *, why: str, actor: Actor) -> None:
    application = locked(application)
    _own_province(application, actor)
    _with_reason(why)
    move(application, ApplicationState.NOT_RECOMMENDED, moves=APPLICATION_MOVES, actor=actor, why=why)
    tell_unit(application, _("未获省级推荐"), "was not recommended by the province")


@transaction.atomic
def take_recommendation_back(application: Application, *, why: str, actor: Actor, at: datetime) -> None:
    """A province withdraws a recommendation before the deadline; its rank becomes free again."""
    application = locked(application)
    if not can_take_back(actor, application, at):
        raise PermissionDenied
    _with_reason(why)
    _give_up_rank(application)
    move(application, ApplicationState.PROVINCE_REVIEW, moves=APPLICATION_MOVES, actor=actor, why=why)


def locked(application: Application) -> Application:
    """The row, locked until the end of the transaction, with what the rules read."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("cycle__rulebook", "lead_host__province", "library")
        .get(pk=application.pk)
    )


def tell_unit(application: Application, words: str, english_words: str) -> None:
    """Tell the people of the lead host what became of their application."""
    notify(
        people_in_role(application.lead_host, *HOST_ROLES),
        text=f"{application}：{words}。",
        english_text=f"{application} {english_words}.",
        url=f"/projects/applications/{application.uuid}/",
        mail=True,
    )


def _give_up_rank(application: Application) -> None:
    """The rank becomes free, and those behind move up: a province's ranks have no gaps."""
    given_up = ProvincialRecommendation.objects.get(application=application)
    ProvincialRecommendation.objects.filter(pk=given_up.pk).update(is_withdrawn=True)
    behind = ProvincialRecommendation.objects.filter(
        cycle=given_up.cycle, province=given_up.province, is_withdrawn=False, rank__gt=given_up.rank
    )
    for each in behind.order_by("rank"):
        ProvincialRecommendation.objects.filter(pk=each.pk).update(rank=each.rank - 1)


def _own_province(application: Application, actor: Actor) -> None:
    if not can_recommend(actor, application):
        raise PermissionDenied


def _with_reason(why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": _("请说明理由")})


def _within_quota(application: Application) -> None:
    quota = application.cycle.rulebook.edition.recommendation.quota
    used = ProvincialRecommendation.objects.filter(
        cycle=application.cycle, province=application.lead_host.province, is_withdrawn=False
    ).exclude(application=application)
    if quota is not None and used.count() >= quota:
        raise ValidationError(_("本省推荐数量已达上限 %(quota)s 件。") % {"quota": quota})
