"""The commands that take traces: replay and compare."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.cli.failing import explained, loaded
from engine.trace import read_trace

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("trace_file", type=FILE)
@click.option(
    "--knowledge", "folders", multiple=True, type=FILE, help="Folder laid over the shipped knowledge; may be repeated."
)
def replay(trace_file: Path, folders: tuple[Path, ...]) -> None:
    """Evaluate the input of a trace again, document and all. Exit code 1, and what differs, where it differs."""
    from engine.trace.replaying import replay as replayed

    with explained():
        knowledge = loaded(folders)
        record = read_trace(trace_file)
        result = replayed(knowledge, record)
        if result.same:
            what = "the same, and the same document" if "document" in record else "the same"
            click.echo(f"{trace_file}: {what}, on knowledge {knowledge.revision}")
            return
        click.echo(result.words)
        click.echo("")
        for line in result.difference:
            click.echo(line)
        raise SystemExit(1)


@click.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def compare(a: Path, b: Path, form: str) -> None:
    """Say what differs between two traces, and which difference caused which."""
    from engine.trace.comparing import compare as compared
    from engine.trace.comparing import told

    with explained():
        comparison = compared(read_trace(a), read_trace(b), (str(a), str(b)))
        if form == "json":
            click.echo(json.dumps(comparison.as_json(), indent=1, ensure_ascii=False))
        else:
            click.echo(told(comparison))
