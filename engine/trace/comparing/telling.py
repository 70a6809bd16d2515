"""A comparison of two traces in words."""

from __future__ import annotations

from typing import Any

from engine.trace.comparing.comparison import Cause, Comparison
from engine.trace.comparing.rule_words import edit, said


def told(comparison: Comparison, limit: int = 40) -> str:
    """The comparison in words: outcomes with their causes first, then what differs in detail."""
    if comparison.same:
        return "the two traces do not differ"
    a, b = comparison.names
    lines = [f"A: {a}", f"B: {b}"]
    for word, pair in (("knowledge", comparison.knowledge), ("title", comparison.title), ("preset", comparison.preset)):
        if pair is not None:
            lines.append(f"{word}: {pair[0] or 'none'} -> {pair[1] or 'none'}")
    lines += _listed("given", [f"{n}: {said(x)} -> {said(y)}" for n, (x, y) in comparison.given.items()], limit)
    lines += _listed("pins", [f"{n}: {said(x)} -> {said(y)}" for n, (x, y) in comparison.pins.items()], limit)
    if comparison.cost is not None:
        lines.append(f"a month costs: {said(comparison.cost[0])} -> {said(comparison.cost[1])}")
    parts = [f"{x or 'none'} -> {y or 'none'}" for x, y in comparison.components.values()]
    lines += _listed("parts", parts, limit)
    lines.append("")
    lines.append(f"choices that differ: {len(comparison.choices)}")
    for cause in comparison.causes.values():
        lines += _tree(cause, 1)
        roots = list(dict.fromkeys(root.words for root in cause.roots()))
        if roots:
            lines.append(f"    in the end: {'; '.join(roots[:6])}" + ("; ..." if len(roots) > 6 else ""))
        lines.append("")
    if not comparison.causes:
        lines.append("")
    edited = [f"{n}: {edit(x, y)}" for n, (x, y) in comparison.edited.items()]
    lines += _listed("rules edited, added or removed", edited, limit)
    lines += _listed("constants", [f"{n}: {x} -> {y}" for n, (x, y) in comparison.constants.items()], limit)
    lines += _listed("facts", [f"{n}: {x} -> {y}" for n, (x, y) in comparison.facts.items()], limit)
    lines += _listed("rules that fired in A only", list(comparison.only_a), limit)
    lines += _listed("rules that fired in B only", list(comparison.only_b), limit)
    weights = [
        f"{decision}.{e['option']} by {e['rule']}: {_weight(e['a'])} -> {_weight(e['b'])}"
        for decision, entries in comparison.evidence.items()
        for e in entries
    ]
    lines += _listed("evidence", weights, limit)
    if comparison.document is not None:
        lines.append(f"document: {said(comparison.document[0])} -> {said(comparison.document[1])}")
    return "\n".join(lines).rstrip()


def _tree(cause: Cause, depth: int) -> list[str]:
    lines = [f"{'  ' * depth}{'because ' if depth > 1 else ''}{cause.words}"]
    if depth > 1 and cause.kind == "choice":
        return lines  # it stands in the list itself
    for under in cause.because:
        lines += _tree(under, depth + 1)
    return lines


def _listed(title: str, items: list[str], limit: int) -> list[str]:
    if not items:
        return []
    more = [f"  ... and {len(items) - limit} more (--format json has all)"] if len(items) > limit else []
    return (
        [f"{title} that differ: {len(items)}" if " " not in title else f"{title}: {len(items)}"]
        + [f"  {item}" for item in items[:limit]]
        + more
    )


def _weight(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{value:+g}" if isinstance(value, float | int) else str(value)
