"""How much a text sounds like the description of a system."""

from __future__ import annotations

from engine.reading.data import word_set
from engine.reading.view import View

_OWNED = word_set("intents.owned")
_DESIGNING = word_set("intents.designing")


_MAKING = frozenset(("building", "developing", "launching", "creating", "designing"))
_ORDERED = frozenset(("design", "build", "create", "architect", "develop", "sketch", "redesign", "desing"))
_ANEW = frozenset(("a", "an", "the", "me", "us", "our", "another", "something", "some"))
_AT_LENGTH = 12
_EARLY = 7
_SEVERAL = 3
_OF_A_TALK = frozenset(
    ("what", "why", "how", "if", "but", "and", "make", "set", "change", "add", "now", "ok", "no", "yes")
)
_SAID = frozenset(("design", "diagram", "document", "result", "architecture", "it", "this", "that"))


def _orders_a_design(view: View) -> bool:
    """'Design a rate limiter ...', 'System design interview: design a parking lot', whatever the thing is called."""
    for at, token in enumerate(view.tokens[:9]):
        if token.key not in _ORDERED:
            continue
        before = view.key(at - 1)
        if before not in ("", "you", "please", ":", ",", ".", "to", "lets", "and"):
            continue
        named = len(view.key(at + 1)) > 2 and view.words(at + 1, at + 2)[:1].isupper()  # 'Design Splitwise'
        if named and at == 0 and view.key(at + 1) not in _SAID and not view.text.isupper():
            return True
        if view.key(at + 1) not in _ANEW:
            continue
        after = view.keys(at + 2, at + 5)
        if view.key(at + 1) in ("the", "our") and set(after[:1]) & _SAID:
            continue
        return bool(after) and not {"dont", "not"} & set(view.keys(0, at))
    return False


def _names_and_counts(view: View) -> bool:
    """'Parcel tracking: 4M parcels a day, 14 scans each ...': an opening that names a thing and counts what it has."""
    if view.asked or view.context.capabilities or "?" in view.low or len(view.tokens) < _AT_LENGTH:
        return False
    named = [h for table in ("feature", "whole") for h in view.table(table) if h.first <= _EARLY]
    counted = [q for q in view.quantities if not q.trap and not q.dropped]
    return bool(named) and len(counted) >= _SEVERAL and view.key(0) not in _OF_A_TALK


def describe_strength(view: View) -> int:
    """How much a text sounds like the description of a system: 0 not at all, 2 probably, 3 and more surely."""
    strength = 0
    systems = [
        h
        for h in view.table("system")
        if view.key(h.first - 1) not in _OWNED
        and view.keys(h.first - 2, h.first)[:1] not in (["the"], ["our"], ["this"])
    ]
    verbs = list(view.table("design_verb"))
    negated = any(view.key(v.first - 1) in ("dont", "not") or view.key(v.first - 2) in ("dont", "not") for v in verbs)
    things = [*systems, *view.table("product"), *[h for h in view.table("feature") if h.last - h.first >= 1]]
    for verb in verbs:
        word = view.key(verb.first)
        if word not in _DESIGNING and verb.last - verb.first == 1:
            continue
        weak = word in ("need", "want", "wants", "needs", "run", "make", "like", "running", "start", "serve", "launch")
        for thing in things:
            if 0 <= thing.first - verb.last <= (6 if not weak else 5) and not negated:
                article = bool({"a", "an", "some", "another", "new"} & set(view.keys(verb.last, thing.first + 1)))
                is_system = thing.table in ("system", "product")
                strength = max(strength, (3 if not weak else 3 if article and is_system else 2 if is_system else 1))
    if systems:
        strength = max(strength, 2 if systems[0].first <= 8 else 1)
    openings = view.lexicon.openings.starting(view.tokens, 0)
    if "describe" in openings and (systems or things):
        strength = max(strength, 3)
    counted = any(q.first == 0 for q in view.quantities)
    if view.key(0) in ("a", "an") and not counted and (things or (len(view.tokens) >= 6 and "?" not in view.low)):
        strength = max(strength, 3)
    if _orders_a_design(view):
        strength = 3
    keys = view.keys(0, 6)
    if keys[:1] in (["our"], ["my"]) and any(
        h.first == 1 and view.key(h.last) in (":", "is", "lets", "helps", "-", "will", "allows", "does")
        for h in view.table("system")
    ):
        strength = 3
    if (
        keys[:1] in (["we"], ["i"])
        and keys[1:3]
        in (
            ["want", "to"],
            ["need", "to"],
            ["plan", "to"],
            ["aim", "to"],
            ["hope", "to"],
            ["intend", "to"],
            ["have", "to"],
        )
        and view.key(3)
        not in (
            "add",
            "keep",
            "support",
            "have",
            "be",
            "comply",
            "also",
            "include",
            "remove",
            "change",
            "use",
            "store",
            "stay",
            "allow",
            "switch",
            "set",
            "go",
        )
    ):
        strength = max(strength, 3 if things and (things[0].first <= 9 or len(view.tokens) > 12) else strength)
    if keys[:1] in (["we"], ["were"], ["i"], ["im"]) and _MAKING & set(view.keys(1, 16)) and len(view.tokens) >= 6:
        at = next(i for i in range(1, 16) if view.key(i) in _MAKING)
        strength = max(strength, 3 if view.key(at + 1) not in ("it", "this", "that", "the") else strength)
    if _names_and_counts(view):
        strength = max(strength, 2)
    if len(view.tokens) > 35 and len(view.quantities) + len(view.table("feature")) >= 4:
        strength = max(strength, 3)
    return strength
