"""Features and the product taken as a model: what the system shall do, and what it shall not."""

from __future__ import annotations

from dataclasses import replace

from engine.reading.accessories import meant_by
from engine.reading.belonging import BESIDE
from engine.reading.data import phrases, word_set
from engine.reading.lexicon import slug
from engine.reading.likenesses import is_likeness, likeness_of, may_be_likeness
from engine.reading.phrasebook import Hit
from engine.reading.view import View

_STOPPERS = word_set("features.stoppers")
_SYSTEMS = word_set("features.systems")
_MADE = word_set("features.made")
_FILLERS = word_set("features.fillers")
_A_SENTENCE = 5
_A_BRIEF = 45
_BROAD = frozenset(
    (
        "dont need",
        "do not need",
        "without",
        "dont want",
        "do not want",
        "wont need",
        "drop",
        "remove",
        "get rid of",
        "dont do",
        "exclude",
        "doesnt need",
    )
)


def read_features(view: View, describing: bool) -> tuple[list[str], list[str], list[str]]:
    """Capabilities wanted, ruled out, and features that the knowledge has nothing about."""
    wanted: list[str] = []
    unwanted: list[str] = []
    unsupported: list[str] = []
    hits = list(view.table("feature"))
    if all(BESIDE.issuperset(hit.meaning.split("+")) for hit in hits):
        begin = min((hit.first for hit in hits), default=len(view.tokens))
        hits += [hit for hit in view.table("whole") if hit.last <= begin]  # 'expenses with single sign-on'
    else:
        hits += _named_wholes(view, hits)
    inside = {i for q in view.quantities if not q.trap for i in range(q.first, q.end)}
    plain = [h for h in hits if h.table == "act" or h.last - h.first > 1 or h.first not in inside]
    if all(BESIDE.issuperset(hit.meaning.split("+")) for hit in plain):
        hits += view.table("counted")
    if view.asked == "capabilities" or (
        not hits and not (view.asked or view.context.capabilities) and _A_SENTENCE < len(view.tokens) < _A_BRIEF
    ):
        strong = {i for h in hits for i in range(h.first, h.last)}
        hits += [h for h in view.table("weak_feature") if h.first not in strong]
    negated = _negated_hits(view, hits)
    for hit in sorted(hits, key=lambda h: h.first):
        counted = hit.first in inside
        opening = describing or not (view.asked or view.context.capabilities)
        says_little = not opening or hit.last - hit.first < 2
        if counted and says_little and hit not in negated and hit.table in ("feature", "whole"):
            continue
        for capability in hit.meaning.split("+") if hit in negated else meant_by(view, hit):
            known = capability in view.lexicon.capability_ids
            if hit in negated:
                if capability not in unwanted:
                    unwanted.append(capability)
            elif known:
                if capability not in wanted:
                    wanted.append(capability)
            elif capability not in unsupported:
                unsupported.append(capability)
    if describing or not (view.asked or view.context.capabilities):
        wanted += [c for c in _told(view, wanted) if c not in wanted + unwanted]
    wanted = [c for c in wanted if not _is_only_drawn(view, hits, wanted, c)]
    wanted = [c for c in wanted if c not in unwanted or _wanted_again(view, hits, negated, c)]
    unsupported = [c for c in unsupported if c not in unwanted]
    for capability in unsupported:
        hit = next(h for h in hits if capability in h.meaning.split("+"))
        view.leave(
            hit.first,
            hit.last,
            f"'{view.words(hit.first, hit.last)}' was understood, but nothing is known about how to build it",
        )
    return wanted, [c for c in unwanted if c not in wanted], unsupported


def _named_wholes(view: View, hits: list[Hit]) -> list[Hit]:
    """'a dating app with chat': what the app is above all; not one that is served."""
    taken = {i for hit in hits for i in range(hit.first, hit.last)}
    return [
        replace(hit, meaning=hit.meaning.split("+")[0])
        for hit in view.table("whole")
        if hit.last - hit.first > 1
        and view.key(hit.last - 1) in _SYSTEMS
        and hit.first not in taken
        and not _serves(view, hit)
    ]


def _serves(view: View, whole: Hit) -> bool:
    """'online status for a dating app', 'search in our shop': not 'the backend for a dating app'."""
    for at in range(whole.first - 1, max(-1, whole.first - 4), -1):
        if view.key(at) in ("for", "of", "in", "inside", "behind"):
            return at > 0 and view.key(at - 1) not in _MADE
    return False


def _is_only_drawn(view: View, hits: list[Hit], wanted: list[str], capability: str) -> bool:
    """'friends on a map': the map is what the friends are drawn on, nobody asks for a way."""
    rule = phrases("features")["drawn_on"].get(capability)
    if rule is None or not set(rule["beside"]) & set(wanted):
        return False
    mentions = [h for h in hits if capability in h.meaning.split("+")]
    return all(h.table == "act" or " ".join(view.keys(h.first, h.last)) in rule["phrases"] for h in mentions)


