"""What can go wrong, in the words of the program.

Messages name the options of the program: `--encoding` is the argument `encoding` here.
"""

from __future__ import annotations


class CotejoError(ValueError):
    """What was given cannot be used; the message says why."""

    #: What may help.
    hints: tuple[str, ...] = ()


class CotejoFileError(CotejoError, OSError):
    """A file cannot be read or written."""


class CotejoFileNotFoundError(CotejoFileError, FileNotFoundError):
    """There is no such file."""


class CotejoWarning(UserWarning):
    """What the caller may want to know or change, such as a guessed encoding."""


for _class in (CotejoError, CotejoFileError, CotejoFileNotFoundError, CotejoWarning):
    # Where users find it.
    _class.__module__ = "cotejo"
