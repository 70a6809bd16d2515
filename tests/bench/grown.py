"""What evaluating costs as rules grow in number, against a hand-written loop over the same conditions."""

from __future__ import annotations

import gc

from engine.inference import evaluate
from engine.inference.evaluating import release
from tests.bench.generated import HandWritten, generated
from tests.bench.measuring import median_ms, megabytes
from tests.bench.networks import both

SIZES = (300, 1_000, 3_000, 10_000)


def grown(size: int) -> dict[str, float]:
    """Milliseconds on `size` generated rules."""
    base = generated(size)
    times = max(5, 20_000 // size)
    row = {"load": median_ms(1, base.load)}
    knowledge = base.load()
    loop = HandWritten(base)
    values = {name: float(given.value) for name, given in base.givens.facts.items()}  # type: ignore[arg-type]
    gc.collect()
    gc.freeze()  # as the server does
    before = megabytes()
    row |= both(knowledge, base.givens, times)
    row["memory, MB"] = megabytes() - before
    evaluation = evaluate(knowledge, base.givens)
    assert evaluation.choices == loop.run(values), "the loop and the engine must agree before they are compared"
    row["fired"] = len(evaluation.firings) / size
    row["hand-written loop"] = median_ms(times, lambda: loop.run(values))
    for name in ("counting, cold", "counting, same atoms", "durable, cold", "durable, same atoms"):
        row[f"{name} / loop"] = row[name] / row["hand-written loop"]
    release(knowledge)
    return row
