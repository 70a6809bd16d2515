"""What a kind of system often has beside what it is for, and whether a request speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from engine.reading.data import phrases
from engine.reading.phrasebook import Hit
from engine.reading.view import View

_SAYS_LITTLE = 14
"""A request of so few words leaves what goes with its kind of system to us."""


def meant_by(view: View, hit: Hit) -> list[str]:
    """The capabilities of a phrase, without such as a request that says more than the kind of system leaves out."""
    named = hit.meaning.split("+")
    if len(named) < 2 or _is_short(view):
        return named
    kept = [capability for capability in named if capability not in _cues() or _is_spoken_of(view, capability, hit)]
    return kept or named[:1]


def _is_short(view: View) -> bool:
    return sum(1 for token in view.tokens if token.kind == "word") <= _SAYS_LITTLE


@cache
def _cues() -> dict[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """Per capability: words, beginnings of words, and phrases of several words."""
    table: dict[str, Sequence[str]] = phrases("features")["accessories"]
    return {
        capability: (
            frozenset(cue for cue in cues if " " not in cue and not cue.endswith("*")),
            tuple(cue[:-1] for cue in cues if cue.endswith("*")),
            tuple(cue for cue in cues if " " in cue),
        )
        for capability, cues in table.items()
    }


def _is_spoken_of(view: View, capability: str, hit: Hit) -> bool:
    words, beginnings, several = _cues()[capability]
    others = [token.key for at, token in enumerate(view.tokens) if not hit.first <= at < hit.last]
    if any(key in words or key.startswith(beginnings) for key in others):
        return True
    if capability == hit.meaning.split("+")[0]:
        return True
    said = " ".join(others)
    return any(phrase in said for phrase in several)
