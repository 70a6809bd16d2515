"""The command that compares the rules with published systems: agree."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.cli.failing import explained, loaded

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("cases", type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--knowledge", "folders", multiple=True, type=FILE, help="Folder laid over the shipped knowledge; may be repeated."
)
def agree(cases: Path, form: str, folders: tuple[Path, ...]) -> None:
    """Compare what the rules choose with what builders of the systems in CASES published that they chose."""
    from engine.agreement import agreement_of, read_cases
    from engine.agreement.telling import remarks, told

    with explained("the file of cases"):
        file = read_cases(cases)
    with explained():
        knowledge = loaded(folders)
    with explained():
        agreement = agreement_of(knowledge, file.cases)
        for line in (*file.remarks, *remarks(agreement.ignored)):
            click.echo(line, err=True)
        if form == "json":
            click.echo(json.dumps(agreement.as_dict(), indent=1, ensure_ascii=False))
        else:
            click.echo(told(knowledge, agreement), nl=False)
