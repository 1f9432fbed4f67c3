"""What the types of `shapes` cannot say: the rules of xAPI 1.0.3, part 2 (2.2–2.4, 4), cited by section, and where
the second edition (xAPI 2.0, IEEE 9274.1.1) differs.

`decode` is the one way from bytes to a checked statement."""

from collections.abc import Set
from typing import NamedTuple

import msgspec
from msgspec import UNSET, Raw, UnsetType

from zyk.records import shapes, values
from zyk.records.editions import FIRST, Edition, is_version_of_statement
from zyk.records.nesting import refuse_crooked
from zyk.records.refusals import NotAStatement
from zyk.records.shapes import Agent, Thing
from zyk.records.verbs import Verb

_statement = msgspec.json.Decoder(shapes.Statement)
_object_type = msgspec.json.Decoder(shapes.ObjectType)
_objects: dict[str, msgspec.json.Decoder] = {
    "Activity": msgspec.json.Decoder(shapes.Activity),
    "Agent": msgspec.json.Decoder(Agent),
    "Group": msgspec.json.Decoder(Agent),
    "StatementRef": msgspec.json.Decoder(shapes.StatementRef),
    "SubStatement": msgspec.json.Decoder(shapes.SubStatement),
}
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"


class Checked(NamedTuple):
    """A statement that holds by the standard, with its object decoded and the bytes it came in."""

    statement: shapes.Statement
    thing: Thing
    original: bytes


