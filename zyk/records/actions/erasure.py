"""A person's records put under a pseudonym or deleted, in the database and in segments (个人信息保护法 44–47)."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zyk.accounts.actor import Actor
from zyk.accounts.enums import Role
from zyk.accounts.models import User
from zyk.accounts.notices import notify
from zyk.common import audit
from zyk.common.audit import SYSTEM
from zyk.common.moves import move
from zyk.records import files as attachments
from zyk.records.dictionary import AGENTS
from zyk.records.effacing import effaced
from zyk.records.enums import ERASURE_MOVES, ErasureKind, ErasureState, RelatedKind
from zyk.records.models import Document, Erasure, RecordStore, Reference, Related, SealedId, Statement
from zyk.records.port import port_to
from zyk.records.queries import agent_key_of, agent_name_of, held_of
from zyk.records.rules import can_erase
from zyk.records.segments import rewriting
from zyk.records.writer import STORE

CHUNK = 500
NAMED = (RelatedKind.AGENT, RelatedKind.CONTEXT_AGENT)


@transaction.atomic
def ask_erasure(person: User, *, actor: Actor, kind: str, reason: str) -> Erasure:
    """The person asks for himself, or the operator on his behalf; one request at a time."""
    if actor.user != person and not can_erase(actor):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("请写明原因。")})
    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(
                person=person, kind=kind, reason=reason.strip(), asked_by_person=actor.user == person
            )
    except IntegrityError as error:
        raise ValidationError(_("已有一项申请正在处理，请等它完成。")) from error
    audit.record(actor=actor, verb="ask_erasure", about=erasure, why=erasure.reason, facts={"kind": kind})
    if erasure.asked_by_person:
        notify(
            User.objects.filter(memberships__role=Role.OPERATOR, is_active=True).distinct(),
            text=f"{person.name}申请处理本人的学习记录",
            english_text=f"{person.name} asks for his or her learning records to be erased",
            url="/records/erasures/",
            mail=True,
        )
    return erasure


@transaction.atomic
def refuse_erasure(erasure: Erasure, *, actor: Actor, answer: str) -> None:
    if not can_erase(actor):
        raise PermissionDenied
    if not answer.strip():
        raise ValidationError({"answer": _("请写明不予处理的理由。")})
    move(erasure, ErasureState.REFUSED, moves=ERASURE_MOVES, actor=actor, why=answer)
    Erasure.objects.filter(pk=erasure.pk).update(answer=answer)
    _tell(erasure, "你的学习记录处理申请未获同意", "Your request to erase learning records was refused")


@transaction.atomic
def begin_erasure(erasure: Erasure, *, actor: Actor) -> None:
    """The operator's decision; the worker carries it out."""
    if not can_erase(actor):
        raise PermissionDenied
    held = held_of(erasure.person.uuid)
    facts = {"own": held.own, "named": held.named, "documents": held.documents}
    move(erasure, ErasureState.UNDER_WAY, moves=ERASURE_MOVES, actor=actor, why=erasure.reason, facts=facts)
    Erasure.objects.filter(pk=erasure.pk).update(statements=held.own + held.named, documents=held.documents)


def carry_out_erasure(erasure: Erasure) -> None:
    """Hot rows first, then segments, until nothing of the person is found; stopped in the middle, call it again."""
    if erasure.state != ErasureState.UNDER_WAY:
        return
    key = agent_key_of(erasure.person.uuid)
    segments = 0
    if key is not None:
        new_key = _pseudonym_key(erasure)
        while True:
            hot = _erase_hot(erasure, key, new_key)
            sealed = 0
            for segment in list(rewriting.segments_naming(key)):
                sealed += rewriting.rewrite(
                    segment,
                    key=key,
                    new_key=new_key,
                    delete_own=erasure.kind == ErasureKind.DELETION,
                    efface=partial(effaced, person=erasure.person.uuid, pseudonym=erasure.pseudonym),
                    actor=SYSTEM,
                    reason=erasure.reason,
                )
                segments += 1
            if not hot and not sealed:
                break
        Document.objects.filter(agent_id=key).delete()
    with transaction.atomic():
        move(erasure, ErasureState.DONE, moves=ERASURE_MOVES, actor=SYSTEM, facts={"segments": segments})
        Erasure.objects.filter(pk=erasure.pk).update(segments=segments, done_at=timezone.now())
        _tell(erasure, "你的学习记录已按申请处理完毕", "Your learning records were erased as requested")


def _pseudonym_key(erasure: Erasure) -> int:
    name = agent_name_of(erasure.pseudonym)
    with transaction.atomic():
        RecordStore.objects.select_for_update().get(pk=STORE)
        return AGENTS.keys([name])[name]


def _erase_hot(erasure: Erasure, key: int, new_key: int) -> int:
    done = 0
    while count := _erase_chunk(erasure, key, new_key):
        done += count
    return done


@transaction.atomic
def _erase_chunk(erasure: Erasure, key: int, new_key: int) -> int:
    RecordStore.objects.select_for_update().get(pk=STORE)
    own = list(Statement.objects.filter(actor_id=key).order_by("sequence")[:CHUNK])
    if erasure.kind == ErasureKind.DELETION and own:
        _delete(own)
        return len(own)
    naming = Related.objects.filter(key=key, kind__in=NAMED)
    named = set(naming.values_list("statement_id", flat=True)[:CHUNK])
    rows = {row.sequence: row for row in own}
    rows |= {row.sequence: row for row in Statement.objects.filter(sequence__in=named)}
    for row in rows.values():
        row.original = effaced(bytes(row.original), erasure.person.uuid, erasure.pseudonym)
        row.actor_id = new_key if row.actor_id == key else row.actor_id
    Statement.objects.bulk_update(rows.values(), ["original", "actor"])
    for sequence, kind in naming.filter(statement_id__in=named).values_list("statement_id", "kind"):
        Related.objects.get_or_create(statement_id=sequence, kind=kind, key=new_key)
    naming.filter(statement_id__in=named).delete()
    return len(rows) or len(named)


def _delete(rows: list[Statement]) -> None:
    """The ids stay taken, so that a source that sends a statement again does not bring it back."""
    sequences = [row.sequence for row in rows]
    attachments.drop([row.uuid for row in rows])
    Reference.objects.filter(statement_id__in=sequences).delete()
    Related.objects.filter(statement_id__in=sequences).delete()
    Statement.objects.filter(sequence__in=sequences)._raw_delete(connection.alias)
    with connection.wrap_database_errors:
        port = port_to(connection)
        port.insert(SealedId, ["uuid", "sequence"], [(port.uuid(row.uuid), row.sequence) for row in rows])


def _tell(erasure: Erasure, text: str, english_text: str) -> None:
    notify([erasure.person], text=text, english_text=english_text, url="/records/mine/", mail=True)
