"""The capability whose own words a description is nearest to, where no phrase in it names one.

`heard_as` lists what people are known to say. Beyond it, all that a capability's file says of its field (requirements,
hard parts, entities, flows) describes that field: "loans, holds and fines in 45 branches" is nearer to lending than to
anything else, though no phrase says so. The ranking is BM25 over word stems, by SQLite's full-text index (Robertson,
Zaragoza: The Probabilistic Relevance Framework, 2009).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.knowledge.definitions import Knowledge
from engine.knowledge.models import Capability

# Measured on the 430 kept requests that name a feature: with these, 53% are placed, and 79% of them rightly,
# by the words of the texts alone, without any `heard_as`.
LEAST_SCORE = 7.0
LEAST_LEAD = 1.2  # times the score of the next
LEAST_WORDS = 2
WORD_COUNTS = 1.0  # from this score on a word is named as a reason
WEIGHTS = "0, 3, 3, 1"  # id, phrases, requirements, the rest
WORD = re.compile(r"[^\W\d_]{3,}")
TOLD = {"hard_parts", "entities", "interfaces", "flows", "roles", "failure_modes", "tests", "privacy", "ready_made"}


@dataclass(frozen=True)
class Near:
    """A capability, how near the text is (BM25, larger is nearer), and the words of the text that say so."""

    capability: str
    score: float
    words: tuple[str, ...]


def nearest(knowledge: Knowledge, text: str) -> Near | None:
    """The one capability that `text` is clearly nearest to, or None."""
    ranked = nearness(knowledge, text)
    if not ranked or ranked[0][1] < LEAST_SCORE:
        return None
    if len(ranked) > 1 and ranked[0][1] < LEAST_LEAD * ranked[1][1]:
        return None
    name, score = ranked[0]
    words = _reasons(_index(knowledge), name, text)
    return Near(name, score, words) if len(words) >= LEAST_WORDS else None


def nearness(knowledge: Knowledge, text: str, most: int = 4) -> list[tuple[str, float]]:
    """Capabilities by their nearness to `text`, the nearest first."""
    wanted = _words(text)
    if not wanted:
        return []
    found = _index(knowledge).execute(
        f"select name, -bm25(told, {WEIGHTS}) as score from told where told match ? order by score desc limit ?",
        (" OR ".join(f'"{word}"' for word in wanted), most),
    )
    return [(str(name), float(score)) for name, score in found]


def _reasons(index: sqlite3.Connection, name: str, text: str) -> tuple[str, ...]:
    """The words that brought `text` to that capability, the most telling first."""
    scores = {}
    for word in _words(text):
        found = index.execute(
            f"select -bm25(told, {WEIGHTS}) from told where told match ? and name = ?", (f'"{word}"', name)
        ).fetchone()
        if found is not None and found[0] >= WORD_COUNTS:
            scores[word] = found[0]
    return tuple(sorted(scores, key=lambda word: -scores[word]))


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(WORD.findall(text.lower())))


def _index(knowledge: Knowledge) -> sqlite3.Connection:
    made: sqlite3.Connection | None = knowledge.memo.get("interview-nearest")
    if made is None:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        made.execute("create virtual table told using fts5(name unindexed, heard, does, rest, tokenize='porter')")
        made.executemany("insert into told values (?, ?, ?, ?)", map(_row, knowledge.capabilities.values()))
        knowledge.memo["interview-nearest"] = made
    return made


def _row(form: Capability) -> tuple[str, str, str, str]:
    facts = [text for fact in form.facts for text in (fact.title, *fact.heard_as)]
    rest = (*form.entities, *_texts(form.model_dump(include=TOLD)))
    return (
        form.capability,
        " . ".join((form.title, *form.heard_as)),
        " . ".join((form.summary, *form.requirements.functional, *facts)),
        " . ".join(rest),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
