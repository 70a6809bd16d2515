"""Measures what an interaction costs: on the shipped knowledge, and on generated rules against a hand-written loop."""

from __future__ import annotations

import gc
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.inference.evaluating import release
from engine.inference.given import givens_from
from engine.loading import load
from tests.bench.grown import SIZES, grown
from tests.bench.hurtful import slowest
from tests.bench.measuring import median_ms
from tests.bench.shipped import BY_COLUMNS, ONE_BY_ONE, shipped
from tests.bench.traced import BAR, Traced, first_trace, recorded, traced

OUT = Path("build/bench.json")
PAGE = Path("docs/performance.md")
SWEEP = 1_000.0

TRACE = """\
An evaluation always keeps its full record: firings, ledgers, the reason of every value. There is no run without it, so
what can be off is to write it as JSON. The *record* is what the evaluation says of itself: facts, firings with file and
line, the conditions that kept each other rule from firing, ledgers, constants, choices: {size:.1f} MB for this case.
The *whole trace* has the explanation too, the flips and the option of each decision by size. Each round has numbers
never seen before. The bar is {bar:g} times.

- *A design with its document*: what a person waits for, from facts to the last section, and the trace beside it.
- *Evaluate and assemble*: without the sections; the trace then works out the options by size, which they would have.
- *Evaluate, atoms never seen*: the engine of record alone, and its record alone.
- *Evaluate, the same atoms again*: firings are remembered, so that nothing is inferred; the record is as long as ever.
- *Evaluate, another system each time*: the presets in turn.

A record is written from the one before it by the same knowledge: entries of which nothing changed are kept as text. The
first rows have the same system with another number of users each time, as from turn to turn of a conversation; in the
last one hardly an entry is as it was, which is what two people at work on two systems see.
"""

GENERATED = """\
The hand-written loop tests each comparison once, counts, adds points and takes each best option: the same work without
provenance, ledgers or strata.
"""


def page(
    times: dict[str, float], traces: Sequence[Traced], megabytes: float, sizes: dict[int, dict[str, float]]
) -> str:
    """The page of all that was measured."""
    lines = [
        "# Performance",
        "",
        f"Written by `make bench`, {platform.machine()}, Py {sys.version.split()[0]}. Medians of processor time,",
        f"with {os.getloadavg()[1]:.1f} processes at work on {os.cpu_count()} processors. "
        "Ratios are of one run, and where they compare two ways, the two took turns.",
        "",
        "## The shipped knowledge, Netflix preset (ms)",
        "",
        "| what | ms |",
        "|---|--:|",
        *(f"| {name} | {value:.2f} |" for name, value in times.items()),
        "",
        f"The bar for a sweep of 1,000 evaluations is a second: {_bar(times[ONE_BY_ONE] <= SWEEP)} one by one, "
        f"{_bar(times[BY_COLUMNS] <= SWEEP)} by columns.",
        "",
        "## With the trace and without (ms)",
        "",
        *TRACE.format(size=megabytes, bar=BAR).splitlines(),
        "",
        "| what | off | on | on / off | bar |",
        "|---|--:|--:|--:|---|",
        *(f"| {t.what} | {t.off:.2f} | {t.on:.2f} | {t.ratio:.2f} | {_bar(t.ratio <= BAR)} |" for t in traces),
        "",
        "## Generated rules of three conditions (ms)",
        "",
        *GENERATED.splitlines(),
        "",
        "| what | " + " | ".join(f"{size:,} rules" for size in sizes) + " |",
        "|---|" + "--:|" * len(sizes),
    ]
    for name in sizes[min(sizes)]:
        lines.append(f"| {name} | " + " | ".join(f"{row[name]:.2f}" for row in sizes.values()) + " |")
    return "\n".join(lines) + "\n"


def _bar(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    times = {"load": median_ms(3, load), "a file made to hurt, refused; the slowest of them": slowest()}
    knowledge = load()
    givens = givens_from(knowledge, {}, None, "netflix")
    gc.collect()
    gc.freeze()  # as the server does
    times |= shipped(knowledge, givens)
    traces = list(traced(knowledge, givens))
    times["the first trace by a knowledge base, its record"] = first_trace(knowledge, givens)
    size = recorded(knowledge, givens) / 1e6
    release(knowledge)
    sizes = {size: grown(size) for size in SIZES}
    kept = {"shipped": times, "traces": {t.what: [t.off, t.on] for t in traces}} | {str(s): r for s, r in sizes.items()}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(kept, indent=1), "utf-8")
    text = page(times, traces, size, sizes)
    PAGE.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
