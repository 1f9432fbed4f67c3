"""Credit and exchange in the demonstration: an outcome recognised and converted, a resource listed and settled."""

from uuid import uuid4

from django.utils import timezone

from zyk.creditbank.actions import decide_conversion, publish_rule, recognise_outcome, request_conversion
from zyk.creditbank.enums import OutcomeKind
from zyk.creditbank.models import ConversionRule, Outcome
from zyk.exchange.actions import Share, accept_order, create_listing, list_it, place_order, settle_order
from zyk.library.models import Course, Library
from zyk.site.demo.people import CO_HOST, HOST, acting, person, unit


def keep_and_convert(course: Course) -> None:
    """The host recognises the completed course; the co-host converts it by its published rule."""
    lead, learner = acting("yanshi-fuze"), acting("yanshi-xuesheng2")
    outcome = Outcome.objects.get(user=learner.user, enrolment__run__course=course)
    outcome = recognise_outcome(outcome, credit_hundredths=course.credit_hundredths or 400, actor=lead)
    partner = acting("yanshi-gongcheng")
    rule = ConversionRule.objects.create(
        code="YS-001",
        title="电梯结构与原理 → 电梯概论",
        source_kind=OutcomeKind.COURSE,
        source_course=course,
        organisation=unit(CO_HOST),
        target_course="电梯概论",
        source_credit_hundredths=200,
        target_credit_hundredths=200,
        minimum_percent=60,
        condition="成绩合格，五年内取得。",
        expert_opinion="内容覆盖原课程的核心知识点，同意转换。",
        effective_on=timezone.localdate(),
    )
    publish_rule(rule, actor=partner)
    conversion = request_conversion(outcome=outcome, rule=rule, actor=learner, today=timezone.localdate())
    decide_conversion(conversion, is_granted=True, reason="符合规则。", actor=partner)


def list_and_settle(library: Library) -> None:
    """Two certified resources are listed; the co-host licenses one and pays, the other waits for buyers."""
    lead = acting("yanshi-fuze")
    certified = list(library.resources.filter(certified_at__isnull=False).order_by("pk"))
    listings = []
    for resource, price_fen in zip(certified, (120_000, 0), strict=False):
        listing = create_listing(
            resource=resource,
            title=resource.title,
            description="含教学设计说明，可用于课堂教学与岗位培训。",
            scope="unit",
            licence_months=12,
            price_fen=price_fen,
            shares=[Share(unit(HOST), 7000), Share(person("yanshi-tianbao"), 3000)],
            actor=lead,
        )
        list_it(listing, actor=lead)
        listings.append(listing)
    today, buyer = timezone.localdate(), acting("yanshi-gongcheng")
    order = place_order(listings[0], actor=buyer, key=uuid4(), today=today)
    accept_order(order, actor=lead, today=today)
    settle_order(order, payment_reference="YS-2026-0001", actor=acting("yanshi-caiwu"), at=timezone.now())
