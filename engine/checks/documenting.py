"""Writes docs/checks.md from the checks themselves: `python -m engine.checks.documenting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.checks.check import Check
from engine.checks.refusals import REFUSALS, Refusal
from engine.checks.running import CHECKS

FILE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"
_HEAD = """\
# What `groundplan check` finds

<!-- Written by `python -m engine.checks.documenting` from engine/checks. Do not edit. -->

    groundplan check [FOLDER ...] [--format json] [--coverage]

loads the shipped knowledge with each folder laid over it, runs every check below and every example (in both inference
networks), and reports everything in one run, in the order of files and lines:

    knowledge/decisions/cache.yaml:52:11: 'hot_share > 20' in 'small-hot-set' is outside of what ... [threshold-range]
            when: hot_share > 20
                  ^

An *error* is surely wrong and makes the exit code 1. A *warning* most likely is wrong. An *info* is worth knowing. The
last lines count the findings by code.

`--format json` gives `{"findings": [{code, severity, path, line, column, message, fix, excerpt}], "counts": {code: n},
"errors", "warnings", "infos", "summary"}`, with `--coverage` also `"coverage"`.

`--coverage` lists the rules that fire in no example and the options that no example chooses.

## Waivers

A warning that somebody has looked at and that shall stay is waived where it stands, on the rule, fact, option,
constant, preset fact, or on the decision or capability itself, by its code and with a reason:

    - id: rpo-nightly
      when: availability < 99.5%
      set: {rpo: 1 day}
      because: a copy each night is what one machine can give
      waive: [{code: threshold-source, because: the class of two nines is defined by this number}]

It covers that code at that place and nothing else. Errors cannot be waived; a waiver that covers nothing is reported.

## Checks on a base that loads
"""


def document() -> str:
    return "\n".join([_HEAD, *_table(CHECKS), *_details(CHECKS), *_refusals()]) + "\n"


def _table(checks: Iterable[Check | Refusal]) -> Iterator[str]:
    yield "| code | severity | finds |"
    yield "|---|---|---|"
    for each in checks:
        severity = each.severity if not isinstance(each, Refusal) else "error"
        yield f"| `{each.code}` | {severity} | {each.title} |"


def _details(checks: Iterable[Check | Refusal]) -> Iterator[str]:
    for each in checks:
        yield f"\n### {each.title} (`{each.code}`)\n"
        yield each.explains
        yield f"\n*Fix:* {each.fix}."


def _refusals() -> Iterator[str]:
    yield "\n## What loading refuses\n"
    yield "A base with one of these does not load: `serve` keeps the last good one, every command says what is wrong.\n"
    yield "| code | finds | why | fix |"
    yield "|---|---|---|---|"
    for refusal in REFUSALS:
        yield f"| `{refusal.code}` | {refusal.title} | {refusal.explains} | {refusal.fix} |"


if __name__ == "__main__":
    FILE.write_text(document(), "utf-8")
    print(f"{FILE}: {len(CHECKS)} checks, {len(REFUSALS)} refusals")
