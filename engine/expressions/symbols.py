"""What names mean: the table that expressions are compiled against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.suggesting import did_you_mean
from engine.units import COUNT, Dimension

MAX_SUGGESTIONS = 200
Kind = Literal["quantity", "choice", "set", "flag"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A fact, a decision or an attribute: `words` are the values of a choice or the members of a set.

    `gone` are those of them that an overlay disabled: a condition may name them, and they are never the value.
    """

    key: str
    kind: Kind
    dimension: Dimension = COUNT
    words: frozenset[str] = frozenset()
    constant: bool = False
    gone: frozenset[str] = frozenset()


class Symbols(Mapping[str, Symbol]):
    """All symbols by key. `given.x` has the kind of `x`."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._symbols = {symbol.key: symbol for symbol in symbols}
        self._suggested = 0

    def __getitem__(self, key: str) -> Symbol:
        if key.startswith("given."):
            of = self._symbols[key[6:]]
            return Symbol(key, of.kind, of.dimension, of.words, gone=of.gone)
        return self._symbols[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._symbols)

    def __len__(self) -> int:
        return len(self._symbols)

    def nearest(self, key: str) -> str:
        """'did you mean ...?' for an unknown name, or an empty text; and that too once hundreds were asked for."""
        self._suggested += 1
        if self._suggested > MAX_SUGGESTIONS:
            return ""
        prefix, name = ("given.", key[6:]) if key.startswith("given.") else ("", key)
        return did_you_mean(name, self._symbols, prefix=prefix)
