"""Published facts to the facts of a knowledge base: the keys of the file, their units and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from engine.agreement.data import table
from engine.findings import InputError
from engine.inference.given import Given
from engine.knowledge.definitions import FactDefinition, Knowledge
from engine.knowledge.values import value_of


@dataclass(frozen=True)
class Line:
    """One way to fill `fact` from the keys `of`; `unit` is written behind the number."""

    fact: str
    of: tuple[str, ...]
    by: Literal["sum", "ratio"] = "sum"
    times: float = 1.0
    unit: str = ""
    above: float | None = None
    says: tuple[str, ...] = ()


@cache
def lines() -> tuple[Line, ...]:
    return tuple(
        Line(**{**line, "of": tuple(line["of"]), "says": tuple(line.get("says", ()))})
        for line in table("keys")["facts"]
    )


def facts_of(knowledge: Knowledge, published: Mapping[str, Any]) -> tuple[dict[str, Given], tuple[str, ...]]:
    """Our facts, and what was not taken of the published ones with the reason: `servers: nothing of ours`."""
    facts: dict[str, Given] = {}
    used: set[str] = set()
    problems: dict[str, str] = {}
    for line in lines():
        definition = knowledge.facts.get(line.fact)
        if definition is None or not all(key in published for key in line.of):
            continue
        if line.fact in facts:
            used.update(line.of)
            continue
        try:
            given = _given(definition, line, published)
        except InputError as error:
            problems.update(dict.fromkeys(line.of, str(error)))
            continue
        if given is not None:
            facts[line.fact] = given
            used.update(line.of)
    left = [f"{key}: {problems.get(key, 'no fact of ours')}" for key in published if key not in used]
    return facts, tuple(left)


def _given(fact: FactDefinition, line: Line, published: Mapping[str, Any]) -> Given | None:
    """None where the value is of another kind than the fact: a number of regions says nothing of which they are."""
    raw = [published[key] for key in line.of]
    words = ", ".join(f"{key} {published[key]}" for key in line.of)
    if fact.kind == "quantity":
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in raw):
            return None
        return Given(value_of(fact, f"{_number(line, raw):.12g}{line.unit}"), "given", words)
    if line.above is not None:
        large = isinstance(raw[0], int | float) and raw[0] > line.above
        return Given(value_of(fact, list(line.says)), "given", words) if large else None
    values = raw[0] if isinstance(raw[0], list) else [raw[0]]
    if any(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return None
    said = [_word(fact, value) for value in values]
    if fact.kind == "set":
        known = [word for word in said if word in fact.words]
        return Given(frozenset(map(str, known)), "given", words) if known else None
    if fact.kind == "flag":
        return Given(said[0], "given", words) if isinstance(said[0], bool) else None
    return Given(value_of(fact, said[0]), "given", words)


def _number(line: Line, raw: list[float]) -> float:
    if line.by == "ratio":
        if raw[1] == 0:
            raise InputError(f"{line.of[1]} is 0")
        return raw[0] / raw[1] * line.times
    return sum(raw) * line.times


def _word(fact: FactDefinition, raw: Any) -> Any:
    """The value of ours that a published word means; the word itself, in our spelling, where no table says it."""
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    table_of: dict[str, Any] = table("keys")["words"].get(fact.name, {})
    for form in (word, word.replace(" ", "-").replace("_", "-")):
        if form in table_of:
            return table_of[form]
    return word.replace("-", "_").replace(" ", "_")