def decode(original: bytes, edition: Edition = FIRST, attached: Set[str] = frozenset()) -> Checked:
    """Decode and check one statement; raises NotAStatement naming the property.

    `attached` are the hashes (small hexadecimal digits) of the files that came beside it."""
    try:
        statement = _statement.decode(original)
        refuse_crooked(original)
        thing = _body(statement, edition, attached)
    except NotAStatement:
        raise
    except RecursionError as error:
        raise NotAStatement("", "nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _misshapen(error) from error
    if statement.version is not UNSET and not is_version_of_statement(statement.version, edition):
        raise NotAStatement("version", "must be 1.0.x" if edition is FIRST else "must be 1.0.x or 2.0.x")
    if statement.stored is not UNSET and values.instant_of(statement.stored) is None:
        raise NotAStatement("stored", "must be an ISO 8601 timestamp")
    if statement.authority is not UNSET:
        _authority(statement.authority)
    if statement.verb.id == Verb.VOIDED.iri and not isinstance(thing, shapes.StatementRef):
        raise NotAStatement("object", "a voiding statement must have a StatementRef as its object")
    return Checked(statement, thing, original)


def decode_agent(text: bytes) -> Agent:
    """Decode and check one agent or group, as a filter carries it."""
    try:
        agent = _objects["Agent"].decode(text)
        refuse_crooked(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _misshapen(error) from error
    _agent(agent, "")
    return agent


def decode_thing(raw: Raw, place: str = "object") -> Thing:
    """Decode an object by its objectType (2.4.4); without one it is an activity."""
    slice_ = bytes(raw)
    kind = "Activity"
    if b"objectType" in slice_ or b"\\u" in slice_:
        kind = _object_type.decode(slice_).object_type
    decoder = _objects.get(kind) if isinstance(kind, str) else None
    if decoder is None:
        raise NotAStatement(f"{place}.objectType", "must be Activity, Agent, Group, StatementRef or SubStatement")
    try:
        return decoder.decode(slice_)
    except msgspec.ValidationError as error:
        raise _misshapen(error, place) from error


def _misshapen(error: Exception, place: str = "") -> NotAStatement:
    """Say msgspec's message in our form: the path first."""
    reason, _, path = str(error).partition(" - at `$")
    path = path.removesuffix("`").removeprefix(".")
    return NotAStatement(".".join(part for part in (place, path) if part), reason)


def _body(statement: shapes.Statement | shapes.SubStatement, edition: Edition, attached: Set[str]) -> Thing:
    """The parts that a statement and a sub-statement share."""
    _agent(statement.actor, "actor")
    if not values.is_iri(statement.verb.id):
        raise NotAStatement("verb.id", "must be an IRI with a scheme")
    if statement.verb.display is not UNSET:
        _words(statement.verb.display, "verb.display")
    thing = decode_thing(statement.object)
    _thing(thing, edition, attached, inside=isinstance(statement, shapes.SubStatement))
    if statement.result is not UNSET:
        _result(statement.result)
    if statement.context is not UNSET:
        _context(statement.context, thing, edition)
    if statement.timestamp is not UNSET and values.instant_of(statement.timestamp) is None:
        raise NotAStatement("timestamp", "must be an ISO 8601 timestamp with date and time")
    if statement.attachments is not UNSET:
        for number, attachment in enumerate(statement.attachments):
            _attachment(attachment, f"attachments[{number}]", attached)
    return thing


def _thing(thing: Thing, edition: Edition, attached: Set[str], *, inside: bool) -> None:
    """2.4.4; a sub-statement may not contain another one (2.4.4.3)."""
    if isinstance(thing, shapes.Activity):
        _activity(thing, "object")
    elif isinstance(thing, Agent):
        _agent(thing, "object")
    elif isinstance(thing, shapes.SubStatement):
        if inside:
            raise NotAStatement("object.objectType", "a SubStatement must not contain a SubStatement")
        try:
            _body(thing, edition, attached)
        except NotAStatement as error:
            raise NotAStatement(f"object.{error.place}", error.reason) from error


def _agent(agent: Agent, place: str) -> None:
    """2.4.2: exactly one inverse functional identifier; only a group may have none, and then has members."""
    given = (
        (agent.account is not UNSET)
        + (agent.mbox is not UNSET)
        + (agent.mbox_sha1sum is not UNSET)
        + (agent.openid is not UNSET)
    )
    is_group = agent.object_type == "Group"
    if given > 1 or (given == 0 and not is_group):
        raise NotAStatement(place, "must have exactly one of mbox, mbox_sha1sum, openid, account")
    if given:
        _identifier(agent, place)
    if agent.member is not UNSET:
        if not is_group:
            raise NotAStatement(f"{place}.member", "only a Group has members")
        for number, member in enumerate(agent.member):
            if member.object_type == "Group":
                raise NotAStatement(f"{place}.member[{number}]", "a Group must not contain a Group")
            _agent(member, f"{place}.member[{number}]")
    if is_group and given == 0 and not agent.member:
        raise NotAStatement(f"{place}.member", "a Group without an identifier must have members")


def _identifier(agent: Agent, place: str) -> None:
    if agent.account is not UNSET:
        if not values.is_iri(agent.account.home_page):
            raise NotAStatement(f"{place}.account.homePage", "must be an IRL with a scheme")
    elif agent.mbox is not UNSET:
        if not values.is_mailto(agent.mbox):
            raise NotAStatement(f"{place}.mbox", "must be mailto: and an address")
    elif agent.mbox_sha1sum is not UNSET:
        if not values.is_sha1(agent.mbox_sha1sum):
            raise NotAStatement(f"{place}.mbox_sha1sum", "must be 40 hexadecimal digits")
    elif agent.openid is not UNSET and not values.is_iri(agent.openid):
        raise NotAStatement(f"{place}.openid", "must be a URI with a scheme")


def _authority(authority: Agent) -> None:
    """2.4.9: an agent, or an anonymous group of exactly two, an OAuth consumer (an account) and its user."""
    _agent(authority, "authority")
    if authority.object_type != "Group":
        return
    if any(
        value is not UNSET for value in (authority.mbox, authority.mbox_sha1sum, authority.openid, authority.account)
    ):
        raise NotAStatement("authority", "an authority Group must not have an identifier of its own")
    if authority.member is UNSET or len(authority.member) != 2:
        raise NotAStatement("authority.member", "an authority Group must have exactly two members")
    if all(member.account is UNSET for member in authority.member):
        raise NotAStatement("authority.member", "one of the two must be the OAuth consumer, named by an account")


def _activity(activity: shapes.Activity, place: str) -> None:
    if not values.is_iri(activity.id):
        raise NotAStatement(f"{place}.id", "must be an IRI with a scheme")
    if activity.definition is not UNSET:
        _definition(activity.definition, f"{place}.definition")


def _definition(definition: shapes.Definition, place: str) -> None:
    """2.4.4.1, with the interaction properties."""
    _words(definition.name, f"{place}.name")
    _words(definition.description, f"{place}.description")
    if definition.type is not UNSET and not values.is_iri(definition.type):
        raise NotAStatement(f"{place}.type", "must be an IRI with a scheme")
    if definition.more_info is not UNSET and not values.is_iri(definition.more_info):
        raise NotAStatement(f"{place}.moreInfo", "must be an IRL with a scheme")
    _extensions(definition.extensions, place)
    _interaction(definition, place)


def _interaction(definition: shapes.Definition, place: str) -> None:
    if definition.interaction_type is UNSET and definition.correct_responses_pattern is not UNSET:
        raise NotAStatement(f"{place}.interactionType", "is required beside correctResponsesPattern")
    for name, parts, kinds in (
        ("choices", definition.choices, ("choice", "sequencing")),
        ("scale", definition.scale, ("likert",)),
        ("source", definition.source, ("matching",)),
        ("target", definition.target, ("matching",)),
        ("steps", definition.steps, ("performance",)),
    ):
        if parts is UNSET:
            continue
        if definition.interaction_type not in kinds:
            raise NotAStatement(f"{place}.{name}", f"is only for interactionType {' or '.join(kinds)}")
        _choices(parts, f"{place}.{name}")


def _choices(choices: list[shapes.Choice], place: str) -> None:
    if len({choice.id for choice in choices}) != len(choices):
        raise NotAStatement(place, "ids must be distinct")
    for number, choice in enumerate(choices):
        _words(choice.description, f"{place}[{number}].description")


def _result(result: shapes.Result) -> None:
    """2.4.5."""
    if result.duration is not UNSET and values.seconds_of(result.duration) is None:
        raise NotAStatement("result.duration", "must be an ISO 8601 duration")
    _extensions(result.extensions, "result")
    score = result.score
    if score is UNSET:
        return
    if score.scaled is not UNSET and not -1 <= score.scaled <= 1:
        raise NotAStatement("result.score.scaled", "must lie between -1 and 1")
    low = float("-inf") if score.min is UNSET else score.min
    high = float("inf") if score.max is UNSET else score.max
    if low >= high:
        raise NotAStatement("result.score.min", "must be less than max")
    if score.raw is not UNSET and not low <= score.raw <= high:
        raise NotAStatement("result.score.raw", "must lie between min and max")


def _context(context: shapes.Context, thing: Thing, edition: Edition) -> None:
    """2.4.6; revision and platform only with an activity."""
    if context.context_agents is not UNSET or context.context_groups is not UNSET:
        _around(context, edition)
    if context.instructor is not UNSET:
        _agent(context.instructor, "context.instructor")
    if context.team is not UNSET:
        _agent(context.team, "context.team")
        if context.team.object_type != "Group":
            raise NotAStatement("context.team", "must be a Group")
    if context.language is not UNSET and not values.is_language(context.language):
        raise NotAStatement("context.language", "must be a language tag (RFC 5646)")
    if not isinstance(thing, shapes.Activity):
        for name in ("revision", "platform"):
            if getattr(context, name) is not UNSET:
                raise NotAStatement(f"context.{name}", "is only for statements about an Activity")
    _extensions(context.extensions, "context")
    if context.context_activities is not UNSET:
        for name in ("parent", "grouping", "category", "other"):
            given = getattr(context.context_activities, name)
            if given is not UNSET:
                for number, activity in enumerate(activities(given)):
                    _activity(activity, f"context.contextActivities.{name}[{number}]")


def _around(context: shapes.Context, edition: Edition) -> None:
    """Second edition, 4.2.2.5: agents and groups around the act, each with the activity types that say as what."""
    if edition is FIRST:
        raise NotAStatement("context", "contextAgents and contextGroups belong to xAPI 2.0")
    for number, beside in enumerate(context.context_agents or []):
        place = f"context.contextAgents[{number}]"
        _agent(beside.agent, f"{place}.agent")
        _relevant(beside.relevant_types, place)
    for number, group in enumerate(context.context_groups or []):
        place = f"context.contextGroups[{number}]"
        if group.group.object_type != "Group":
            raise NotAStatement(f"{place}.group", "must be a Group")
        _agent(group.group, f"{place}.group")
        _relevant(group.relevant_types, place)


def _relevant(types: list[str] | UnsetType, place: str) -> None:
    if types is UNSET:
        return
    if not types:
        raise NotAStatement(f"{place}.relevantTypes", "must not be empty")
    for iri in types:
        if not values.is_iri(iri):
            raise NotAStatement(f"{place}.relevantTypes", f"{iri[:80]!r} is not an IRI")


def activities(given: shapes.Activities) -> list[shapes.Activity]:
    """Context activities as a list: a single one may stand alone (2.4.6.2)."""
    if given is UNSET:
        return []
    return given if isinstance(given, list) else [given]  # type: ignore[list-item]


def _attachment(attachment: shapes.Attachment, place: str, attached: Set[str]) -> None:
    """2.4.11: the file came along, or stays where fileUrl says."""
    if not values.is_iri(attachment.usage_type):
        raise NotAStatement(f"{place}.usageType", "must be an IRI with a scheme")
    if not values.is_media_type(attachment.content_type):
        raise NotAStatement(f"{place}.contentType", "must be an Internet media type")
    if attachment.length < 0:
        raise NotAStatement(f"{place}.length", "must be a number of bytes")
    if not values.is_sha2(attachment.sha2):
        raise NotAStatement(f"{place}.sha2", "must be a SHA-2 hash in hexadecimal digits")
    if attachment.file_url is UNSET:
        if attachment.sha2.lower() not in attached:
            raise NotAStatement(place, "send the file along (multipart/mixed), or say its fileUrl")
    elif not values.is_iri(attachment.file_url):
        raise NotAStatement(f"{place}.fileUrl", "must be an IRL with a scheme")
    _words(attachment.display, f"{place}.display")
    _words(attachment.description, f"{place}.description")


def _words(words: shapes.Words | UnsetType, place: str) -> None:
    """4.2: the keys of a language map are language tags."""
    if words is UNSET:
        return
    for tag in words:
        if not values.is_language(tag):
            raise NotAStatement(place, f"{tag[:40]!r} is not a language tag (RFC 5646)")


def _extensions(extensions: dict[str, Raw] | UnsetType, place: str) -> None:
    """4.1: the keys of extensions are IRIs."""
    if extensions is UNSET:
        return
    for key in extensions:
        if not values.is_iri(key):
            raise NotAStatement(f"{place}.extensions", f"{key[:80]!r} is not an IRI")
