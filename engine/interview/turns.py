"""What the interview says: replies, a question, rows of the facts panel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.interview.dialogue import Dialogue
from engine.knowledge.definitions import FactKind

Tone = Literal["plain", "understood", "problem", "answer"]
Origin = Literal["given", "preset", "derived", "assumed"]
Raw = str | bool | list[str]


@dataclass(frozen=True)
class Reply:
    """A line of the conversation in Markdown."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Question:
    """`why` says what hangs on it, `replies` are labels with the raw values that `set_fact` takes."""

    fact: str
    ask: str
    why: str
    help: str
    kind: FactKind
    unit: str
    replies: tuple[tuple[str, Raw], ...]
    assumed: str


@dataclass(frozen=True)
class Turn:
    """What follows from one thing a person did. `design`: make a design now; `export`: then hand out that format."""

    dialogue: Dialogue
    replies: tuple[Reply, ...] = ()
    question: Question | None = None
    design: bool = False
    export: str | None = None


@dataclass(frozen=True)
class Shown:
    """A row of the facts panel. `edit` is what an input field starts with, `options` the words of a choice or set."""

    fact: str
    title: str
    group: str
    kind: FactKind
    text: str
    edit: str
    origin: Origin
    note: str
    unit: str
    options: dict[str, str] = field(default_factory=dict)
    help: str = ""
