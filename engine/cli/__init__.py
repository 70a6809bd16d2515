"""The command line: a thin layer over the rooms. Exit codes: 0 done, 1 the input is wrong, 2 usage."""

from engine.cli.commands import main

__all__ = ["main"]
