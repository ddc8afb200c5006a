"""Pairs Spanish originals with their English translations, sentence by sentence.

>>> import cotejo
>>> alignment = cotejo.align("Llueve. Hace frío.", "It is raining and it is cold.")
>>> alignment[0].source
['Llueve.', 'Hace frío.']
"""

from ._cotejo import Alignment, Link, Sentence, WordLink, __version__, align, read, split, words
from ._errors import CotejoError, CotejoFileError, CotejoFileNotFoundError, CotejoWarning

__all__ = [
    "Alignment",
    "CotejoError",
    "CotejoFileError",
    "CotejoFileNotFoundError",
    "CotejoWarning",
    "Link",
    "Sentence",
    "WordLink",
    "__version__",
    "align",
    "read",
    "split",
    "words",
]
