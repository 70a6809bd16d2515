"""The command line."""

from __future__ import annotations

from pathlib import Path

import click

from engine.findings import KnowledgeError
from engine.loading import load


@click.group()
def main() -> None:
    """Groundplan designs systems out loud."""


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """Validate knowledge and presets."""
    try:
        knowledge = load(folders)
    except KnowledgeError as error:
        for finding in error.findings:
            click.echo(finding.shown())
        raise SystemExit(1) from None
    click.echo(f"{len(knowledge.rules)} rules, {len(knowledge.facts)} facts: no errors")
