"""Values over columns: a plain value where every column has it, otherwise an array of numbers, words or members.

An unknown number is NaN, an unknown word has code -1: neither satisfies a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = bool | npt.NDArray[np.bool_]
"""Where something holds: True or False for every column, or one bool a column."""

Numbers = npt.NDArray[np.float64]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Words:
    """A choice, a flag or a decision: `codes` index `words`, -1 where it is unknown."""

    words: tuple[Any, ...]
    codes: npt.NDArray[np.int16]

    def among(self, wanted: frozenset[Any]) -> Mask:
        """Where the word is one of `wanted`; the last entry answers for the unknown."""
        table = np.array([word in wanted for word in self.words] + [False])
        return table[self.codes]

    def known(self) -> Mask:
        return self.codes >= 0

    def at(self, column: int) -> Any:
        code = int(self.codes[column])
        return self.words[code] if code >= 0 else None


@dataclass(frozen=True, slots=True)
class Members:
    """A set: where each member is in it, and where it is known (what was given of it is not, in every column)."""

    members: Mapping[str, Mask]
    there: Mask = True

    def has(self, member: str) -> Mask:
        return self.members.get(member, False)

    def at(self, column: int) -> frozenset[str]:
        return frozenset(m for m, mask in self.members.items() if (mask if isinstance(mask, bool) else mask[column]))


def negated(mask: Mask) -> Mask:
    return (not mask) if isinstance(mask, bool) else ~mask


def both(a: Mask, b: Mask) -> Mask:
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    return a & b


def either(a: Mask, b: Mask) -> Mask:
    if isinstance(a, bool):
        return True if a else b
    if isinstance(b, bool):
        return True if b else a
    return a | b


def settled(mask: Mask) -> Mask:
    """A mask that is the same everywhere, as a plain bool: whole branches fall away with it."""
    if isinstance(mask, bool):
        return mask
    if not mask.any():
        return False
    return True if mask.all() else mask


def known(value: Any) -> Mask:
    """Where `value` (None: nowhere) is known."""
    if value is None:
        return False
    if isinstance(value, np.ndarray):
        return ~np.isnan(value)
    if isinstance(value, Members):
        return value.there
    return value.known() if isinstance(value, Words) else True


def at(value: Any, column: int) -> Any:
    """The plain value in one column; None if it is unknown there."""
    if isinstance(value, np.ndarray):
        number = float(value[column])
        return None if np.isnan(number) else number
    return value.at(column) if isinstance(value, Words | Members) else value


def blend(mask: Mask, new: Any, old: Any, size: int, words: Sequence[Any] | None) -> Any:
    """`new` where the mask holds, `old` (None: unknown) elsewhere. `words`: all that a choice or flag can be."""
    if mask is True:
        return new
    if mask is False:
        return old
    if isinstance(new, Members | frozenset) or isinstance(old, Members | frozenset):
        return _blend_members(mask, _members(new), _members(old))
    if words is not None:
        options = tuple(words)
        return Words(options, np.where(mask, codes(new, options), codes(old, options)).astype(np.int16))
    return np.where(mask, np.nan if new is None else new, np.nan if old is None else old) + np.zeros(size)


def codes(value: Any, words: tuple[Any, ...]) -> Any:
    """The positions of a word, or of each column's word, among `words`; -1 where it is unknown."""
    if isinstance(value, Words):
        if value.words == words:
            return value.codes
        table = np.array([words.index(w) for w in value.words] + [UNKNOWN])
        return table[value.codes]
    return UNKNOWN if value is None else words.index(value)


def _members(value: Any) -> Members:
    if isinstance(value, Members):
        return value
    return Members(dict.fromkeys(value or (), True))


def _blend_members(mask: Mask, new: Members, old: Members) -> Members:
    names = dict.fromkeys([*old.members, *new.members])
    other = negated(mask)
    return Members({n: either(both(mask, new.has(n)), both(other, old.has(n))) for n in names})


def joined(value: Any, members: Sequence[str], mask: Mask) -> Any:
    """The set with `members` added where the mask holds."""
    if mask is True and not isinstance(value, Members):
        return (value or frozenset()) | frozenset(members)
    present = _members(value)
    return Members({**present.members, **{m: either(present.has(m), mask) for m in members}})
