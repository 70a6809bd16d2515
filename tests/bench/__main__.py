"""Measures what an interaction costs: on the shipped knowledge, and on generated rules against a hand-written loop."""

from __future__ import annotations

import gc
import json
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from engine.design import assemble
from engine.document import sections
from engine.explanation.axes import axes
from engine.explanation.flips import flips
from engine.explanation.scaling import scale_shift
from engine.explanation.scanning import Topics, scan
from engine.inference import Givens, evaluate
from engine.inference.columnar import evaluate_columns
from engine.inference.evaluating import networks, release
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.loading import load
from engine.trace import trace_text
from tests.bench.generated import HandWritten, generated

OUT = Path("build/bench.json")
PAGE = Path("docs/performance.md")
SIZES = (300, 1_000, 3_000, 10_000)


def median_ms(times: int, call: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cold(knowledge: Knowledge, givens: Givens, name: str) -> None:
    """An evaluation on atoms never seen: firings are forgotten, the networks are kept."""
    for memo in networks(knowledge, name):  # type: ignore[arg-type]
        memo.answers.clear()
    evaluate(knowledge, givens, name)  # type: ignore[arg-type]


def both(knowledge: Knowledge, givens: Givens, times: int) -> dict[str, float]:
    rows = {}
    for name in ("counting", "durable"):
        evaluate(knowledge, givens, name)  # type: ignore[arg-type]
        rows[f"{name}, cold"] = median_ms(times, lambda n=name: cold(knowledge, givens, n))  # type: ignore[misc]
        rows[f"{name}, same atoms"] = median_ms(
            times,
            lambda n=name: evaluate(knowledge, givens, n),  # type: ignore[misc]
        )
    return rows


def shipped() -> dict[str, float]:
    """Milliseconds on the shipped knowledge, for the Netflix preset."""
    rows = {"load": median_ms(3, load)}
    knowledge = load()
    givens = givens_from(knowledge, {}, None, "netflix")
    gc.collect()
    gc.freeze()
    rows |= {f"evaluate, {name}": value for name, value in both(knowledge, givens, 200).items()}
    evaluation = evaluate(knowledge, givens)
    base = givens_from(knowledge, {}, None, "netflix")
    users = [1e3 * 1.012**n for n in range(1_000)]
    began = time.perf_counter()
    for value in users:
        evaluate(knowledge, base.with_value("daily_active_users", value), "counting")
    rows["sweep of 1,000 evaluations"] = (time.perf_counter() - began) * 1000
    rows |= explained(knowledge, givens)
    rows["assemble, with the flips"] = median_ms(10, lambda: assemble(evaluate(knowledge, givens)))
    design = assemble(evaluation)
    list(sections(design))
    rows["eleven sections"] = median_ms(10, lambda: list(sections(design)))
    rows["from facts to the first section"] = median_ms(
        10, lambda: next(iter(sections(assemble(evaluate(knowledge, givens)))))
    )
    rows["from facts to the last section"] = median_ms(
        10, lambda: list(sections(assemble(evaluate(knowledge, givens))))
    )
    rows["trace as JSON"] = median_ms(5, lambda: trace_text(evaluation))
    before = megabytes()
    for n in range(10_000):
        evaluate(knowledge, base.with_value("daily_active_users", users[n % 1_000]), "counting")
    rows["memory grown over 10,000 evaluations, MB"] = megabytes() - before
    release(knowledge)
    return rows


def explained(knowledge: Knowledge, givens: Givens) -> dict[str, float]:
    """Flip points and scale shift, by columns and, for scale, by durable-rules alone, one evaluation at a time."""

    def every_flip() -> None:
        evaluation = evaluate(knowledge, givens, "counting")
        for decision in evaluation.ledgers:
            flips(evaluation, decision)

    evaluation = evaluate(knowledge, givens)
    inputs = [axis for axis in axes(evaluation) if knowledge.facts[axis.name].form.input]
    (users,) = [axis for axis in inputs if axis.name == "daily_active_users"]
    topics = Topics(tuple(knowledge.decisions))
    moves = [users.move(value) for value in users.points]
    return {
        "numeric inputs": float(len(inputs)),
        "flips of all decisions over all numeric inputs": median_ms(5, lambda: scan(knowledge, givens, inputs, topics)),
        "the same with derived numbers, choices and pins": median_ms(5, every_flip),
        f"{len(moves)} points of one input, columns": median_ms(5, lambda: evaluate_columns(knowledge, givens, moves)),
        f"{len(moves)} points of one input, durable-rules": median_ms(
            3, lambda: [evaluate(knowledge, givens.with_value(users.name, value)) for value in users.points]
        ),
        "scale shift": median_ms(10, lambda: scale_shift(evaluate(knowledge, givens, "counting"))),
    }


def grown(size: int) -> dict[str, float]:
    """Milliseconds on `size` generated rules, with the hand-written loop over the same conditions."""
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


def page(result: dict[str, dict[str, float]]) -> str:
    lines = [
        "# Performance",
        "",
        f"Written by `make bench`, {platform.machine()}, Py {sys.version.split()[0]}. Medians; ratios are of one run.",
        "",
        "## The shipped knowledge, Netflix preset (ms)",
        "",
        "| what | ms |",
        "|---|--:|",
        *(f"| {name} | {value:.2f} |" for name, value in result["shipped"].items()),
        "",
        "## Generated rules of three conditions (ms)",
        "",
        "The hand-written loop tests each comparison once, counts, adds points and takes each best option: the",
        "same work without provenance, ledgers or strata.",
        "",
    ]
    sizes = [name for name in result if name != "shipped"]
    lines += ["| what | " + " | ".join(f"{int(s):,} rules" for s in sizes) + " |", "|---|" + "--:|" * len(sizes)]
    for name in result[sizes[0]]:
        lines.append(f"| {name} | " + " | ".join(f"{result[s][name]:.2f}" for s in sizes) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    result = {"shipped": shipped()} | {str(size): grown(size) for size in SIZES}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1), "utf-8")
    text = page(result)
    PAGE.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
