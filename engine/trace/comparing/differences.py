"""What differs between two traces, thing by thing."""

from __future__ import annotations

from typing import Any

from engine.trace.comparing.causes import Causes
from engine.trace.comparing.comparison import Comparison, Pair, Record
from engine.trace.comparing.side import Side, evidence, meaning


def compare(a: Record, b: Record, names: tuple[str, str] = ("A", "B")) -> Comparison:
    """What differs between two traces, as `read_trace` gives them, and why each choice differs."""
    one, two = Side(a), Side(b)
    choices = _differing(a["choices"], b["choices"])
    causes = Causes(one, two, names)
    return Comparison(
        names=names,
        knowledge=_pair(a["knowledge"]["revision"], b["knowledge"]["revision"]),
        title=_pair(a["input"]["title"], b["input"]["title"]),
        preset=_pair(a["input"]["preset"], b["input"]["preset"]),
        given={
            name: (one.given_words(name), two.given_words(name))
            for name in _names(a["input"]["facts"], b["input"]["facts"])
            if one.given(name) != two.given(name)
        },
        pins=_differing(a["input"]["pins"], b["input"]["pins"]),
        constants={
            name: (one.shown(name), two.shown(name))
            for name in _names(a["constants"], b["constants"])
            if name in a["constants"] and name in b["constants"] and one.value(name) != two.value(name)
        },
        facts={
            name: (one.shown(name), two.shown(name))
            for name in _names(a["facts"], b["facts"])
            if one.value(name) != two.value(name)
        },
        only_a=tuple(name for name in one.fired if name not in two.fired),
        only_b=tuple(name for name in two.fired if name not in one.fired),
        edited=_edited(one, two),
        evidence={name: found for name in _names(a["ledgers"], b["ledgers"]) if (found := evidence(one, two, name))},
        choices=choices,
        components=_components(a, b),
        cost=_cost(a, b),
        document=_pair((a.get("document") or {}).get("sha256"), (b.get("document") or {}).get("sha256")),
        causes={name: causes.choice(name) for name in choices},
    )


def _edited(a: Side, b: Side) -> dict[str, Pair]:
    """Rules whose text differs, and rules that one knowledge does not have."""
    if a.record["knowledge"]["revision"] == b.record["knowledge"]["revision"]:
        return {}
    rules = [*a.fired, *a.open, *(name for name in (*b.fired, *b.open) if a.rule(name) is None)]
    found = {}
    for name in rules:
        before, after = meaning(a.rule(name)), meaning(b.rule(name))
        if before != after:
            found[name] = (before, after)
    return found


def _components(a: Record, b: Record) -> dict[str, Pair]:
    """Parts that only one of the two has, by title."""
    one, two = ({n: c["title"] for n, c in record.get("components", {}).items()} for record in (a, b))
    return {name: (one.get(name), two.get(name)) for name in sorted({*one} ^ {*two})}


def _cost(a: Record, b: Record) -> Pair | None:
    """What a month costs, in words, where the two differ."""
    one, two = (record["facts"].get("monthly_cost", {}).get("text") for record in (a, b))
    return (one, two) if one != two else None


def _names(a: Record, b: Record) -> list[str]:
    return list(dict.fromkeys((*a, *b)))


def _differing(a: Record, b: Record) -> dict[str, Pair]:
    return {name: (a.get(name), b.get(name)) for name in _names(a, b) if a.get(name) != b.get(name)}


def _pair(a: Any, b: Any) -> Pair | None:
    return (a, b) if a != b else None
