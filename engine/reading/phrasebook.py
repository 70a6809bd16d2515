"""A trie of phrases over words: every phrase of every table is found in one walk over the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.reading.normalise import lowered
from engine.reading.tokens import Token, tokens_of

LONGEST_PHRASE = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in the text: tokens [first, last) and what it means."""

    table: str
    meaning: str
    first: int
    last: int


class PhraseBook:
    """Phrases by table. Hyphens and slashes between words, apostrophes and case do not count."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self.words: set[str] = set()

    def add(self, table: str, meaning: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            keys = keys_of(tokens_of(lowered(phrase)))
            if not keys:
                continue
            node = self._root
            for key in keys:
                node = node.setdefault(key, {})
                if key.isalpha():
                    self.words.add(key)
            node.setdefault("", []).append((table, meaning))

    def hits(self, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """All hits by table: in each table the longest at a place, without overlaps."""
        return {table: longest(hits) for table, hits in self.every_hit(tokens).items()}

    def every_hit(self, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """All hits by table, overlaps and all."""
        places = [i for i in range(len(tokens)) if not is_joint(tokens, i)]
        raw: dict[str, list[Hit]] = {}
        for at, place in enumerate(places):
            node = self._root.get(tokens[place].key)
            step = at
            while node is not None:
                for table, meaning in node.get("", ()):
                    raw.setdefault(table, []).append(Hit(table, meaning, place, places[step] + 1))
                step += 1
                if step >= len(places) or step - at > LONGEST_PHRASE:
                    break
                node = node.get(tokens[places[step]].key)
        return raw

    def starting(self, tokens: Sequence[Token], first: int) -> dict[str, int]:
        """Tables with a phrase that begins at token `first`, and where the longest of them ends."""
        found: dict[str, int] = {}
        places = [i for i in range(first, min(len(tokens), first + 2 * LONGEST_PHRASE)) if not is_joint(tokens, i)]
        node: dict[str, Any] | None = self._root
        for place in places:
            node = node.get(tokens[place].key) if node is not None else None
            if node is None:
                break
            for table, _ in node.get("", ()):
                found[table] = place + 1
        return found


def is_joint(tokens: Sequence[Token], i: int) -> bool:
    """A hyphen or slash between two words: 'read-heavy' is 'read heavy'."""
    return (
        tokens[i].key in ("-", "/")
        and 0 < i < len(tokens) - 1
        and tokens[i - 1].kind == "word"
        and tokens[i + 1].kind == "word"
    )


def keys_of(tokens: Sequence[Token]) -> list[str]:
    return [token.key for i, token in enumerate(tokens) if not is_joint(tokens, i)]


def longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the one that begins first, and of these the longest; several meanings of one phrase stay."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        if not kept or hit.first >= kept[-1].last or (hit.first, hit.last) == (kept[-1].first, kept[-1].last):
            kept.append(hit)
    return kept
