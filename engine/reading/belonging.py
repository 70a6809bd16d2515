"""Which names of facts count in a text: those of every system, and those of the capabilities that are spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.reading import likenesses
from engine.reading.acts import acts_in
from engine.reading.data import phrases, word_set
from engine.reading.lexicon import Lexicon
from engine.reading.nouns import families_of
from engine.reading.phrasebook import Hit, longest
from engine.reading.tokens import Token

_TABLES = ("label", "flag")
_PARTS = frozenset(phrases("features")["parts"])
_SERVING = word_set("belonging.serving")
_APPS = frozenset(("app", "apps", "site", "website", "shop", "store", "marketplace", "game"))
_LONGEST_SERVING = 6
BESIDE = frozenset(phrases("features")["beside_all"])
"""What every kind of system may have: a request that names nothing else is still known by the product it names."""


def hits_in(
    tokens: Sequence[Token], lexicon: Lexicon, known: frozenset[str], at_most: int
) -> tuple[dict[str, list[Hit]], frozenset[str]]:
    """All phrases by table, and the capabilities that are spoken of.

    Many capabilities call different facts by one word ('orders', 'recipients', 'cities'). Once a capability is spoken
    of, a word that only others use names no fact. `known` are capabilities that the system has by what was said before.
    """
    found = lexicon.book.every_hit(tokens)
    if acts := acts_in(tokens, found):
        taken = {(act.first, act.last) for act in acts}
        plain = (hit for hit in found.get("feature", ()) if (hit.first, hit.last) not in taken)
        found["feature"] = [*plain, *acts]
    if "feature" in found:
        found["feature"] = _meant(tokens, longest(found["feature"][: 4 * at_most]), found)
    hits = {table: longest(all_hits[: 4 * at_most])[:at_most] for table, all_hits in found.items()}
    places = hits.get("always:deployment", ())
    hits["whole"] = [  # 'on own machines' says where it runs, and nothing of a machine park
        h for h in hits.get("whole", ()) if not any(p.first <= h.first and h.last <= p.last for p in places)
    ]
    hits["counted"] = [hit for hit in hits.get("counted", ()) if _is_counted(tokens, hit)]
    belonging = lexicon.with_implied(_spoken_of(tokens, hits, lexicon) | known)
    for table in _TABLES:
        if table in found:
            never = [(hit.first, hit.last) for hit in found.get("feature_never", ())]
            meant = [h for h in found[table][: 4 * at_most] if not _within(h, never)]
            kept = _belonging(tokens, _outside(meant, hits.get("feature", []), lexicon, belonging), lexicon, belonging)
            hits[table] = longest(kept)[:at_most]
    return hits, belonging


def _meant(tokens: Sequence[Token], features: list[Hit], found: dict[str, list[Hit]]) -> list[Hit]:
    """Without words that are no features here ('polls the server'), and with the sense that neighbours give."""
    never = [(hit.first, hit.last) for hit in found.get("feature_never", ())]
    beside = {hit.meaning for hit in found.get("feature_beside", ())}
    kept: list[Hit] = []
    for hit in features:
        if _within(hit, never) or _is_served(tokens, hit, kept):
            continue
        said = " ".join(token.key for token in tokens[hit.first : hit.last] if token.key != "-")
        for place, rule in enumerate(phrases("features")["rather"]):
            may_turn = said in rule["said"] if "said" in rule else hit.last - hit.first == 1
            if may_turn and hit.meaning == rule["than"] and str(place) in beside:
                hit = replace(hit, meaning=rule["means"])
        kept.append(hit)
    return kept


def _within(hit: Hit, places: list[tuple[int, int]]) -> bool:
    return any(first <= hit.first and hit.last <= last for first, last in places)


def _outside(names: list[Hit], features: list[Hit], lexicon: Lexicon, spoken: frozenset[str]) -> list[Hit]:
    """Without names that are a piece of a longer feature: 'electricity market settlement' is no electricity market."""
    long = [f for f in features if f.last - f.first > 2]
    return [
        h
        for h in names
        if h.last - h.first < 2
        or (words := lexicon.fact_by_id.get(h.meaning)) is None
        or not words.home
        or words.home in spoken
        or not any(f.first <= h.first and h.last <= f.last and f.last - f.first > h.last - h.first for f in long)
    ]


def _is_served(tokens: Sequence[Token], hit: Hit, before: list[Hit]) -> bool:
    """'type-ahead for a shop', 'a rate limiter in front of our API': the part is asked for, not what it serves."""
    part = next((h for h in reversed(before) if h.last <= hit.first), None)
    if part is not None and hit.meaning != part.meaning and tokens[hit.last - 1].key in _APPS:
        between = [token.key for token in tokens[part.last : hit.first]]
        if between in (["for", "our"], ["for", "my"], ["in", "our"], ["inside", "our"], ["for", "their"]):
            return True  # 'map tiles for our hiking app'
    if part is None or not _PARTS.issuperset(part.meaning.split("+")) or hit.meaning == part.meaning:
        return False
    between = [token.key for token in tokens[part.last : hit.first]]
    serves = tokens[part.last - 1].key in ("of", "for") or between[:1] in (["for"], ["in"], ["before"])
    return serves and len(between) <= _LONGEST_SERVING and set(between) <= _SERVING


def _spoken_of(tokens: Sequence[Token], hits: dict[str, list[Hit]], lexicon: Lexicon) -> frozenset[str]:
    """By what the features say; what is only counted ('45k SKUs') says it where nothing else does."""
    features = hits.get("feature", [])
    said = [h for h in features if h.last - h.first > 1 or h.table != "feature" or not _is_counted(tokens, h)]
    if all(BESIDE.issuperset(hit.meaning.split("+")) for hit in said):
        begin = min((h.first for h in said), default=len(tokens))
        wholes = [h for h in hits.get("whole", ()) if h.last <= begin]
        said += [h for h in wholes if h.last - h.first > 1 or not _is_counted(tokens, h)] or hits.get("counted", ())
    spoken = {capability for hit in said or features or hits.get("whole", []) for capability in hit.meaning.split("+")}
    products = {hit.meaning for hit in hits.get("product", ())}
    for preset in lexicon.presets:
        if lexicon.slug_of(preset) in products:
            spoken.update(preset.capabilities)
    spoken |= likenesses.spoken_of(tokens, hits.get("product", ()))
    return frozenset(spoken & lexicon.capability_ids)


def _is_counted(tokens: Sequence[Token], hit: Hit) -> bool:
    return any(token.kind == "number" for token in tokens[max(0, hit.first - 2) : hit.first])


def _belonging(tokens: Sequence[Token], hits: list[Hit], lexicon: Lexicon, spoken: frozenset[str]) -> list[Hit]:
    """All names of what belongs here; of other facts only longer names, unless they count what everybody counts."""

    def rank(hit: Hit) -> int:
        words = lexicon.fact_by_id.get(hit.meaning)
        home = words.home if words is not None else ""
        return 1 if not home else 0 if home in spoken else 2

    ranks = {hit: rank(hit) for hit in hits}
    too_little = frozenset(phrases("facts")["too_little"])
    ours = {(hit.first, hit.last) for hit in hits if ranks[hit] < 2}

    def counts(hit: Hit) -> bool:
        if ranks[hit] < 2:
            return True
        said = " ".join(token.key for token in tokens[hit.first : hit.last])
        if spoken and any(first < hit.last <= last and last == hit.last for first, last in ours):
            return False  # 'recordings kept': the fact of another capability ends in a name of ours
        if (hit.first, hit.last) in ours or families_of(said) or said in too_little:
            return False
        if hit.last - hit.first > 1:
            if hit.table == "label" and spoken - BESIDE:
                return False  # 'visible within' is a ticker's, where no ticker is spoken of
            # 'service vans' are vans where nothing dispatches them
            return "device" not in families_of(tokens[hit.last - 1].key)
        return False

    kept = [hit for hit in hits if counts(hit)]
    return sorted(kept, key=lambda hit: ranks[hit])  # the order of several meanings of one phrase
