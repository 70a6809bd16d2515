"""The commands that explain: why, when it would change, and at what size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from engine.cli.failing import explained, loaded
from engine.explanation.sweeping import Sweep, sweep_of, sweep_of_size
from engine.explanation.telling import decided, why_from_trace
from engine.findings import InputError
from engine.inference import Evaluation, evaluate
from engine.knowledge.values import number_of
from engine.suggesting import did_you_mean
from engine.trace import givens_of, read_trace

FILE = click.Path(path_type=Path)
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
KNOWLEDGE = click.option(
    "--knowledge", "folders", multiple=True, type=FILE, help="Folder laid over the shipped knowledge; may be repeated."
)


@click.command()
@click.argument("trace_file", type=FILE)
@click.argument("name", metavar="DECISION|FACT|COMPONENT")
@click.option("--not", "other", metavar="OPTION", help="Why this option of the decision was not chosen.")
@click.option("--depth", type=click.IntRange(0, 50), default=None, help="Steps of the tree to show; all by default.")
def why(trace_file: Path, name: str, other: str | None, depth: int | None) -> None:
    """Say why a decision of a trace was taken, why an option was not, or where a number comes from."""
    with explained():
        click.echo(why_from_trace(read_trace(trace_file), name, other, depth))


@click.command()
@click.argument("trace_file", type=FILE)
@click.argument("decision", required=False)
@FORMAT
def flips(trace_file: Path, decision: str | None, form: str) -> None:
    """List the values at which each decision of a trace would change, nearest first."""
    with explained():
        record = read_trace(trace_file)
        table = _flips(record, decision)
        if form == "json":
            click.echo(json.dumps(table, indent=1, ensure_ascii=False))
            return
        for name in [decision] if decision else sorted(record["ledgers"]):
            ledger = record["ledgers"][name]
            title = next(s["title"] for s in ledger["standings"] if s["option"] == ledger["choice"])
            click.echo(f"{ledger['title']}: {title}")
            for flip in table.get(name, ()):
                far = "" if flip["factor"] is None else f"{flip['factor']:,.3g}x"
                click.echo(f"  {far:>9}  {flip['text']}")
            if not table.get(name):
                click.echo("             your own choice" if ledger.get("pinned") else "             nothing turns it")


@click.command()
@click.argument("trace_file", type=FILE)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--points", type=click.IntRange(2, 200), default=13, show_default=True, help="Values to try on the way.")
@click.option("--from", "low", metavar="VALUE", help="Where to begin; a thousandth of the value now by default.")
@click.option("--to", "high", metavar="VALUE", help="Where to end; a thousand times the value now by default.")
@FORMAT
@KNOWLEDGE
def sweep(
    trace_file: Path,
    inputs: tuple[str, ...],
    points: int,
    low: str | None,
    high: str | None,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Move one INPUT of a trace over a range, or without one the size of the whole system, and say what turns."""
    with explained():
        knowledge = loaded(folders)
        evaluation = evaluate(knowledge, givens_of(knowledge, read_trace(trace_file)), "counting")
        found = [_swept(evaluation, name, points, low, high) for name in inputs] or [sweep_of_size(evaluation, points)]
        if form == "json":
            click.echo(json.dumps([s.as_json() for s in found], indent=1, ensure_ascii=False))
            return
        click.echo("\n\n".join(s.text() for s in found))


def _swept(evaluation: Evaluation, name: str, points: int, low: str | None, high: str | None) -> Sweep:
    fact = evaluation.knowledge.facts.get(name)
    if fact is None or fact.kind != "quantity":
        numbers = [n for n, f in evaluation.knowledge.facts.items() if f.kind == "quantity"]
        raise InputError(f"'{name}' is no number that can be moved: {did_you_mean(name, numbers, 'name a quantity')}")
    first, last = (None if raw is None else number_of(fact, raw) for raw in (low, high))
    return sweep_of(evaluation, name, points, first, last)


def _flips(record: dict[str, Any], decision: str | None) -> dict[str, Any]:
    """The flip points by decision, of one or of all."""
    if "flips" not in record:
        raise InputError("the trace has no flips: it was written by an earlier version; design it again")
    if decision is None:
        return dict(record["flips"])
    decided(record, decision)
    return {decision: record["flips"].get(decision, [])}
