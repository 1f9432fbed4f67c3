from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.accounts.builders import a_member, a_user, signed_in
from zyk.accounts.actions import change_mail, edit_mail, hold_outbox, release_outbox
from zyk.accounts.enums import MAIL_MOVES, MailState, Role
from zyk.accounts.models import Mail
from zyk.accounts.notices import notify
from zyk.accounts.outbox import WAITS, send_waiting
from zyk.common.moves import NotInThisState

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"text": "请签署任务书。", "english_text": "Please sign the task book.", "url": "/projects/"}


def a_mail(state: str = MailState.QUEUED) -> Mail:
    return Mail.objects.create(recipient=a_user(), subject="请签署任务书。", body="王老师：您好！", state=state)


def test_a_mail_is_kept_with_the_act_and_sent_after_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    reader, without_address = a_user(language="en"), a_user(email="")
    with django_capture_on_commit_callbacks(execute=True):
        notify([reader, without_address], mail=True, **WORDS)
        assert Mail.objects.get().state == MailState.QUEUED
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([reader.email], "Please sign the task book.")
    assert Mail.objects.get().state == MailState.SENT
    assert send_waiting(timezone.now()) == 0


def test_a_mail_server_that_refuses_is_asked_again_later_and_given_up_at_last(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "no.such.Backend"
    row, now = a_mail(), timezone.now()
    for wait in WAITS:
        send_waiting(now)
        row.refresh_from_db()
        assert (row.state, row.next_try_at) == (MailState.QUEUED, now + wait)
        assert send_waiting(now) == 0
        now += wait
    send_waiting(now)
    row.refresh_from_db()
    assert row.state == MailState.FAILED
    assert "ModuleNotFoundError" in row.last_error


def test_a_mail_left_by_a_killed_worker_is_taken_up_again() -> None:
    row = a_mail(MailState.SENDING)
    assert send_waiting(timezone.now()) == 0
    assert send_waiting(timezone.now() + timedelta(hours=1)) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{row.uuid}@")


def test_while_the_outbox_is_held_nothing_goes_out() -> None:
    officer, waiting = a_member(Role.MINISTRY_OFFICER), a_mail()
    hold_outbox(why="核对名单", actor=officer, at=timezone.now())
    notify([a_user()], mail=True, **WORDS)
    assert send_waiting(timezone.now()) == 0
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.HELD}
    with pytest.raises(NotInThisState):
        hold_outbox(why="再次", actor=officer, at=timezone.now())
    assert release_outbox(actor=officer) == 2
    assert send_waiting(timezone.now()) == 2
    waiting.refresh_from_db()
    with pytest.raises(NotInThisState):
        release_outbox(actor=officer)
    with pytest.raises(ValidationError):
        hold_outbox(why=" ", actor=officer, at=timezone.now())


@pytest.mark.parametrize("origin", MailState)
@pytest.mark.parametrize("to", MailState)
def test_a_mail_moves_only_as_the_table_says(origin: MailState, to: MailState) -> None:
    row, officer = a_mail(origin), a_member(Role.OPERATOR)
    if to in MAIL_MOVES[origin]:
        change_mail(row, to_state=to, actor=officer)
        assert Mail.objects.get().state == to
    else:
        with pytest.raises(NotInThisState):
            change_mail(row, to_state=to, actor=officer)


def test_only_what_has_not_gone_out_is_edited() -> None:
    officer = a_member(Role.OPERATOR)
    edit_mail(a_mail(MailState.FAILED), subject="新的\n主题", body="新的正文", actor=officer)
    assert Mail.objects.get().subject == "新的 主题"
    with pytest.raises(NotInThisState):
        edit_mail(a_mail(MailState.SENT), subject="主题", body="正文", actor=officer)


def test_the_keeper_reads_holds_edits_and_releases_in_the_page(client: Client) -> None:
    signed_in(client, a_member(Role.MINISTRY_OFFICER))
    row = a_mail()
    client.post(reverse("accounts:outbox_hold"), {"why": "核对名单"})
    page = client.get(reverse("accounts:outbox"), {"q": "任务书", "state": "held"}).content.decode()
    assert "核对名单" in page
    assert row.recipient.email not in page
    assert row.recipient.email in client.get(reverse("accounts:mail", args=[row.uuid])).content.decode()
    client.post(reverse("accounts:mail", args=[row.uuid]), {"subject": "请尽快签署", "body": "正文"})
    client.post(reverse("accounts:mail_change", args=[row.uuid]), {"act": "release"})
    client.post(reverse("accounts:outbox_release"))
    client.post(reverse("accounts:outbox_send"))
    assert [sent.subject for sent in mail.outbox] == ["请尽快签署"]


@pytest.mark.parametrize("role", [Role.UNIT_ADMINISTRATOR, Role.PROVINCE_OFFICER, Role.EXPERT, Role.STUDENT])
def test_the_outbox_does_not_exist_for_others(client: Client, role: Role) -> None:
    signed_in(client, a_member(role))
    assert client.get(reverse("accounts:outbox")).status_code == 404
    assert client.get(reverse("accounts:mail", args=[a_mail().uuid])).status_code == 404
