"""Publishes the JSON Schemas: of the knowledge files for editors, and of the trace."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.failing import explained, loaded
from engine.loading import SHIPPED
from engine.loading.schemas import outdated, schemas, text_of, write

TRACE_SCHEMA = SHIPPED.parent / "docs" / "trace.schema.json"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a schema is out of date.")
@click.option(
    "--knowledge",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder laid over the shipped knowledge, whose names are offered as well; with --output.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write to, such as house-rules/schema.")
def schema(check: bool, folders: tuple[Path, ...], output: Path | None) -> None:
    """Write the JSON Schemas of the knowledge files, by which editors complete and check, and of the trace."""
    with explained():
        if folders and output is None:
            raise click.UsageError("with --knowledge, name the folder to write to: --output DIR")
        wanted = schemas(loaded(folders))
        folder = output if output is not None else SHIPPED / "schema"
        stale = [f"{folder}/{name}" for name in outdated(folder, wanted)]
        own = output is None
        text = trace_text_of()
        if own and (not TRACE_SCHEMA.exists() or TRACE_SCHEMA.read_text("utf-8") != text):
            stale.append(str(TRACE_SCHEMA))
        if check:
            for path in stale:
                click.echo(f"{path}: out of date: run groundplan schema", err=True)
            if stale:
                raise SystemExit(1)
            click.echo(f"{len(wanted) + own} schemas are up to date")
            return
        write(folder, wanted)
        if own:
            TRACE_SCHEMA.write_text(text, "utf-8")
        click.echo(f"{folder}: {len(wanted)} schemas, {len(stale)} files out of date before")


def trace_text_of() -> str:
    """The published text of the trace's schema."""
    from engine.trace.shape import trace_schema

    return text_of(trace_schema())
