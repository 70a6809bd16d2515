"""What comes out: one runnable statement group for one entity, and what must be known to write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.design.schema.table import Table
from engine.texts import capitalised

Language = Literal["sql", "cql", "json", "javascript", "text"]


@dataclass(frozen=True)
class Statement:
    """The schema of one entity in the store that keeps it. `note` says what the language of `text` cannot."""

    entity: str
    capability: str
    store: str
    engine: str
    language: Language
    text: str
    note: str


BY_PART = "functional"  # each part has a database of its own, and none of them is cut


@dataclass(frozen=True, slots=True)
class Kept:
    """An entity and where it is kept: `role` and `option` of the store, and whether it lies in partitions by time.

    `keeper` is the part that writes it.
    """

    table: Table
    role: str
    option: str
    kept_in: str
    partitioned: bool = False
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the schema of an entity depends on beside the entity: its store, the sharding, its neighbours, its numbers.

    Where entities refer to each other in a circle, `later` are those that do not exist yet when this one is created,
    and `waiting` those that were created before it and refer to it.
    `keeper` is the service that writes it: what the engine cannot enforce is that service's to keep true.
    `searched` says that the entity is a search index which the store itself has to answer.
    """

    kept: Kept
    sharding: str = "none"
    neighbours: Mapping[str, Kept] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    waiting: tuple[Kept, ...] = ()
    keeper: str = "its service"
    searched: bool = False
    written: str = ""
    read: str = ""
    size: str = ""
    kept_for: str = ""

    @property
    def subject(self) -> str:
        """`keeper` at the beginning of a sentence."""
        return capitalised(self.keeper)

    @property
    def sharded(self) -> bool:
        return self.sharding != "none"

    @property
    def partitioned(self) -> bool:
        return self.kept.partitioned
