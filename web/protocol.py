"""The wire: typed messages of the chat, both ways. The client's TypeScript types are generated from these models.

Every event bears `seq`, which counts from 1 in a session. A client that was away says `hello` with the last `seq` it
has seen and gets what it missed, in order.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

MAX_TEXT = 4_000
MAX_FRAME = 64_000
Scalar = str | bool | int | float


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


# -- from the page ----------------------------------------------------------------------------------------------------


class Hello(Message):
    """The first message of a connection. Without `session` a new one begins."""

    type: Literal["hello"] = "hello"
    session: str | None = Field(default=None, max_length=64)
    after: int = Field(default=0, ge=0, description="the last seq that was seen")


class Say(Message):
    type: Literal["say"] = "say"
    text: str = Field(max_length=MAX_FRAME)


class SetFact(Message):
    """An edit in the facts panel, or a quick reply."""

    type: Literal["set_fact"] = "set_fact"
    fact: str = Field(max_length=80)
    value: Scalar | list[str]


class UnsetFact(Message):
    """Takes a given or preset value back: the assumption or the formula holds again."""

    type: Literal["unset_fact"] = "unset_fact"
    fact: str = Field(max_length=80)


class Skip(Message):
    """Leaves the open question; its assumption holds."""

    type: Literal["skip"] = "skip"


class Generate(Message):
    """Just design it."""

    type: Literal["generate"] = "generate"


class Pin(Message):
    """The person's own choice for a decision; without `option` the pin is taken out."""

    type: Literal["pin"] = "pin"
    decision: str = Field(max_length=80)
    option: str | None = Field(default=None, max_length=80)


class Restart(Message):
    type: Literal["restart"] = "restart"


ClientMessage = Annotated[
    Hello | Say | SetFact | UnsetFact | Skip | Generate | Pin | Restart, Field(discriminator="type")
]
CLIENT_MESSAGE: TypeAdapter[Any] = TypeAdapter(ClientMessage)


# -- to the page ------------------------------------------------------------------------------------------------------


class PresetView(Message):
    id: str
    title: str
    summary: str


class FactView(Message):
    """A fact as the facts panel shows it. `text` is the value in words; `edit` is what an input field starts with."""

    fact: str
    title: str
    group: str
    kind: Literal["quantity", "choice", "set", "flag"]
    text: str
    edit: str
    origin: Literal["given", "preset", "derived", "assumed"]
    note: str = Field(description="the words that were said, the source, or why it is assumed")
    unit: str
    options: dict[str, str] = Field(description="ids and titles of a choice or set")
    help: str


class ReplyView(Message):
    label: str
    value: Scalar | list[str]


class QuestionView(Message):
    fact: str
    ask: str
    why: str = Field(description="why do you ask: which decisions hang on it")
    help: str
    kind: Literal["quantity", "choice", "set", "flag"]
    unit: str
    replies: list[ReplyView]
    assumed: str = Field(description="what holds if the question is skipped")


class StandingView(Message):
    option: str
    title: str
    points: float
    excluded: bool
    chosen: bool
    reasons: list[str] = Field(description="evidence for and against, strongest first: '+3 ...', '-2 ...', 'out: ...'")


class RiskView(Message):
    text: str
    measures: list[str] = Field(description="what it takes to live with it")


class DecisionView(Message):
    decision: str
    title: str
    section: str
    question: str
    choice: str
    choice_title: str
    why: list[str]
    given_up: list[str]
    would_change: list[str]
    pinned: bool
    unsatisfiable: bool
    risks: list[RiskView] = Field(description="what speaks against a choice that was pinned, or that breaks a rule")
    standings: list[StandingView]


class StretchView(Message):
    """An option holds from `low` to `high` times today's size; the texts are the sizes there."""

    low: float
    high: float
    low_text: str
    high_text: str
    option: str = Field(description="empty where the decision is not needed")
    title: str
    now: bool = Field(description="today's size lies in it")


class LaneView(Message):
    """A decision over the size of the system; one stretch if it never changes."""

    decision: str
    title: str
    pinned: bool
    stretches: list[StretchView]


class TickView(Message):
    factor: float
    text: str


class Event(Message):
    seq: int = 0


class Welcome(Event):
    """The answer to hello; its seq is that of the session's newest event.

    With `restarted` the page forgets what it has.
    """

    type: Literal["welcome"] = "welcome"
    session: str
    revision: str
    presets: list[PresetView]
    suggestions: list[str]
    restarted: bool = False


class Said(Event):
    """A line of the conversation, in Markdown. `tone`: how the page shows it."""

    type: Literal["said"] = "said"
    who: Literal["person", "groundplan"]
    text: str
    tone: Literal["plain", "understood", "problem", "answer"] = "plain"


class Facts(Event):
    """All facts worth showing: what was given, the preset's, the assumed inputs and the main derived numbers."""

    type: Literal["facts"] = "facts"
    title: str
    facts: list[FactView]


class Question(Event):
    """The question on screen; null when there is none."""

    type: Literal["question"] = "question"
    question: QuestionView | None


class DesignStarted(Event):
    type: Literal["design_started"] = "design_started"
    design: str
    title: str
    afresh: bool = Field(default=False, description="of another system: nothing of the design before is to be compared")


class SectionDone(Event):
    type: Literal["section"] = "section"
    design: str
    number: int
    id: str
    title: str
    markdown: str


class DesignDone(Event):
    """All eleven sections are there: the downloads are ready."""

    type: Literal["design_done"] = "design_done"
    design: str
    milliseconds: float
    decisions: list[DecisionView]
    changed: list[str] = Field(description="decisions that differ from the design before, in words")


class DesignFailed(Event):
    """The design ends here, unfinished: no design_done will come. `message`: what is wrong, in words."""

    type: Literal["design_failed"] = "design_failed"
    design: str
    message: str


class Scaled(Event):
    """The decisions of a finished design at other sizes, those first whose nearest change is nearest to today."""

    type: Literal["scaled"] = "scaled"
    design: str
    counted: str = Field(description="what a size counts, in mid-sentence: 'daily active users'; empty if a factor")
    now: str = Field(description="today's size")
    ticks: list[TickView] = Field(description="from the least size to the greatest")
    lanes: list[LaneView]


class Cleared(Event):
    """The conversation begins anew: the page forgets lines, facts and design."""

    type: Literal["cleared"] = "cleared"


class KnowledgeChanged(Event):
    """The rules were edited: from now on designs use `revision`, or, with findings, the edit was refused."""

    type: Literal["knowledge_changed"] = "knowledge_changed"
    revision: str
    accepted: bool
    findings: list[str]


class Refused(Event):
    """A message that could not be done: what is wrong, and what instead. Not stored: `seq` stays 0."""

    type: Literal["refused"] = "refused"
    message: str
    fact: str = Field(default="", description="the fact whose edit it was")


ServerEvent = Annotated[
    Welcome
    | Said
    | Facts
    | Question
    | DesignStarted
    | SectionDone
    | DesignDone
    | DesignFailed
    | Scaled
    | Cleared
    | KnowledgeChanged
    | Refused,
    Field(discriminator="type"),
]
SERVER_EVENT: TypeAdapter[Any] = TypeAdapter(ServerEvent)
