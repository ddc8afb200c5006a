"""The command `cotejo`."""

from __future__ import annotations

import os
import signal
import sys

from ._cotejo import run_program


def main() -> int:
    """Runs the program with the arguments of this process and gives its exit code."""
    # While the program runs, Python would only note that Ctrl-C was pressed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    called, *arguments = sys.argv
    # `python -m cotejo` has a module in the place of a file that git could call again.
    program = None if called.endswith(".py") else os.path.abspath(called)
    return run_program(["cotejo", *arguments], program)
