"""An entity read into columns, keys and references: what every engine's schema is written from."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.design.schema.types import Type, parse_field
from engine.findings import InputError
from engine.knowledge import models

_REMARK = re.compile(r"\s*\([^()]*\)")
_KEY_PART = re.compile(r"([A-Za-z_]\w*)(?:\s+(asc|desc))?\Z", re.IGNORECASE)
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
EXACT = 64
"""Texts up to this length are codes and names to filter by; longer ones are searched by word."""
_CHANGING = ("updated", "changed", "expires", "last_", "next_", "confirmed", "ended", "until")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    nullable: bool
    refers: str


@dataclass(frozen=True, slots=True)
class KeyPart:
    name: str
    descending: bool = False


Key = tuple[KeyPart, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows alike in `equal` must not overlap from `start` to `end` (exclusive), where `where` holds."""

    equal: tuple[str, ...]
    start: str
    end: str
    where: str


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and keys of one entity. `partition` is what it is sharded by, its first key column at least."""

    entity: str
    name: str
    note: str
    columns: Mapping[str, Column]
    key: Key
    indexes: tuple[Key, ...]
    uniques: tuple[tuple[str, ...], ...]
    checks: tuple[str, ...]
    exclusion: Exclusion | None
    partition: tuple[str, ...]

    @property
    def key_names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.key)

    @property
    def time(self) -> Column | None:
        """The time that a row is about: it never changes and is always there. None where no field is like that."""
        in_key = (self.columns[name] for name in self.key_names)
        for column in (*in_key, *self.columns.values()):
            if column.type.name in ("time", "date") and not column.nullable and not column.name.startswith(_CHANGING):
                return column
        return None

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns that are searched by word: long texts, not codes."""
        texts = (c for c in self.columns.values() if c.type.name == "text")
        return tuple(c.name for c in texts if c.type.length is None or c.type.length > EXACT)


@functools.lru_cache(maxsize=1024)
def snake_case(name: str) -> str:
    return _WORD_START.sub("_", name).lower()


def read_table(entity: str, form: models.Entity, note: str | None = None) -> Table:
    """`form` as columns and keys; `note` is its purpose in this case's words. Raises InputError naming the field."""
    columns = {}
    for name, text in form.fields.items():
        found = parse_field(entity, name, text)
        columns[name] = Column(name, found.type, found.nullable, found.refers)
    reader = _Reader(entity, columns)
    key = reader.parts("key", form.keys)
    return Table(
        entity=entity,
        name=snake_case(entity),
        note=form.note if note is None else note,
        columns=columns,
        key=key,
        indexes=tuple(reader.parts("index", entry) for entry in form.index),
        uniques=tuple(tuple(part.name for part in reader.parts("unique", entry)) for entry in form.unique),
        checks=tuple(form.checks),
        exclusion=reader.exclusion(form.exclude) if form.exclude else None,
        partition=tuple(part.name for part in reader.parts("partition", form.partition or [])) or (key[0].name,),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    entity: str
    columns: Mapping[str, Column]

    def parts(self, what: str, entry: str | list[str]) -> Key:
        """`post_id (time-ordered, 64 bit)`, `a, b desc` and `[a, b desc]` as key parts."""
        texts = _split(entry) if isinstance(entry, str) else entry
        return tuple([self.part(what, text) for text in texts])

    def exclusion(self, form: models.Exclusion) -> Exclusion:
        start, end = self.parts("exclude", form.overlaps)
        equal = tuple(part.name for part in self.parts("exclude", form.equal))
        return Exclusion(equal, start.name, end.name, form.where or "")

    def part(self, what: str, text: str) -> KeyPart:
        found = _key_part(text)
        if found is None or found.name not in self.columns:
            raise InputError(f"{self.entity}: its {what} names '{text}', which is none of its fields")
        return found


@functools.lru_cache(maxsize=4096)
def _split(entry: str) -> tuple[str, ...]:
    return tuple(_REMARK.sub("", entry).split(","))


@functools.lru_cache(maxsize=4096)
def _key_part(text: str) -> KeyPart | None:
    match = _KEY_PART.match(_REMARK.sub("", text).strip())
    return match and KeyPart(match[1], (match[2] or "").lower() == "desc")
