"""A bundle proves a computation to somebody who has nothing but the file."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.accounts.builders import a_member
from tests.monitoring.world import AS_OF, a_world
from tests.rulebook.builders import rulebook_2019
from zyk.accounts.enums import Role
from zyk.library.models import Resource
from zyk.monitoring.actions import compute_library, make_evidence
from zyk.monitoring.evidence.bundle import write_bundle
from zyk.monitoring.evidence.verify import verify
from zyk.monitoring.models import Computation, EvidenceBundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def computed() -> Computation:
    rulebook_2019()
    return compute_library(a_world().library, as_of=AS_OF)


def test_a_sound_bundle_gives_every_figure_again_without_settings_or_database(
    computed: Computation, tmp_path: Path
) -> None:
    path, _sha256 = write_bundle(computed, tmp_path)
    bare = {name: value for name, value in os.environ.items() if name == "PATH"}
    bare |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "ZYK_DATA_DIR": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "zyk", "verify-evidence", str(path)], env=bare, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "figures computed again give the same numbers" in done.stdout
    assert computed.library.name in done.stdout


def test_wherever_a_byte_is_altered_it_is_noticed(computed: Computation, tmp_path: Path) -> None:
    path, _sha256 = write_bundle(computed, tmp_path)
    whole, chance = path.read_bytes(), random.Random(1)
    for place in [0, len(whole) // 2, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(7))]:
        altered = bytearray(whole)
        altered[place] ^= 0x10
        path.write_bytes(altered)
        assert verify(path)[1] != [], place


def test_a_figure_that_was_touched_up_and_sealed_anew_is_named(computed: Computation, tmp_path: Path) -> None:
    computed.results.filter(code="active_users").update(
        inputs={"raw": {"counted": 6}, "credible": {"counted": 600}}, credible_value=600
    )
    path, _sha256 = write_bundle(computed, tmp_path)

    assert verify(path)[1] == [
        "active_users (credible, counted): the file says 600, its records give 5",
        "active_users (credible): the file says 600.0000, its records give 5.0000",
    ]


def test_no_bundle_is_handed_out_that_does_not_prove_its_figures(computed: Computation) -> None:
    Resource.objects.filter(library=computed.library).update(media_type="text")
    bundle = EvidenceBundle.objects.create(computation=computed)
    make_evidence(bundle.pk)

    bundle.refresh_from_db()
    assert (bundle.fault, bundle.is_ready) == ("stale", False)


def test_who_watches_the_library_asks_for_its_evidence_once_and_takes_it_away(
    computed: Computation, client: Client, django_capture_on_commit_callbacks: object, settings: object, tmp_path: Path
) -> None:
    officer = a_member(Role.MINISTRY_OFFICER)
    assert officer.user
    client.force_login(officer.user)
    for _ in range(2):
        client.post(f"/monitoring/computations/{computed.uuid}/evidence/ask/")
    bundle = EvidenceBundle.objects.get()
    make_evidence(bundle.pk)
    bundle.refresh_from_db()
    answer = client.get(f"/monitoring/evidence/{bundle.uuid}/")
    file = tmp_path / "taken.zip"
    file.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]

    assert verify(file)[1] == []
    assert bundle.sha256 in client.get(f"/monitoring/computations/{computed.uuid}/evidence/").content.decode()
    stranger = a_member(Role.HOST_EDITOR)
    assert stranger.user
    client.force_login(stranger.user)
    assert client.get(f"/monitoring/evidence/{bundle.uuid}/").status_code == 404
    assert client.post(f"/monitoring/computations/{computed.uuid}/evidence/ask/").status_code == 404
    default_storage.delete(bundle.storage_name)
