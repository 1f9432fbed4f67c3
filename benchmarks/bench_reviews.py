"""Assigning 1,000 dossiers three reviews each among 3,000 experts, and the board of that panel.

In a process of its own on a fresh SQLite database; CPU is the process's own."""

import json
import random
import subprocess
import sys
import time
from typing import Any
from uuid import uuid4

from benchmarks.house import ROOT, data_folder, environment, free_port, zyk

DOSSIERS, EXPERTS, UNITS, EACH = 1_000, 3_000, 800, 3
ON = f"SQLite, {DOSSIERS} dossiers × {EACH} reviews, {EXPERTS} experts"


def run(report: Any) -> None:
    with data_folder() as folder:
        env = environment(folder, free_port())
        zyk("setup", env=env)
        words = [sys.executable, "-m", "benchmarks.bench_reviews"]
        measured = subprocess.run(words, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
        for line in measured.stdout.splitlines():
            found = json.loads(line)
            report(found["name"], found["value"], found["unit"], on=ON)


def measure() -> None:
    import django

    django.setup()
    from decimal import Decimal

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment
    from django.utils import timezone

    from zyk.accounts.actor import Actor
    from zyk.accounts.enums import OrganisationKind, Role
    from zyk.accounts.models import Membership, Organisation, Province, User
    from zyk.reviews.actions import confirm_assignment, propose_assignment, set_up_panel
    from zyk.reviews.models import Dossier, Expert, PanelMember, Review

    setup_test_environment()
    chance, now = random.Random(2019), timezone.now()
    provinces = list(Province.objects.filter(in_programme=True))
    codes = [f"{41 + a:02}{b:02}{c:02}" for a in range(19) for b in range(1, 6) for c in range(1, 8)]
    units = [
        Organisation(kind=OrganisationKind.SCHOOL, code=f"B-{n}", name=f"学校 {n}", province=chance.choice(provinces))
        for n in range(UNITS)
    ]
    Organisation.objects.bulk_create(units)
    users = [User(username=f"expert-{n}", name=f"专家 {n}", kind="teacher") for n in range(EXPERTS)]
    User.objects.bulk_create(users)
    experts = [
        Expert(
            user=user,
            organisation=chance.choice(units),
            fields=[chance.choice(codes)[: chance.choice((4, 6))] for _ in range(chance.randint(1, 3))],
            keywords=[f"词{chance.randint(1, 300)}"],
        )
        for user in users
    ]
    Expert.objects.bulk_create(experts)
    dossiers = []
    for number in range(DOSSIERS):
        lead = chance.choice(units)
        text = f"词{chance.randint(1, 300)}" + "建设基础扎实，企业参与。" * 200
        content = [{"code": "a", "title": {"zh": "甲", "en": "A"}, "fields": [{"code": "t", "value": text}]}]
        dossiers.append(
            Dossier(
                kind="candidate",
                subject_uuid=uuid4(),
                revision=1,
                number=f"B-{number:05}",
                title=f"资源库 {number}",
                specialty_code=chance.choice(codes),
                lead_organisation=lead,
                content=content,
                blind_content=content,
                sha256="0" * 64,
                frozen_at=now,
            )
        )
    Dossier.objects.bulk_create(dossiers)
    ministry = Organisation.objects.create(kind=OrganisationKind.MINISTRY, code="B-M", name="部")
    officer = User.objects.create(username="officer", name="经办人", kind="teacher")
    seat = Membership.objects.create(user=officer, organisation=ministry, role=Role.MINISTRY_OFFICER)
    actor = Actor(user=officer, membership=seat)
    sheet = [
        {"code": f"c{n}", "title": {"zh": "项", "en": "Item"}, "weight": None, "maximum": 10, "guidance": None}
        for n in range(8)
    ]
    panel = set_up_panel(title="大组", dossiers=dossiers, criteria=sheet, actor=actor, reviews_each=EACH, max_load=5)
    PanelMember.objects.bulk_create(PanelMember(panel=panel, expert=expert) for expert in experts)

    began = time.perf_counter()
    proposal = propose_assignment(panel, seed="bench", actor=actor, at=now)
    _say("propose assignment", time.perf_counter() - began, "s")
    _say("pairs proposed", proposal.pairs.count(), "pairs")
    began = time.perf_counter()
    confirm_assignment(proposal, actor=actor, at=now)
    _say("confirm assignment", time.perf_counter() - began, "s")
    reviews = list(Review.objects.all())
    for review in reviews:
        review.state, review.total, review.submitted_at = "submitted", Decimal(chance.randint(5000, 9900)) / 100, now
    Review.objects.bulk_update(reviews, ["state", "total", "submitted_at"], batch_size=500)

    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "review board": f"/reviews/panels/{panel.uuid}/board/",
        "list of panels": "/reviews/panels/",
        "proposal of assignment": f"/reviews/proposals/{proposal.uuid}/",
        "list of experts": "/reviews/experts/",
    }
    for name, url in pages.items():
        assert client.get(url).status_code == 200
        times = []
        for _round in range(10):
            began_cpu = time.process_time()
            client.get(url)
            times.append(time.process_time() - began_cpu)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        _say(f"{name} CPU", sorted(times)[len(times) // 2] * 1000, "ms")
        _say(f"{name} queries", len(queries), "queries")


def _say(name: str, value: float, unit: str) -> None:
    print(json.dumps({"name": name, "value": value, "unit": unit}), flush=True)


if __name__ == "__main__":
    measure()
