"""Features said with a verb: 'parents pay', 'citizens send a photo', 'monitors the temperature'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.reading.data import phrases, word_set
from engine.reading.nouns import families_of, names_people
from engine.reading.phrasebook import Hit
from engine.reading.tokens import Token

_SUBJECTS = word_set("acts.subjects")
_MODALS = word_set("acts.modals")
_OURSELVES = word_set("acts.ourselves")
_BREAKS = frozenset(",;.!?\n()[]{}|•·:")
_GAP = 3
_CHAIN = 7
_BARRED = 6


def acts_in(tokens: Sequence[Token], found: Mapping[str, list[Hit]]) -> list[Hit]:
    """A hit of the feature on the verb of each act, which is an entry of `acts` in the phrases of features.

    With `objects` one of them follows within three words; without, the verb stands behind those who do it.
    """
    acts: list[Hit] = []
    rules = phrases("features")["acts"]
    objects, barred = found.get("act_object", []), found.get("act_unless", [])
    for verb in found.get("act", ()):
        rule = rules[int(verb.meaning)]
        if any(h.meaning == verb.meaning and verb.first <= h.first <= verb.last + _BARRED for h in barred):
            continue
        done = _has_object(tokens, verb, objects) if "objects" in rule else _has_subject(tokens, verb, rule)
        if done:
            acts.append(Hit("act", "+".join(rule["means"]), verb.first, verb.last))
    return acts


def _has_object(tokens: Sequence[Token], verb: Hit, objects: list[Hit]) -> bool:
    for hit in objects:
        if hit.meaning == verb.meaning and 0 <= hit.first - verb.last <= _GAP:
            gap = {token.key for token in tokens[verb.last : hit.first]}
            if not gap & _BREAKS and "with" not in gap:
                return True
    return False


def _has_subject(tokens: Sequence[Token], verb: Hit, rule: Mapping[str, Any]) -> bool:
    """'guests order', 'who can vote', 'teachers post pictures and announce'; not 'we pay', 'rules apply'."""
    at = verb.first - 1
    if at >= 0 and tokens[at].key in ("and", "or", "also"):
        for place in range(at - 1, max(-1, at - _CHAIN), -1):
            if tokens[place].key in (".", ";"):
                return False
            if _acts(tokens, place, rule):
                return True
        return False
    return _acts(tokens, at, rule)


def _acts(tokens: Sequence[Token], at: int, rule: Mapping[str, Any]) -> bool:
    if at < 0:
        return False
    key = tokens[at].key
    if key in _MODALS:
        return at == 0 or tokens[at - 1].key not in _OURSELVES
    if key == "to":
        return bool(rule.get("to"))
    return key in _SUBJECTS or bool(families_of(key) & {"user", "team"}) or names_people(key)
