"""The commands of the engine."""

from __future__ import annotations

import json
from pathlib import Path

import click

import engine
from engine.cli.agree_command import agree
from engine.cli.explain_commands import flips, sweep, why
from engine.cli.failing import explained, loaded
from engine.cli.schema_command import schema
from engine.cli.trace_commands import compare, replay
from engine.findings import InputError
from engine.inference import Givens, evaluate
from engine.inference.given import givens_from
from engine.knowledge import Knowledge
from engine.trace import trace_text

knowledge_option = click.option(
    "--knowledge",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Folder laid over the shipped knowledge; may be repeated.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(engine.__version__, prog_name="groundplan")
def main() -> None:
    """Groundplan designs systems out loud."""


for command in (replay, compare, schema, agree, why, flips, sweep):
    main.add_command(command)


@main.command()
@click.argument("text", nargs=-1)
@click.option("--preset", help="A named case to start from, such as uber.")
@click.option("--set", "settings", multiple=True, metavar="FACT=VALUE", help="Gives a fact; may be repeated.")
@click.option("--pin", "pins", multiple=True, metavar="DECISION=OPTION", help="Your own choice; may be repeated.")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "json", "html"]), default="markdown", show_default=True
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write; otherwise stdout."
)
@click.option(
    "--artefacts",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the design's files to: OpenAPI, schema, alerts, manifests, Terraform, pipeline.",
)
@knowledge_option
def design(
    text: tuple[str, ...],
    preset: str | None,
    settings: tuple[str, ...],
    pins: tuple[str, ...],
    form: str,
    output: Path | None,
    folder: Path | None,
    folders: tuple[Path, ...],
) -> None:
    """Design the system that TEXT describes. The format json is the decision trace."""
    from engine.design import assemble
    from engine.document import as_html, render, written

    with explained():
        knowledge = loaded(folders)
        givens, title = _givens(knowledge, " ".join(text), preset, _pairs(settings, "--set"), _pairs(pins, "--pin"))
        evaluation = evaluate(knowledge, givens)
        made = assemble(evaluation, title)
        sections, broken = written(made)
        markdown = render(made, sections)
        finished = markdown
        if form == "json":
            finished = trace_text(evaluation, markdown, title)
        elif form == "html":
            finished = as_html(markdown, made.title)
        if output is None:
            click.echo(finished, nl=False)
        else:
            output.write_text(finished, "utf-8")
            click.echo(f"{output}: {len(finished.splitlines()):,} lines", err=True)
        if folder is not None:
            from engine.artefacts import artefacts, write

            click.echo(f"{folder}: {write(artefacts(made), folder)} files", err=True)
        if broken is not None:  # the other sections stand
            raise broken


def _pairs(raw: tuple[str, ...], option: str) -> dict[str, str]:
    pairs = {}
    for item in raw:
        name, equals, value = item.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise InputError(f"{option} {item}: write NAME=VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


def _givens(
    knowledge: Knowledge, text: str, preset: str | None, settings: dict[str, str], pins: dict[str, str]
) -> tuple[Givens, str]:
    """Facts from the text, under those of --set. Raises InputError; what was not understood is said on stderr."""
    from engine.interview import givens as givens_in
    from engine.interview import hear, start
    from engine.interview.dialogue import fallback

    if not text.strip() and preset is None and not settings:
        raise InputError('describe a system, such as: groundplan design "a wiki for 40 people", or give --preset')
    dialogue = start()
    if text.strip():
        turn = hear(knowledge, dialogue, text)
        for reply in turn.replies:
            if reply.tone == "problem":
                click.echo(f"groundplan: {reply.text}", err=True)
        dialogue = turn.dialogue
    heard = givens_in(knowledge, dialogue)
    if text.strip() and not (heard.facts or heard.pins or preset or settings):
        raise InputError(f"nothing in '{text[:60]}' says what to design: name what people do with it, and for how many")
    if not text.strip():
        return givens_from(knowledge, settings, pins, preset), ""
    own = givens_from(knowledge, settings, {**heard.pins, **pins}, None)
    from engine.inference.given import with_preset

    named = preset or dialogue.preset
    said = {n: g for n, g in heard.facts.items() if g.origin == "given" or (named is None and n == "capabilities")}
    facts = {**said, **own.facts}
    if named is not None:
        facts = with_preset(knowledge, named, facts, dialogue.dropped if preset is None else ())
    so_far = evaluate(knowledge, Givens(facts, own.pins))
    assumed = None if so_far.capabilities else fallback(so_far)
    if assumed is not None:
        click.echo(f"groundplan: nothing says what people do with it; designed so that {assumed.words}", err=True)
        facts["capabilities"] = assumed
    return Givens(facts, own.pins, named, dialogue.unplaced), dialogue.title


@main.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--coverage", is_flag=True, help="List rules and options that no example reaches.")
def check(folders: tuple[Path, ...], form: str, coverage: bool) -> None:
    """Validate knowledge and presets, and run every example. Exit code 1 on any error."""
    from engine.checks.report import report_on

    report = report_on(lambda: loaded(folders), with_coverage=coverage, overlaid=bool(folders))
    click.echo(report.as_json() if form == "json" else report.text())
    if report.errors:
        raise SystemExit(1)


@main.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@knowledge_option
def read(corpus: Path, form: str, folders: tuple[Path, ...]) -> None:
    """Score the reading of labelled utterances."""
    from engine.interview.lexicon import lexicon_of
    from engine.reading.scoring import score

    with explained():
        result = score(corpus, lexicon_of(loaded(folders))).as_dict()
        if form == "json":
            click.echo(json.dumps(result, indent=1, ensure_ascii=False))
            return
        for name, value in result.items():
            if name != "misses":
                click.echo(f"{name:22} {value:.3f}" if isinstance(value, float) else f"{name:22} {value}")
        click.echo(f"{'misses':22} {len(result['misses'])} (see --format json)")
