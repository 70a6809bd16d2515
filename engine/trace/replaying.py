"""Evaluates the input of a trace again, makes the document again, and says what differs, if anything does."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import Any

from engine.design import assemble
from engine.document import render
from engine.inference import evaluate
from engine.knowledge import Knowledge
from engine.trace.comparing import compare, told
from engine.trace.reading import givens_of
from engine.trace.recording import dumped, trace_text


@dataclass(frozen=True, slots=True)
class Replay:
    """`same`: not one byte differs. Otherwise `words` say what differs first, then `difference` the raw lines."""

    same: bool
    words: str = ""
    difference: tuple[str, ...] = ()


def replay(knowledge: Knowledge, record: dict[str, Any]) -> Replay:
    """Replays a trace as `read_trace` gives it. Raises InputError where the knowledge no longer has what was given."""
    evaluation = evaluate(knowledge, givens_of(knowledge, record), record["engine"]["network"])
    title = record["input"]["title"]
    document = render(assemble(evaluation, title)) if "document" in record else None
    text = trace_text(evaluation, document, title)
    if dumped(record) == text:
        return Replay(True)
    again = json.loads(text)
    before, after = (json.dumps(r, indent=1, ensure_ascii=False).splitlines() for r in (record, again))
    lines = difflib.unified_diff(before, after, "the trace", "evaluated again", n=2, lineterm="")
    words = told(compare(record, again, ("the trace", "evaluated again")))
    return Replay(False, words, tuple(lines))
