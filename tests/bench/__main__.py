"""Measures what an interaction costs on the shipped knowledge, and prints it as a table."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from engine.design import assemble
from engine.document import sections
from engine.inference import evaluate
from engine.inference.evaluating import networks, release
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.loading import load
from engine.trace import trace_text

OUT = Path("build/bench.json")


def median_ms(times: int, call: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def cold(knowledge: Knowledge, name: str) -> None:
    """Forgets firings, keeps the networks: what an evaluation costs on atoms never seen."""
    for memo in networks(knowledge, name):  # type: ignore[arg-type]
        memo.answers.clear()


def main() -> None:
    rows: dict[str, float] = {}
    rows["load, ms"] = median_ms(3, load)
    knowledge = load()
    givens = givens_from(knowledge, {}, None, "netflix")
    gc.collect()
    gc.freeze()

    def cold_run(name: str) -> None:
        cold(knowledge, name)
        evaluate(knowledge, givens, name)  # type: ignore[arg-type]

    for name in ("counting", "durable"):
        evaluate(knowledge, givens, name)  # type: ignore[arg-type]
        rows[f"evaluate, {name}, cold, ms"] = median_ms(200, lambda n=name: cold_run(n))  # type: ignore[misc]
        rows[f"evaluate, {name}, same atoms, ms"] = median_ms(
            200, lambda n=name: evaluate(knowledge, givens, n)  # type: ignore[misc]
        )
    evaluation = evaluate(knowledge, givens)
    rows["assemble, ms"] = median_ms(20, lambda: assemble(evaluation))
    design = assemble(evaluation)
    list(sections(design))
    rows["first section, ms"] = median_ms(20, lambda: next(iter(sections(design))))
    rows["eleven sections, ms"] = median_ms(10, lambda: list(sections(design)))
    rows["trace, ms"] = median_ms(5, lambda: trace_text(evaluation))
    release(knowledge)
    width = max(map(len, rows))
    for row, value in rows.items():
        print(f"{row:{width}}  {value:8.2f}")
    ratio = rows["evaluate, durable, cold, ms"] / rows["evaluate, counting, cold, ms"]
    print(f"{'durable to counting, cold':{width}}  {ratio:8.2f}")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"python": sys.version.split()[0], "rows": rows, "durable_to_counting": ratio}, indent=1))


if __name__ == "__main__":
    main()
