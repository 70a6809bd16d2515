"""The whole command line: the engine's commands, and `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli import main
from engine.findings import KnowledgeError
from engine.loading import load


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--database", default="sqlite://", help="SQLAlchemy URL of the sessions; in memory by default.")
@click.option(
    "--knowledge", "folders", multiple=True, type=click.Path(path_type=Path), help="Folder laid over the knowledge."
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
def serve(host: str, port: int, workers: int, database: str, folders: tuple[Path, ...], open_page: bool) -> None:
    """Serve the page and the chat."""
    if workers > 1 and database.startswith("sqlite"):
        raise click.UsageError("several workers need a database that they share: --database postgresql+psycopg://...")
    try:
        load(folders)
    except KnowledgeError as error:
        for finding in error.findings:
            click.echo(finding.shown(), err=True)
        raise SystemExit(1) from None
    from web.serving import Server

    Server(host, port, workers, database, folders, open_page).run()


__all__ = ["main"]
