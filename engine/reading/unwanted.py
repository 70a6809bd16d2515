"""Technologies that are ruled out: 'no Kubernetes', 'we don't want microservices', 'Kafka is banned here'."""

from __future__ import annotations

from engine.reading.data import phrases, word_set
from engine.reading.phrasebook import Hit
from engine.reading.targets import target_hits
from engine.reading.view import View

FACT = "unwanted"
_BETWEEN = word_set("unwanted.between")
_QUALIFIED = word_set("unwanted.qualified")
_MEMBERS: dict[str, str] = {
    slug: member for member, slugs in phrases("unwanted")["members"].items() for slug in (member, *slugs)
}
_LISTED = frozenset(("or", "nor", "/", "and", ","))


def read_unwanted(view: View) -> None:
    """Adds the technologies that the text rules out."""
    words = view.lexicon.fact_by_id.get(FACT)
    if words is None:
        return
    found: dict[str, Hit] = {}
    negators = {hit.last: hit for hit in view.table("unwanted_before")}
    hits = [hit for hit in target_hits(view) if _MEMBERS.get(hit.meaning) in words.choices]
    for hit in hits:
        if _is_barred(view, hit, negators, hits) or _is_barred_after(view, hit):
            found.setdefault(_MEMBERS[hit.meaning], hit)
    if found:
        places = list(found.values())
        view.take(FACT, frozenset(found), min(h.first for h in places), max(h.last for h in places))


def barred(view: View) -> frozenset[str]:
    """The technologies ruled out, as `read_unwanted` found them."""
    fact = next((f for f in view.facts if f.fact == FACT), None)
    return fact.value if fact is not None and isinstance(fact.value, frozenset) else frozenset()


def is_barred(view: View, technology: str) -> bool:
    return _MEMBERS.get(technology, technology) in barred(view)


def _is_barred(view: View, hit: Hit, negators: dict[int, Hit], hits: list[Hit]) -> bool:
    """A negation before it, with nothing but small words and other names between."""
    at, steps, listed = hit.first, 0, False
    while at > 0 and steps < 9:
        negator = negators.get(at)
        if negator is not None:
            before = view.key(negator.first - 1)
            if before in _QUALIFIED or view.key(negator.last) in _QUALIFIED:
                return False
            return not listed or _goes_on(view, negator, hit, hits)
        key = view.key(at - 1)
        other = next((h for h in hits if h.last == at and h is not hit), None)
        if other is not None:
            at, listed = other.first, True
        elif key in _BETWEEN or key in _LISTED:
            at -= 1
        else:
            return False
        steps += 1
    return False


def _goes_on(view: View, negator: Hit, hit: Hit, hits: list[Hit]) -> bool:
    """'no Redis or Kafka', 'without Redis and Kafka'; but 'no Kafka, Redis for the cache'."""
    inside = set(view.keys(negator.last, hit.first))
    names = [h for h in hits if h.first > negator.last]
    later = set(view.keys(hit.last, names[-1].first)) if names else set()
    if inside & {"or", "nor", "/"} or ("," in inside and later & {"or", "nor"} and not later - _LISTED - _BETWEEN):
        return True
    return "and" in inside and view.key(negator.first) not in ("no", "not")


def _is_barred_after(view: View, hit: Hit) -> bool:
    """'Kafka is banned here', 'Redis is not allowed'."""
    at = hit.last
    while view.key(at) in ("is", "are", "was", "has", "been", "itself", "really", "simply", "clearly", "a"):
        at += 1
    return any(after.first in (at, hit.last) for after in view.table("unwanted_after"))
