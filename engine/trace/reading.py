"""Reads a trace back: from a file, and to the givens it began with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.findings import InputError
from engine.inference.given import Given, Givens
from engine.knowledge.definitions import Knowledge, Value
from engine.trace.recording import FORMAT
from engine.trace.shape import TraceShape

MAX_BYTES = 50_000_000


def read_trace(path: Path) -> dict[str, Any]:
    """The trace in the file `path`. Raises InputError for anything that is no trace."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)  # not its size: a device has none, and no end
        if len(text) > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB, no trace is")
        record = json.loads(text.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read as a trace: {error}") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise InputError(f"{path}: not a trace of the format {FORMAT}: export one with --format json")
    try:
        TraceShape.model_validate(record)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"{path}: not a complete trace: {where}: {first['msg']}: export it again") from None
    return record


def givens_of(knowledge: Knowledge, record: dict[str, Any]) -> Givens:
    """The givens of a trace. Raises InputError where the knowledge no longer has a fact or an option."""
    try:
        given, pins, preset = record["input"]["facts"], record["input"]["pins"], record["input"]["preset"]
        unplaced = tuple(str(words) for words in record["input"].get("unplaced", ()))
        facts = {name: Given(_value(knowledge, name, g["value"]), g["origin"], g["words"]) for name, g in given.items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the trace's input is not complete: {error}") from None
    for decision, option in pins.items():
        if decision not in knowledge.decisions or option not in knowledge.decisions[decision].options:
            raise InputError(f"the trace pins {decision} to {option}, which this knowledge does not have")
    return Givens(facts, dict(pins), preset, unplaced)


def _value(knowledge: Knowledge, name: str, raw: Any) -> Value:
    definition = knowledge.facts.get(name)
    if definition is None:
        raise InputError(f"the trace gives {name}, a fact that this knowledge does not have")
    fits = {
        "quantity": isinstance(raw, int | float) and not isinstance(raw, bool),
        "flag": isinstance(raw, bool),
        "choice": isinstance(raw, str) and raw in definition.words,
        "set": isinstance(raw, list) and all(isinstance(item, str) for item in raw),
    }
    if not fits[definition.kind]:
        raise InputError(f"the trace gives {name} the value {str(raw)[:40]}, which is none of this knowledge")
    if definition.kind == "set":
        return frozenset(raw)
    return float(raw) if definition.kind == "quantity" else raw
