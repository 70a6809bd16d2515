"""What a trace says beyond the evaluation itself: parts, contradictions, what would change it, what drafts would."""

from __future__ import annotations

import math
from typing import Any

from engine.explanation.conflicts import conflicts as clashes
from engine.explanation.flips import flips as flips_of
from engine.explanation.scaling import lanes
from engine.inference.evaluation import Evaluation
from engine.knowledge.values import plain


def flips(evaluation: Evaluation) -> dict[str, Any]:
    """The nearest values at which each decision would change, one input moved at a time."""
    return {
        name: [
            {
                "input": flip.moved.fact,
                "at": plain(flip.moved.threshold),
                "beyond": plain(flip.moved.value),
                "becomes": flip.becomes,
                "factor": flip.moved.distance if math.isfinite(flip.moved.distance) else None,
                "text": flip.words(evaluation),
            }
            for flip in found
        ]
        for name in sorted(evaluation.ledgers)
        if (found := flips_of(evaluation, name))
    }


def scale(evaluation: Evaluation) -> dict[str, Any]:
    """Which option each decision takes from a thousandth to a thousand times the size."""
    return {
        name: [{"from": s.low, "to": s.high, "option": s.option or None} for s in stretches]
        for name, stretches in sorted(lanes(evaluation).items())
    }


def conflicts(evaluation: Evaluation) -> list[dict[str, Any]]:
    """What cannot all be had, and what would resolve it."""
    return [
        {
            "topic": conflict.topic,
            "title": conflict.title,
            "inputs": list(conflict.facts),
            "reasons": list(conflict.reasons),
            "resolved_by": [change.words(evaluation) for change in conflict.relaxations],
        }
        for conflict in clashes(evaluation)
    ]


def problems(evaluation: Evaluation) -> list[dict[str, Any]]:
    """What the rules disagree on or cannot compute."""
    return [
        {"code": p.code, "subject": p.subject, "message": evaluation.text(p.message) or p.message}
        for p in evaluation.problems
    ]


def drafts(evaluation: Evaluation, counted: Evaluation | str) -> dict[str, Any]:
    """What the drafts that fired would change if they counted, as they do in `counted`."""
    entry: dict[str, Any] = {"fired": [f.rule.id for f in evaluation.firings if not f.rule.counts]}
    if isinstance(counted, str):
        return {**entry, "problem": counted}
    now, then = evaluation.choices, counted.choices
    entry["choices"] = {
        name: {"now": now.get(name), "with_drafts": then.get(name)}
        for name in sorted({*now, *then})
        if now.get(name) != then.get(name)
    }
    entry["facts"] = {
        name: {"now": evaluation.shown(name) or "unknown", "with_drafts": counted.shown(name) or "unknown"}
        for name in sorted({*evaluation.facts, *counted.facts})
        if evaluation.value(name) != counted.value(name)
    }
    return entry
