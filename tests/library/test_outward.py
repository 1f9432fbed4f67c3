"""What other sites take: feeds, the map, the data of schema.org, and a page for foreign frames."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.library.builders import a_course, a_library, a_resource
from zyk.library.enums import LibraryState

pytestmark = pytest.mark.django_db


def test_feeds_hold_what_everybody_may_see_of_a_library_and_of_a_search(client: Client) -> None:
    library = a_library()
    a_resource(library, title="制动器<甲>", media_type="video")
    a_resource(library, title="别的", media_type="text", body="无")
    a_resource(library, title="草稿", published=False)
    hidden = a_library(state=LibraryState.PREPARING)
    a_resource(hidden, title="筹建中的")

    def told(path: str, **query: str) -> set[str]:
        feed = ElementTree.fromstring(client.get(path, query).content)
        return {str(item.findtext("title")) for item in feed.iter("item")}

    assert told("/libraries/feed.xml") == {"制动器<甲>", "别的"}
    assert told("/libraries/feed.xml", q="制动器") == {"制动器<甲>"}
    assert told("/libraries/feed.xml", media_type="text") == {"别的"}
    assert told(f"/libraries/{library.uuid}/feed.xml") == {"制动器<甲>", "别的"}
    assert client.get(f"/libraries/{hidden.uuid}/feed.xml").status_code == 404


def test_the_map_leads_machines_to_public_pages_alone(client: Client) -> None:
    library = a_library()
    course, resource = a_course(library, modules=(1,)), a_resource(library)
    draft = a_resource(library, published=False)
    robots = client.get("/robots.txt").content.decode()
    index = client.get(robots.split("Sitemap: ")[1].strip().partition("127.0.0.1")[2].lstrip(":0123456789")).content
    parts = re.findall(rb"<loc>https?://[^/]+(/[^<]+)</loc>", index)
    found = b"".join(client.get(part.decode()).content for part in parts).decode()
    for one in (library, course, resource):
        assert str(one.uuid) in found
    assert str(draft.uuid) not in found
    address = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", found)[0]
    assert client.get(address).status_code == 200


def test_pages_describe_their_subject_for_machines_and_no_title_breaks_out(client: Client) -> None:
    library = a_library()
    resource = a_resource(library, title="</script><b>甲", rights="cc-by", description="说明")
    course = a_course(library, modules=(1,))
    for path, kind in (
        (f"/libraries/{library.uuid}/", "Collection"),
        (f"/libraries/courses/{course.uuid}/", "Course"),
        (f"/libraries/resources/{resource.uuid}/", "LearningResource"),
    ):
        text = client.get(path).content.decode()
        block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert [json.loads(each)["@type"] for each in block] == [kind]
        assert 'property="og:title"' in text
    assert json.loads(block[0])["name"] == resource.title


def test_a_resource_stands_in_a_foreign_frame_as_far_as_its_licence_lets_it(client: Client) -> None:
    library = a_library()
    free = a_resource(library, rights="cc-by", body="人人可用的正文")
    kept = a_resource(library, rights="reserved", body="只在本平台的正文")
    draft = a_resource(library, rights="cc-by", published=False)
    answer = client.get(f"/libraries/resources/{free.uuid}/embed/")
    assert "人人可用的正文" in answer.content.decode()
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    answer = client.get(f"/libraries/resources/{kept.uuid}/embed/")
    assert "只在本平台的正文" not in answer.content.decode()
    assert kept.title in answer.content.decode()
    assert client.get(f"/libraries/resources/{draft.uuid}/embed/").status_code == 404
    ours = client.get(f"/libraries/resources/{free.uuid}/")
    assert "frame-ancestors 'self'" in ours["Content-Security-Policy"]
    assert f"/libraries/resources/{free.uuid}/embed/" in ours.content.decode()
