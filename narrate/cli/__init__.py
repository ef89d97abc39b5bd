"""The command line: options in, words and exit codes out. The only place that prints or exits."""

from __future__ import annotations

from narrate.cli.main import main

__all__ = ["main"]
