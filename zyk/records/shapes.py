"""The shape of a statement (xAPI 1.0.3, part 2, 2.2–2.4) as types: one typed parse checks structure and
refuses unknown properties, wrong types and null. What types cannot say stands in `validation`.

Free-form parts (extensions) stay unparsed slices of the message."""

from typing import Any, Literal
from uuid import UUID

from msgspec import UNSET, Raw, Struct, UnsetType, field

Text = str | UnsetType
Words = dict[str, str]  # a language map


class Shape(Struct, gc=False, forbid_unknown_fields=True, rename="camel"):
    """No cycles can arise, so the garbage collector need not look."""


class Account(Shape):
    home_page: str
    name: str


class Agent(Shape):
    """An agent or a group; which of the two, and what it must have, `validation` says."""

    object_type: Literal["Agent", "Group"] | UnsetType = UNSET
    name: Text = UNSET
    mbox: Text = UNSET
    mbox_sha1sum: Text = field(name="mbox_sha1sum", default=UNSET)
    openid: Text = UNSET
    account: Account | UnsetType = UNSET
    member: "list[Agent] | UnsetType" = UNSET


class Verb(Shape):
    id: str
    display: Words | UnsetType = UNSET


class Choice(Shape):
    """An interaction component."""

    id: str
    description: Words | UnsetType = UNSET


Choices = list[Choice] | UnsetType


class Definition(Shape):
    name: Words | UnsetType = UNSET
    description: Words | UnsetType = UNSET
    type: Text = UNSET
    more_info: Text = UNSET
    extensions: dict[str, Raw] | UnsetType = UNSET
    interaction_type: (
        Literal[
            "true-false",
            "choice",
            "fill-in",
            "long-fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "numeric",
            "other",
        ]
        | UnsetType
    ) = UNSET
    correct_responses_pattern: list[str] | UnsetType = UNSET
    choices: Choices = UNSET
    scale: Choices = UNSET
    source: Choices = UNSET
    target: Choices = UNSET
    steps: Choices = UNSET


class Activity(Shape):
    id: str
    object_type: Literal["Activity"] | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET


class StatementRef(Shape):
    object_type: Literal["StatementRef"]
    id: UUID


class Score(Shape):
    scaled: float | UnsetType = UNSET
    raw: float | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET


class Result(Shape):
    score: Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: Text = UNSET
    duration: Text = UNSET
    extensions: dict[str, Raw] | UnsetType = UNSET


Activities = list[Activity] | Activity | UnsetType


class ContextActivities(Shape):
    parent: Activities = UNSET
    grouping: Activities = UNSET
    category: Activities = UNSET
    other: Activities = UNSET


class ContextAgent(Shape):
    """Second edition only: an agent around the act, and what he was in it."""

    object_type: Literal["contextAgent"]
    agent: Agent
    relevant_types: list[str] | UnsetType = UNSET


class ContextGroup(Shape):
    object_type: Literal["contextGroup"]
    group: Agent
    relevant_types: list[str] | UnsetType = UNSET


class Context(Shape):
    registration: UUID | UnsetType = UNSET
    instructor: Agent | UnsetType = UNSET
    team: Agent | UnsetType = UNSET
    context_activities: ContextActivities | UnsetType = UNSET
    revision: Text = UNSET
    platform: Text = UNSET
    language: Text = UNSET
    statement: StatementRef | UnsetType = UNSET
    extensions: dict[str, Raw] | UnsetType = UNSET
    context_agents: list[ContextAgent] | UnsetType = UNSET
    context_groups: list[ContextGroup] | UnsetType = UNSET


class Attachment(Shape):
    usage_type: str
    display: Words
    content_type: str
    length: int
    sha2: str
    description: Words | UnsetType = UNSET
    file_url: Text = UNSET


class Statement(Shape):
    actor: Agent
    verb: Verb
    object: Raw
    id: UUID | UnsetType = UNSET
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: Text = UNSET
    stored: Text = UNSET
    authority: Agent | UnsetType = UNSET
    version: Text = UNSET
    attachments: list[Attachment] | UnsetType = UNSET


class SubStatement(Shape):
    object_type: Literal["SubStatement"]
    actor: Agent
    verb: Verb
    object: Raw
    result: Result | UnsetType = UNSET
    context: Context | UnsetType = UNSET
    timestamp: Text = UNSET
    attachments: list[Attachment] | UnsetType = UNSET


class ObjectType(Struct, rename="camel"):
    """Only what kind of object it is."""

    object_type: Any = "Activity"


Thing = Activity | Agent | StatementRef | SubStatement
