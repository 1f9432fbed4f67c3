"""The life of a resource: proposed, described, versioned, published, withdrawn."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.accounts.builders import a_member
from tests.library.builders import SAMPLES, a_library, a_resource, leader_of, on_team
from zyk.accounts.actor import VISITOR, Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import Notification
from zyk.common.audit import history_of
from zyk.common.moves import NotInThisState
from zyk.library.actions import (
    StaleDescription,
    assemble_component,
    clear_certification,
    create_resource,
    edit_resource,
    mark_certified,
    new_version,
    publish_resource,
    publish_version,
    return_resource,
    set_subtitles,
    submit_resource,
    withdraw_resource,
)
from zyk.library.enums import Level, ResourceState, TeamRole
from zyk.library.models import Resource
from zyk.library.queries import same_content, similar_resources
from zyk.media.actions import store_file
from zyk.media.models import StoredFile

pytestmark = pytest.mark.django_db


def stored(name: str, actor: Actor) -> StoredFile:
    with (SAMPLES / name).open("rb") as file:
        return store_file(file, name=name, actor=actor)


@pytest.mark.parametrize(
    ("sample", "media_type", "application_type"),
    [
        ("clip.mp4", "video", "teaching-video"),
        ("sound.mp3", "audio", "teaching-audio"),
        ("photo.jpg", "image", "wall-chart"),
        ("slides.pptx", "slides", "teaching-slides"),
        ("paper.pdf", "text", "textbook-notes"),
        ("book.epub", "ebook", "electronic-textbook"),
        ("testplate.glb", "simulation", "simulated-practice"),
    ],
)
def test_a_file_proposes_its_own_description(sample: str, media_type: str, application_type: str) -> None:
    resource = a_resource(published=False, file=True, sample=sample, title="")
    assert (resource.title, resource.media_type, resource.application_type) == (
        sample.rsplit(".")[0],
        media_type,
        application_type,
    )


def test_keywords_and_language_are_proposed_from_the_text() -> None:
    resource = a_resource(body="制动器间隙用塞尺测量。制动器调整后复测，塞尺要清洁。", title="制动器")
    assert resource.language == "zh"
    assert {"制动器", "塞尺"} <= set(resource.keywords.split("、"))
    assert a_resource(body="How to measure the gap of a brake.", title="Brake gap").language == "en"


def test_a_page_of_text_carries_no_script() -> None:
    resource = a_resource(
        body="# 标题\n\n<script>alert(1)</script><p onclick='x()'>正文</p><a href='javascript:x'>坏</a>"
    )
    version = resource.current_version
    assert version
    assert "<h2>" not in version.body
    assert "script" not in version.body
    assert "onclick" not in version.body
    assert "正文" in version.body


def test_markdown_becomes_a_page_without_a_second_first_heading() -> None:
    version = a_resource(body="# 标题\n\n- 一\n- 二").current_version
    assert version
    assert version.body == "<h2>标题</h2>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>"


def test_an_editor_submits_the_leader_is_told_and_publishes() -> None:
    library = a_library()
    editor, leader = on_team(library), leader_of(library)
    resource = submit_resource(a_resource(library, published=False, actor=editor), actor=editor)
    assert resource.state == ResourceState.IN_REVIEW
    assert list(Notification.objects.values_list("recipient__name", flat=True)) == [leader.trail_name]
    with pytest.raises(ValidationError):
        publish_resource(resource, actor=editor)
    resource = publish_resource(resource, actor=leader)
    resource.refresh_from_db()
    assert resource.state == ResourceState.PUBLISHED
    assert resource.current_version
    assert resource.current_version.published_at == resource.published_at
    assert Notification.objects.filter(recipient=editor.user).count() == 1
    with pytest.raises(NotInThisState):
        publish_resource(resource, actor=leader)


def test_a_reviewer_may_publish_and_return_with_a_reason() -> None:
    library = a_library()
    reviewer = on_team(library, TeamRole.REVIEWER)
    resource = submit_resource(a_resource(library, published=False), actor=reviewer)
    with pytest.raises(ValidationError):
        return_resource(resource, why=" ", actor=reviewer)
    assert return_resource(resource, why="缺适用对象", actor=reviewer).state == ResourceState.DRAFT


def test_nothing_empty_is_published() -> None:
    library = a_library()
    leader = leader_of(library)
    component = create_resource(library=library, actor=leader, title="空积件", level=Level.COMPONENT)
    with pytest.raises(ValidationError):
        publish_resource(component, actor=leader)


def test_who_sees_which_resources() -> None:
    library = a_library()
    draft, published = a_resource(library, published=False), a_resource(library)
    for actor, seen in (
        (VISITOR, {published}),
        (a_member(Role.STUDENT, library.lead_host), {published}),
        (a_member(Role.MINISTRY_OFFICER), {published}),
        (leader_of(a_library()), {published}),
        (on_team(library), {published, draft}),
    ):
        assert set(Resource.objects.visible_to(actor)) == seen


def test_a_stale_edit_overwrites_nothing() -> None:
    library = a_library()
    resource = a_resource(library, title="原")
    seen = resource.updated_at
    edit_resource(resource, seen_at=seen, changes={"title": "甲改的"}, actor=leader_of(library))
    with pytest.raises(StaleDescription):
        edit_resource(resource, seen_at=seen, changes={"title": "乙改的"}, actor=on_team(library))
    resource.refresh_from_db()
    assert resource.title == "甲改的"
    entry = history_of(resource).filter(verb="edit").get()
    assert entry.facts == {"changes": {"title": ["原", "甲改的"]}}


def test_a_description_takes_points_of_its_own_library_only() -> None:
    library = a_library()
    foreign = a_library().points.all()[0]
    with pytest.raises(ValidationError):
        a_resource(library, points=[foreign])


def test_an_editors_new_version_of_a_published_resource_waits() -> None:
    library = a_library()
    resource, editor, leader = a_resource(library, body="第一版"), on_team(library), leader_of(library)
    waiting = new_version(resource, actor=editor, body="第二版", changes="补充一段")
    resource.refresh_from_db()
    assert resource.current_version
    assert (waiting.published_at, resource.current_version.number) == (None, 1)
    publish_version(waiting, actor=leader)
    resource.refresh_from_db()
    assert resource.current_version == waiting
    assert [version.number for version in resource.versions.all()] == [2, 1]


def test_the_leaders_new_version_is_current_at_once() -> None:
    library = a_library()
    resource = a_resource(library, body="第一版")
    made = new_version(resource, actor=leader_of(library), body="第二版", changes="补充")
    resource.refresh_from_db()
    assert resource.current_version == made


def test_the_same_content_is_no_new_version_and_changes_must_be_told() -> None:
    library = a_library()
    resource, leader = a_resource(library, body="第一版"), leader_of(library)
    with pytest.raises(ValidationError):
        new_version(resource, actor=leader, body="第一版", changes="没有变化")
    with pytest.raises(ValidationError):
        new_version(resource, actor=leader, body="第二版", changes="")
    assert resource.versions.count() == 1


def test_a_new_version_loses_the_mark_of_the_old_one() -> None:
    library = a_library()
    resource, leader = a_resource(library, body="第一版"), leader_of(library)
    first = resource.current_version
    assert first
    marked = mark_certified(first, "资源认证标准 2.1", at=timezone.now(), actor=leader)
    assert (marked.is_certified, marked.certified_by) == (True, "资源认证标准 2.1")
    new_version(resource, actor=leader, body="第二版", changes="补充")
    resource.refresh_from_db()
    assert not resource.is_certified
    with pytest.raises(ValidationError):
        mark_certified(first, "资源认证标准 2.1", at=timezone.now(), actor=leader)


def test_a_mark_is_taken_away() -> None:
    resource = a_resource()
    assert resource.current_version
    leader = leader_of(resource.library)
    mark_certified(resource.current_version, "标准", at=timezone.now(), actor=leader)
    assert not clear_certification(resource, actor=leader, why="复核未通过").is_certified


def test_a_withdrawal_needs_a_reason_and_keeps_the_address() -> None:
    library = a_library()
    resource, leader = a_resource(library), leader_of(library)
    with pytest.raises(ValidationError):
        withdraw_resource(resource, reason="", actor=leader)
    withdraw_resource(resource, reason="过时", actor=leader)
    assert list(Resource.objects.visible_to(VISITOR)) == []
    assert list(Resource.objects.reachable_by(VISITOR)) == [resource]
    with pytest.raises(ValidationError):
        new_version(resource, actor=leader, body="新", changes="新")
    publish_resource(resource, actor=leader)
    assert list(Resource.objects.visible_to(VISITOR)) == [resource]


def test_the_same_content_is_found_again_in_any_library_one_sees() -> None:
    known = a_resource(file=True)
    hidden = a_resource(file=True, published=False)
    file = known.current_version.file if known.current_version else None
    assert file
    assert same_content(file.sha256, VISITOR) == [known]
    assert same_content(file.sha256, leader_of(hidden.library)) == [known, hidden]


def test_subtitles_belong_to_videos() -> None:
    library = a_library()
    leader = leader_of(library)
    video = a_resource(library, file=True, sample="clip.mp4").current_version
    photo = a_resource(library, file=True).current_version
    assert video
    assert photo
    captions = stored("subtitles.vtt", leader)
    assert set_subtitles(video, captions, actor=leader).subtitles == captions
    with pytest.raises(ValidationError):
        set_subtitles(photo, captions, actor=leader)
    with pytest.raises(ValidationError):
        set_subtitles(video, photo.file, actor=leader)


def test_a_component_is_assembled_from_materials_in_order() -> None:
    library = a_library()
    leader = leader_of(library)
    one, two = a_resource(library), a_resource(library)
    component = create_resource(library=library, actor=leader, title="积件", level=Level.COMPONENT)
    assemble_component(component, [two, one], actor=leader)
    assemble_component(component, [one, two], actor=leader)
    assert [line.part for line in component.parts.all()] == [one, two]
    publish_resource(component, actor=leader)
    for wrong in ([one, one], [component], [a_resource()]):
        with pytest.raises(ValidationError):
            assemble_component(component, wrong, actor=leader)


def test_similar_ones_share_points_or_keywords() -> None:
    library = a_library()
    points = list(library.points.all()[:2])
    resource = a_resource(library, points=points, keywords="制动器、塞尺")
    closest = a_resource(library, points=points, keywords="无")
    close = a_resource(library, points=points[:1], keywords="无")
    by_word = a_resource(library, keywords="塞尺")
    a_resource(library, keywords="别的")
    a_resource(library, points=points, published=False)
    found = similar_resources(resource, VISITOR)
    assert [(alike.resource, alike.shared_points, alike.shared_keywords) for alike in found] == [
        (closest, 2, 0),
        (close, 1, 0),
        (by_word, 0, 1),
    ]


def test_a_stranger_makes_and_edits_nothing() -> None:
    library = a_library()
    stranger = leader_of(a_library())
    resource = a_resource(library)
    with pytest.raises(ValidationError):
        create_resource(library=library, actor=stranger, title="某", body="文")
    with pytest.raises(ValidationError):
        edit_resource(resource, seen_at=resource.updated_at, changes={"title": "某"}, actor=stranger)
    with pytest.raises(ValidationError):
        withdraw_resource(resource, reason="某", actor=stranger)
