"""The command `postmortem`: each subcommand is thin over the core's functions."""

from postmortem_kb.cli.main import main

__all__ = ["main"]