def _told(view: View, wanted: list[str]) -> list[str]:
    """What facts and words that say too little by themselves tell beside what is wanted."""
    table = phrases("features")
    facts = {fact.fact for fact in view.facts}
    told = [capability for fact, capability in table["told_by"].items() if fact in facts]
    barred = {i for h in view.table("feature_never") for i in range(h.first, h.last)}
    said = {hit.meaning for hit in view.table("beside_word") if hit.first not in barred}
    for rule in table["beside"]:
        if rule["means"] in said and set(rule["beside"]) & {*wanted, *told}:
            told.append(rule["means"])
    implied = view.lexicon.with_implied(wanted) - set(wanted)
    return [c for c in dict.fromkeys(told) if c in view.lexicon.capability_ids and c not in implied]


def _wanted_again(view: View, hits: list[Hit], negated: set[Hit], capability: str) -> bool:
    """'no chat ... chat with doctors': the last word counts; 'a mail service, no newsletters' is still one."""
    mentions = [h for h in hits if capability in h.meaning.split("+")]
    if not mentions or mentions[-1] not in negated:
        return bool(mentions)
    barred = {" ".join(view.keys(h.first, h.last)) for h in mentions if h in negated}
    return any(
        h not in negated and len(barred) == 1 and _is_wider(view, h, barred)
        for h in mentions
        if h.meaning.split("+")[0] == capability  # 'a social network, no feed' goes without what it would bring along
    )


def _is_wider(view: View, hit: Hit, barred: set[str]) -> bool:
    """Whether the wanted phrase is another one than the barred: 'team chat' and 'no video chat'."""
    said = " ".join(view.keys(hit.first, hit.last))
    return all(said not in words and words not in said for words in barred)


def _negated_hits(view: View, hits: list[Hit]) -> set[Hit]:
    negated: set[Hit] = set()
    ordered = sorted(hits, key=lambda h: h.first)
    by_first: dict[int, list[Hit]] = {}
    for hit in ordered:
        by_first.setdefault(hit.first, []).append(hit)
    for negator in view.table("negator"):
        words = " ".join(view.keys(negator.first, negator.last))
        if view.asked and negator.first == 0 and words in ("no", "not") and view.key(negator.last) in (",", ".", ";"):
            continue
        at = negator.last
        reach = 0
        while at < len(view.tokens):
            found = by_first.get(at)
            if found and words == "without" and reach and view.key(found[0].last).endswith("ing"):
                break  # 'without one shop hurting another'
            if found:
                negated.update(found)
                at, reach = found[0].last, 0
                while at < len(view.tokens) and view.key(at) in (
                    "app",
                    "feature",
                    "features",
                    "system",
                    "function",
                    "support",
                    "stuff",
                ):
                    at += 1
                if not _list_goes_on(view, at, by_first, words):
                    break
                at += 1
                continue
            key = view.key(at)
            if (
                (view.is_boundary(at) and key != ",")
                or (key in _STOPPERS and reach)
                or reach >= 3
                or (key == "," and reach == 0)
            ):
                break
            if key not in _FILLERS and reach >= 2:
                break
            at += 1
            reach += 1
    for after in view.table("negator_after"):
        previous = [
            h
            for h in ordered
            if after.first - 12 <= h.first
            and 0 <= after.first - h.last <= 1
            and all(k in (",", ":", "-", "is", "are") for k in view.keys(h.last, after.first))
        ]
        said = view.keys(after.first, after.last)
        if said in (["no"], ["never"], ["not"]) and view.key(after.last) not in ("", ",", ".", ";", "!", "and", "but"):
            continue
        negated.update(previous[-1:])
    return negated


def _list_goes_on(view: View, at: int, hits: dict[int, list[Hit]], negator: str) -> bool:
    """'no chat or payments', 'without payments, ads or chat'; but 'no chat, search yes'."""
    key, following = view.key(at), at + 1
    while view.key(following) in ("the", "a", "any", "or", "nor"):
        following += 1
    hit = next(iter(hits.get(following, ())), None)
    if hit is None:
        return False
    if key in ("or", "nor", "/") or (key == "and" and negator in _BROAD):
        return True
    if key != ",":
        return False
    if view.key(at + 1) in ("or", "nor"):
        return True
    place = hit.last
    for _ in range(8):
        nxt = next(iter(hits.get(place + 1) or hits.get(place + 2) or ()), None)
        joint = view.key(place)
        if joint in ("or", "nor") and nxt:
            return True
        if joint == "and" and nxt and negator in _BROAD:
            return True
        if joint != "," or nxt is None:
            break
        place = nxt.last
    return negator in _BROAD and view.key(hit.last) not in ("yes", "is", "too")


_ADDED = word_set("features.added")
_NOT_MODEL_BEFORE = word_set("features.not_model_before")


