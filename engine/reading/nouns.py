"""What nouns count: users, engineers, requests, orders, devices, objects."""

from __future__ import annotations

from engine.reading.data import phrases

_FAMILIES: dict[str, frozenset[str]] = {}
for _family, _words in phrases("facts")["nouns"].items():
    for _word in _words:
        _FAMILIES[_word] = _FAMILIES.get(_word, frozenset()) | {_family}


def families_of(word: str) -> frozenset[str]:
    """The kinds of things that a noun counts: user, request, item, ..."""
    return _FAMILIES.get(word, frozenset())
