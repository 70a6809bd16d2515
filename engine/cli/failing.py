"""What went wrong, on stderr and with exit code 1; never a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from engine.findings import InputError, KnowledgeError
from engine.knowledge import Knowledge
from engine.loading import load


@contextmanager
def explained(what: str = "the knowledge") -> Iterator[None]:
    """Wrong input and wrong knowledge end the command with their messages; `what` has the findings."""
    try:
        yield
    except InputError as error:
        click.echo(f"groundplan: {error}", err=True)
        raise SystemExit(1) from None
    except KnowledgeError as error:
        for finding in error.findings:
            click.echo(finding.shown(), err=True)
        click.echo(f"groundplan: {what} has {len(error.findings)} findings", err=True)
        raise SystemExit(1) from None
    except OSError as error:
        click.echo(f"groundplan: {error}", err=True)
        raise SystemExit(1) from None


def loaded(folders: Sequence[Path]) -> Knowledge:
    return load(folders)
