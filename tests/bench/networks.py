"""An evaluation by each network: on atoms never seen, and on the same as before."""

from __future__ import annotations

from engine.inference import Evaluation, Givens, evaluate
from engine.inference.evaluating import NetworkName, networks
from engine.knowledge import Knowledge
from tests.bench.measuring import median_ms

NAMES: tuple[NetworkName, ...] = ("counting", "durable")


def cold(knowledge: Knowledge, givens: Givens, name: NetworkName = "durable") -> Evaluation:
    """An evaluation on atoms never seen: firings are forgotten, the networks are kept."""
    for memo in networks(knowledge, name):
        memo.answers.clear()
    return evaluate(knowledge, givens, name)


def both(knowledge: Knowledge, givens: Givens, times: int) -> dict[str, float]:
    rows = {}
    for name in NAMES:
        evaluate(knowledge, givens, name)
        rows[f"{name}, cold"] = median_ms(times, lambda n=name: cold(knowledge, givens, n))  # type: ignore[misc]
        rows[f"{name}, same atoms"] = median_ms(
            times,
            lambda n=name: evaluate(knowledge, givens, n),  # type: ignore[misc]
        )
    return rows