def read_product(view: View, describing: bool) -> str | None:
    """The product that is the model of the design ('Uber for dog walkers'), not one that is merely mentioned."""
    hits = view.table("product")
    if not hits:
        return None
    best: tuple[int, Hit] | None = None
    words = sum(1 for token in view.tokens if token.kind == "word")
    foreign = sum(c.isalpha() and not c.isascii() for c in view.low) > len(view.low) / 3
    for hit in hits:
        if is_likeness(hit.meaning) and not may_be_likeness(view.tokens, hit):
            continue
        score = _model_score(view, hit, describing, words, foreign)
        if score > 0 and (best is None or score > best[0]):
            best = (score, hit)
    return best[1].meaning if best else None


def _model_score(view: View, hit: Hit, describing: bool, words: int, foreign: bool) -> int:
    """How surely a product is the model of the design; 0 where it is merely mentioned.

    The text has so many `words`, or is in another script (`foreign`).
    """
    before, after = view.key(hit.first - 1), view.key(hit.last)
    earlier = view.keys(hit.first - 3, hit.first)
    if {"not", "nothing", "unlike", "no", "isnt", "never", "dont", "than"} & set(earlier):
        return 0
    if before in ("use", "uses", "using", "used", "via", "through", "integrate", "replace", "from", "into"):
        return 0
    if before == "for" and earlier[-2:-1] and earlier[-2] in _ADDED:
        return 0  # 'a bot for Telegram that sells tickets'
    if after in (
        "integration",
        "login",
        "account",
        "accounts",
        "channel",
        "messages",
        "webhook",
        "bot",
        "notifications",
        "api",
        "plugin",
        "analytics",
        "ads",
        "page",
        "button",
        "actions",
    ):
        return 0
    score = 0
    if before in (
        "like",
        "design",
        "build",
        "clone",
        "rebuild",
        "copy",
        "recreate",
        "create",
        "architect",
        "redesign",
        "emulate",
        "imitate",
        "of",
        "as",
        "to",
    ) and (
        before not in ("of", "as", "to")
        or earlier[-2:]
        in (
            ["clone", "of"],
            ["copy", "of"],
            ["version", "of"],
            ["similar", "to"],
            ["alternative", "to"],
            ["rival", "to"],
            ["same", "as"],
            ["kind", "of"],
            ["such", "as"],
            ["equivalent", "of"],
            ["sort", "of"],
            ["competitor", "to"],
            ["answer", "to"],
            ["uber", "of"],
            ["variant", "of"],
            ["way", "as"],
            ["replica", "of"],
            ["style", "of"],
        )
    ):
        score = 3
    if after in (
        "clone",
        "clones",
        "like",
        "style",
        "alternative",
        "copy",
        "competitor",
        "lookalike",
        "type",
        "rival",
        "esque",
        "ish",
        "inspired",
        "kind",
        "equivalent",
        "replica",
        "knockoff",
    ):
        score = max(score, 3)
    if view.key(hit.last) == "-" and view.key(hit.last + 1) in (
        "like",
        "style",
        "type",
        "ish",
        "esque",
        "inspired",
        "clone",
    ):
        score = max(score, 3)
    if after in ("for", "but", "meets", "with", "minus", "without"):
        score = max(score, 2)
    if {"like", "similar", "clone", "resembles", "inspired"} & set(view.keys(hit.first - 4, hit.first)):
        score = max(score, 2)
    if before in (
        "a",
        "an",
        "another",
        "our",
        "own",
        "mini",
        "new",
        "simple",
        "the",
        "next",
        "me",
        "us",
        "basic",
        "small",
        "private",
        "internal",
    ) and (
        {"design", "build", "create", "make", "want", "need", "clone", "architect"}
        & set(view.keys(hit.first - 7, hit.first))
    ):
        score = max(score, 2)
    if {"design", "build", "rebuild", "architect", "recreate", "clone", "desing"} & set(
        view.keys(hit.first - 3, hit.first)
    ) and before not in ("and", "on", "in", "with"):
        score = max(score, 2)
    if hit.first == 0 and any(q.first == hit.last and not q.trap for q in view.quantities):
        score = max(score, 2)  # 'WhatsApp 2 billion users'
    only = words <= hit.last - hit.first + 1
    if only or (hit.first == 0 and after in (",", ".", ":", "in", "")):
        score = max(score, 1)
    if not score and describing and hit.first <= 3 and before not in _NOT_MODEL_BEFORE:
        score = 1
    if not score and foreign:
        score = 1  # the product is all that can be read
    if score and hit.meaning in _NEEDS_MORE and score < 2 and not only:
        return 0
    return score


_NEEDS_MORE = frozenset(
    ("discord", "facebook", "github", "gmail", "linkedin", "paypal", "signal", "slack", "steam", "stripe", "zoom")
)
"""Common words, and products that are mentioned for what one signs in, pays or works with."""


def with_likeness(view: View, wanted: list[str], product: str | None) -> list[str]:
    """What a product does of which no figures are kept, before what is said beside it."""
    if product is None or preset_of(view, product) is not None:
        return wanted
    own = [c for c in likeness_of(product) if c in view.lexicon.capability_ids]
    return [*own, *(c for c in wanted if c not in own)]


def preset_of(view: View, product: str | None) -> str | None:
    return view.lexicon.preset_by_slug.get(slug(product)) if product else None
