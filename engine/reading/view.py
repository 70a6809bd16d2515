"""A text made ready for reading: tokens, phrase hits, quantities, and the way back to what was written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.reading.lexicon import FactWords, Lexicon
from engine.reading.model import Context, Leftover, ReadFact, Span, Value
from engine.reading.phrasebook import Hit
from engine.reading.quantity import Quantity
from engine.reading.repair import Places
from engine.reading.tokens import Token

_BOUNDARY = frozenset(",;.!?\n()[]{}|•·")


@dataclass(slots=True)
class View:
    text: str
    low: str
    tokens: list[Token]
    places: Places
    hits: dict[str, list[Hit]]
    quantities: list[Quantity]
    lexicon: Lexicon
    context: Context
    spoken: frozenset[str] = frozenset()
    """Capabilities that the text or what was said before it names, and all that they imply."""
    facts: list[ReadFact] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What was done with a value besides taking it."""

    @property
    def asked(self) -> str | None:
        return self.context.asked

    def table(self, name: str) -> list[Hit]:
        return self.hits.get(name, [])

    def key(self, i: int) -> str:
        return self.tokens[i].key if 0 <= i < len(self.tokens) else ""

    def keys(self, first: int, last: int) -> list[str]:
        return [t.key for t in self.tokens[max(0, first) : max(0, last)]]

    def all_keys(self) -> list[str]:
        return [token.key for token in self.tokens]

    def span(self, first: int, last: int) -> Span:
        if not self.tokens or last <= first:
            return (0, 0)
        start = self.tokens[max(0, first)].start
        end = self.tokens[min(last, len(self.tokens)) - 1].end
        return (self.places.original(start), self.places.original(end))

    def words(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return self.text[start:end]

    def is_boundary(self, i: int) -> bool:
        return self.tokens[i].key in _BOUNDARY or self._line_break_before(i)

    def _line_break_before(self, i: int) -> bool:
        return i > 0 and "\n" in self.low[self.tokens[i - 1].end : self.tokens[i].start]

    def clause(self, q: Quantity) -> tuple[int, int]:
        """Tokens of the clause around a quantity: to the next comma, stop or quantity on either side."""
        others = [o for o in self.quantities if o is not q and not o.trap]
        low = max((o.end for o in others if o.end <= q.first), default=0)
        high = min((o.first for o in others if o.first >= q.end), default=len(self.tokens))
        first, last = q.first, q.end
        while first > low and not self.is_boundary(first - 1) and q.first - first < 14:
            first -= 1
        while last < high and not self.is_boundary(last) and last - q.end < 12:
            last += 1
        return first, last

    def near(self, table: str, first: int, last: int) -> Iterator[Hit]:
        hits = self.table(table)
        for at in range(bisect_left(hits, first, key=_first), len(hits)):
            if hits[at].first >= last:
                break
            if hits[at].last <= last:
                yield hits[at]

    def words_of(self, fact: str) -> FactWords | None:
        return self.lexicon.fact_by_id.get(fact)

    def take(self, fact: str, value: Value, first: int, last: int) -> None:
        """Notes a fact; the first statement of a fact stays unless a later one took it back."""
        words, span = self.words(first, last), self.span(first, last)
        before = next((f for f in self.facts if f.fact == fact), None)
        if before is not None:
            if before.value != value:
                self.leave(
                    first, last, f"a second value for {fact.replace('_', ' ')}; '{before.words}' was taken", fact
                )
            return
        self.facts.append(ReadFact(fact, value, words, span))

    def leave(self, first: int, last: int, reason: str, fact: str | None = None, problem: bool = False) -> None:
        self.leftovers.append(Leftover(self.words(first, last), self.span(first, last), reason, fact, problem))


def _first(hit: Hit) -> int:
    return hit.first
