"""What nouns count: users, engineers, requests, orders, devices, objects."""

from __future__ import annotations

from engine.reading.data import phrases, word_set

_FAMILIES: dict[str, frozenset[str]] = {}
for _family, _words in phrases("facts")["nouns"].items():
    for _word in _words:
        _FAMILIES[_word] = _FAMILIES.get(_word, frozenset()) | {_family}


_THINGS = word_set("nouns.things")
_PEOPLE_ENDINGS = ("ists", "ians", "men", "women", "goers", "eers", "sters", "ers", "ors")


def names_people(word: str) -> bool:
    """Whether an unknown plural names people by its ending: foremen, adjusters, botanists; not clusters."""
    return len(word) > 5 and word.endswith(_PEOPLE_ENDINGS) and word not in _THINGS and word not in _FAMILIES


def people_of(word: str) -> frozenset[str]:
    """The kinds of people that a word names, in the singular or the plural: 'one freelancer'."""
    return (families_of(word) or families_of(word + "s")) & {"user", "team"}


def families_of(word: str) -> frozenset[str]:
    """The kinds of things that a noun counts: user, request, item, ..."""
    return _FAMILIES.get(word, frozenset())
